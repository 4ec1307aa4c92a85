Describe 'Import-CellDataset' {
    BeforeEach {
        $folder = Join-Path $TestDrive (New-Guid)
        $data = "$folder/data"
    }

    It 'reads a folder and a zip file of it alike, for Split-CellDataset behind it' {
        Add-Bbbc038Image $data a, b, c, d, e
        [System.IO.Compression.ZipFile]::CreateFromDirectory($data, "$folder/data.zip")

        $datasets = @(Import-CellDataset $data, "$folder/data.zip" -PixelSize 0.5)

        $datasets.Count | Should -Be 2
        foreach ($dataset in $datasets) {
            $dataset.Name | Should -BeExactly 'data'
            $dataset.MovieCount | Should -Be 5
            $dataset.AnnotationCount | Should -Be 10
            $dataset.PixelSize | Should -Be 0.5
            $split = $dataset | Split-CellDataset -TestFraction 0.2 -ValidationFraction 0.2 -Seed 3
            $split.Training.MovieCount, $split.Validation.MovieCount, $split.Test.MovieCount, $split.Seed | Should -Be 3, 1, 1, 3
        }
    }

    It 'makes one error of each bad image and imports the rest' {
        Add-Bbbc038Image $data good1, good2
        Add-Bbbc038Image $data maskless -MaskCount 0
        Add-Bbbc038Image $data othersize -MaskSize 30
        Add-Bbbc038Image $data unreadable -Unreadable

        $dataset = Import-CellDataset $data -ErrorAction SilentlyContinue -ErrorVariable problems

        $dataset.Movies.Name | Should -BeExactly good1, good2
        $problems | Get-Problem | Should -BeExactly @(
            'MovieUnreadable InvalidData maskless', 'MovieUnreadable InvalidData 0.png', 'MovieUnreadable InvalidData unreadable.png')
    }

    It 'makes one error of each path that cannot be read at all and imports the others' {
        Add-Bbbc038Image $data a
        $null = New-Item -ItemType Directory "$folder/empty"
        Set-Content "$folder/broken.zip" 'no archive'

        $dataset = "$data/nowhere", "$folder/empty", "$folder/broken.zip", "$data/none*", $data |
            Import-CellDataset -ErrorAction SilentlyContinue -ErrorVariable problems

        $dataset.MovieCount | Should -Be 1
        $problems | Get-Problem | Should -BeExactly @(
            'PathNotFound ObjectNotFound nowhere', 'DatasetUnreadable InvalidData empty'
            'DatasetUnreadable InvalidData broken.zip', 'PathNotFound ObjectNotFound none*')
    }

    It 'imports the images of a list and tells those that are not there' {
        Add-Bbbc038Image $data a, b, c
        Set-Content "$folder/list.txt" 'b', 'x'

        $dataset = Import-CellDataset $data -IncludeListPath "$folder/list.txt" -ErrorAction SilentlyContinue -ErrorVariable problems

        $dataset.Movies.Name | Should -BeExactly 'b'
        $problems | Get-Problem | Should -BeExactly 'MovieUnreadable InvalidData list.txt'
    }

    It 'reads the channels of an image, and refuses one with frames or depth' {
        foreach ($name in 'deep', 'flat', 'movie') {
            Write-CellPng "$data/$name/masks/0.png" 255
        }
        Write-Stack "$data/flat/images/flat.tif" -Channels 2
        Write-Stack "$data/movie/images/movie.tif" -Channels 2 -Frames 4
        Write-Stack "$data/deep/images/deep.tif" -Channels 2 -Slices 3 -Frames 4

        foreach ($case in @{ Value = 2; Options = @{} }, @{ Value = 1; Options = @{ Channel = 0 } }, @{ Value = 2; Options = @{ Channel = 1 } }) {
            $options = $case.Options
            $dataset = Import-CellDataset $data @options -ErrorAction SilentlyContinue -ErrorVariable problems
            $dataset.Movies.Name | Should -BeExactly 'flat'
            $dataset.Movies[0].ReadImage(0).Pixels[-1] | Should -Be $case.Value
            $problems | Get-Problem | Should -BeExactly 'MovieUnreadable InvalidData deep.tif', 'MovieUnreadable InvalidData movie.tif'
        }
    }

    It 'tells of images of one value' {
        Add-Bbbc038Image $data a
        Write-CellPng "$data/flat/images/flat.png" -Background 7
        Write-CellPng "$data/flat/masks/0.png" 255

        (Import-CellDataset $data -WarningVariable warnings -WarningAction SilentlyContinue).MovieCount | Should -Be 2
        $warnings | Should -HaveCount 1
        "$warnings" | Should -BeLike '*flat.png: all values*equal*'
    }

    It 'takes paths relative to the location of the session' {
        Add-Bbbc038Image "$data/in[1]" a
        Push-Location -LiteralPath $data
        try {
            (Import-CellDataset -LiteralPath 'in[1]').MovieCount | Should -Be 1
        }
        finally {
            Pop-Location
        }
    }
}

Describe 'Split-CellDataset' {
    BeforeEach {
        $csv = "$TestDrive/$(New-Guid)/split.csv"
        $data = New-SimulatedCellDataset 10 -Width 64 -Height 48 -CellCount 3 -Seed 2
    }

    It 'ends the command where fractions leave nothing' {
        { New-SimulatedCellDataset 3 -Width 32 -Height 32 -CellCount 1 | Split-CellDataset -TestFraction 1 } |
            Should -Throw -ErrorId 'InvalidOption,CellSeg.PowerShell.Commands.SplitCellDatasetCommand'
    }

    It 'gives each part its share of each kind, by a property or by a script' {
        $number = { [int]($_.Name -replace '.*?(\d+)$', '$1') % 2 }
        foreach ($seed in 0..3) {
            $split = $data | Split-CellDataset -StratifyBy $number -TestFraction 0.4 -ValidationFraction 0.2 -Seed $seed
            $split.Test.Movies | Group-Object { $_ | ForEach-Object $number } | ForEach-Object Count | Should -Be 2, 2
            $split.Validation.Movies | ForEach-Object $number | Sort-Object | Should -Be 0, 1
        }
        ($data | Split-CellDataset -StratifyBy framesize).Test.MovieCount | Should -Be 2
        $line = 'Split-CellDataset -StratifyBy Fr'
        (TabExpansion2 $line -cursorColumn $line.Length).CompletionMatches.CompletionText | Should -BeExactly 'FrameCount', 'FrameSize'
    }

    It 'tells what cannot be stratified by' {
        $null = $data | Split-CellDataset -StratifyBy Shape -ErrorAction SilentlyContinue -ErrorVariable problems
        $null = $data | Split-CellDataset -StratifyBy Kind -ErrorAction SilentlyContinue -ErrorVariable +problems
        $null = $data | Split-CellDataset -StratifyBy { throw 'no' } -ErrorAction SilentlyContinue -ErrorVariable +problems
        $problems.Count | Should -Be 3
        $problems.FullyQualifiedErrorId | Should -BeLike 'SplitImpossible,*'
        "$($problems[0])" | Should -BeLike '*FrameSize*'
        "$($problems[2])" | Should -BeLike "$($data.Movies[0].Name)*no*"
    }

    It 'saves a split and uses it again' {
        $split = $data | Split-CellDataset -ValidationFraction 0.1 -Fraction 0.5 -Seed 7 -CsvPath $csv
        (Import-Csv $csv).Part | Group-Object -NoElement | ForEach-Object { "$($_.Count) $($_.Name)" } |
            Should -BeExactly '2 Test', '4 Training', '3 Unused', '1 Validation'
        $again = $data | Split-CellDataset -SplitPath $csv -WarningVariable warnings
        $again.Training.Movies.Name | Should -BeExactly $split.Training.Movies.Name
        $again.Test.Movies.Name | Should -BeExactly $split.Test.Movies.Name
        $warnings | Should -BeNullOrEmpty
        ($data | Split-CellDataset -SplitPath $csv -Fraction 0.5).Training.Movies.Name | Should -BeExactly $split.Training.Movies.Name[0..1]
        { $data | Split-CellDataset -SplitPath $csv -Seed 1 } | Should -Throw -ErrorId 'AmbiguousParameterSet,*'

        $failure = { $data | Split-CellDataset -CsvPath $csv } | Should -Throw -PassThru
        $failure | Get-Problem | Should -BeExactly 'OutputExists ResourceExists split.csv'
        $both = @($data, $data | Split-CellDataset -CsvPath $csv -Force -ErrorAction SilentlyContinue -ErrorVariable problems)
        $both.Count | Should -Be 2
        $problems.FullyQualifiedErrorId | Should -BeLike 'SplitNotSaved,*'
        $null = $data | Split-CellDataset -CsvPath "$csv.2" -WhatIf
        "$csv.2" | Should -Not -Exist
    }

    It 'tells what does not fit of a saved split, and which movies it does not name' {
        $names = $data.Movies.Name
        $null = New-Item -ItemType Directory (Split-Path $csv)
        Set-Content $csv 'Part,Name', "Test,$($names[4])", "Training,$($names[8])"
        $split = $data | Split-CellDataset -SplitPath $csv -WarningVariable warnings -WarningAction SilentlyContinue
        $split.Training.Movies.Name, $split.Test.Movies.Name | Should -BeExactly $names[8], $names[4]
        "$warnings" | Should -BeLike "*does not name 8 of 10 movies*'$($names[0])'*"

        Add-Content $csv 'Training,somebody'
        $data | Split-CellDataset -SplitPath $csv -ErrorAction SilentlyContinue -ErrorVariable problems | Should -BeNullOrEmpty
        "$problems" | Should -BeLike "*split.csv*'somebody'*"
        Add-Content $csv "Training,$($names[4])"
        { $data | Split-CellDataset -SplitPath $csv } | Should -Throw "*split.csv*'$($names[4])'*twice*"
        { $data | Split-CellDataset -SplitPath "$csv.none" } | Should -Throw -ErrorId 'SplitImpossible,*'
    }

    It 'cuts the test part into tiles, whose results have names of their own' {
        $split = $data | Split-CellDataset -TestTileSize 32
        $whole = $data | Split-CellDataset
        $split.Test.MovieCount | Should -Be 8
        $split.TestAnnotationCount | Should -Be $whole.Test.AnnotationCount
        $split.Test.AnnotationCount | Should -BeGreaterThan $whole.Test.AnnotationCount
        $found = Invoke-CellSegmentation -InputObject $split.Test -Model (New-SegmentationModel) -DestinationPath (Split-Path $csv)
        @($found).Count | Should -Be 8
        $found.OutputPath | Should -Exist
        Split-Path -Leaf $found[3].OutputPath | Should -BeExactly "$($whole.Test.Movies[0].Name) (16, 32, 1)_labels.tif"
        ($found | Measure-SegmentationError -Total).TrueCount | Should -Be $split.Test.AnnotationCount
    }
}

Describe 'Repair-CellMovie' {
    BeforeAll {
        $movieType = (New-SimulatedCellDataset 1 -Width 32 -Height 32 -CellCount 1).Movies[0].GetType()

        # A movie of 64 x 64 pixels with 5 discs, which go 2 pixels right and 1 up with each frame, on a slope of light.
        function Write-Movie([string] $Path, [int] $Frames = 4) {
            $pages = foreach ($frame in 0..($Frames - 1)) {
                $pixels = [float[]]::new(64 * 64)
                for ($i = 0; $i -lt $pixels.Count; $i++) {
                    $pixels[$i] = 10 + $i % 64 / 4
                }
                foreach ($disc in (20, 18, 5, 200), (40, 12, 4, 150), (30, 34, 6, 250), (48, 40, 5, 180), (14, 44, 4, 220)) {
                    $top, $left, $radius, $value = $disc
                    foreach ($y in -$radius..$radius) {
                        foreach ($x in -$radius..$radius) {
                            if ($x * $x + $y * $y -le $radius * $radius) {
                                $pixels[64 * ($top + $y - $frame) + $left + $x + 2 * $frame] = $value
                            }
                        }
                    }
                }
                , $pixels
            }
            Write-Tiff $Path 64 $pages
        }
    }

    BeforeEach {
        $folder = "$TestDrive/$(New-Guid)"
        Write-Movie "$folder/drift.tif"
        $movie = $movieType::Open("$folder/drift.tif")
    }

    It 'gives back what it was given, repaired when it is read' {
        $data = New-SimulatedCellDataset 2 -Width 64 -Height 64 -CellCount 4 -UnevenLight 0.5
        $repaired = $data | Repair-CellMovie -Background RollingBall -Radius 20 -ClipNegative
        $repaired.GetType().Name | Should -Be 'CellDataset'
        $repaired.AnnotationCount | Should -Be $data.AnnotationCount
        "$($repaired.Movies[0].ReadLabels(0).Pixels)" | Should -BeExactly "$($data.Movies[0].ReadLabels(0).Pixels)"
        ($repaired.Movies[0].ReadImage(0).Pixels | Measure-Object -Minimum).Minimum | Should -Be 0
        ($data.Movies[0] | Repair-CellMovie -RemoveHotPixels).Name | Should -Be $data.Movies[0].Name
    }

    It 'finds drift, and writes how far frames were moved' {
        $output = $movie | Repair-CellMovie -CorrectDrift -Background Morphological -Radius 15 -ShiftPath "$folder/shifts.csv" -Verbose 4>&1
        $repaired = $output | Where-Object { $_ -is $movieType }
        "$($output | Where-Object { $_ -isnot $movieType })" | Should -BeLike '*moved by up to 6.7*'
        $rows = Import-Csv "$folder/shifts.csv"
        $rows.Movie | Select-Object -Unique | Should -Be 'drift'
        [Math]::Round($rows[3].Down, 1), [Math]::Round($rows[3].Right, 1) | Should -Be 3, -6
        $rows.IsTrusted | Select-Object -Unique | Should -Be 'True'
        [Math]::Abs($repaired.ReadImage(3).Pixels[30 * 64 + 34] - $repaired.ReadImage(0).Pixels[30 * 64 + 34]) | Should -BeLessThan 5
        { $movie | Repair-CellMovie -CorrectDrift -ShiftPath "$folder/shifts.csv" } | Should -Throw -ErrorId 'OutputExists,*'
    }

    It 'evens out light by a file, and names one that it cannot use' {
        $flat = [float[]]::new(64 * 64)
        [array]::Fill($flat, [float] 2)
        Write-Tiff "$folder/flat.tif" 64 @(, $flat)
        $repaired = $movie | Repair-CellMovie -FlatFieldPath "$folder/flat.tif"
        $repaired.ReadImage(0).Pixels[0..9] | Should -Be $movie.ReadImage(0).Pixels[0..9]
        $flat[7] = 0
        Write-Tiff "$folder/flat.tif" 64 @(, $flat)
        $failure = { $movie | Repair-CellMovie -FlatFieldPath "$folder/flat.tif" } | Should -Throw -PassThru
        $failure | Get-Problem | Should -BeExactly 'FlatFieldUnusable InvalidData flat.tif'
    }

    It 'refuses what says nothing' -ForEach @(
        @{ Options = @{} }, @{ Options = @{ CorrectDrift = $true; Radius = 5 } }, @{ Options = @{ Background = 'LargeKernel'; Shape = 'Disc' } }
        @{ Options = @{ RemoveHotPixels = $true; DriftChannel = 0 } }
    ) {
        { $movie | Repair-CellMovie @Options } | Should -Throw -ErrorId 'InvalidOption,CellSeg.PowerShell.Commands.RepairCellMovieCommand'
        { $movie | Repair-CellMovie -RemoveHotPixels -ShiftPath "$folder/x.csv" } | Should -Throw -ErrorId 'ShiftPathWithoutDrift,*'
    }

    It 'makes one error of a movie that cannot be read, and the others go on' {
        Add-Bbbc038Image "$folder/data" a, b, c
        $data = Import-CellDataset "$folder/data"
        Remove-Item "$folder/data/b/images/*"
        $repaired = $data | Repair-CellMovie -RemoveHotPixels -ErrorAction SilentlyContinue -ErrorVariable problems
        $repaired.Movies.Name | Should -BeExactly 'a', 'c'
        $problems.Count | Should -Be 1
        $problems.FullyQualifiedErrorId | Should -BeLike 'MovieUnreadable,*'
        Remove-Item "$folder/data/?/images/*"
        $data | Repair-CellMovie -RemoveHotPixels -ErrorAction SilentlyContinue -ErrorVariable problems | Should -BeNullOrEmpty
        $problems[-1].FullyQualifiedErrorId | Should -BeLike 'NothingReadable,*'
    }
}

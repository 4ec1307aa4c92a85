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

        $dataset = Import-CellDataset $data -WarningVariable warnings -WarningAction SilentlyContinue
        $dataset.MovieCount | Should -Be 2
        $dataset.Movies[1].Name | Should -BeExactly 'flat'
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

    Context 'images with label files' {
        BeforeAll {
            # Movies of 40 x 40 with two cells that stay where they are, and images that differ from frame to frame.
            $imageFrames = 1..3 | ForEach-Object { , (New-CellPixel (100 * $_), (90 * $_) -Background $_ -Type ([int16])) }
            $labelFrames = 1..3 | ForEach-Object { , (New-CellPixel 1, 2 -Type ([int16])) }

            function Add-Pair([string] $Image, [string] $Label, [int] $Frames = 3) {
                Write-Tiff "$data/$Image" 40 $imageFrames[0..($Frames - 1)]
                Write-Tiff "$data/$Label" 40 $labelFrames[0..($Frames - 1)]
            }

            function Get-Sum($Movie) {
                foreach ($frame in 0..($Movie.FrameCount - 1)) {
                    "$([Linq.Enumerable]::Sum([float[]] $Movie.ReadImage($frame).Pixels)) $([Linq.Enumerable]::Sum([int[]] $Movie.ReadLabels($frame).Pixels))"
                }
            }
        }

        It 'reads <Layout> and says why' -ForEach @(
            @{ Layout = 'folders'; Image = 'images/p1/a.tif'; Label = 'labels/p1/a.tif'; Name = 'p1/a'; Format = 'LabelFolder'; Why = 'in labels' }
            @{ Layout = 'suffixes'; Image = 'a.tif'; Label = 'a_label.tif'; Name = 'a'; Format = 'LabelFolder'; Why = 'end in _label' }
            @{ Layout = 'Cellpose'; Image = 'a.tif'; Label = 'a_cp_masks.tif'; Name = 'a'; Format = 'Cellpose'; Why = 'end in _cp_masks' }
        ) {
            Add-Pair $Image $Label

            $all = Import-CellDataset $data -Verbose -WarningVariable warnings 4>&1
            $dataset = $all | Where-Object { $_ -isnot [System.Management.Automation.VerboseRecord] }

            $dataset.Movies.Name | Should -BeExactly $Name
            $dataset.AnnotationCount | Should -Be 6
            # 1400 pixels of ground n, 100 of 100 n and 100 of 90 n; 100 pixels of each label.
            Get-Sum $dataset.Movies[0] | Should -BeExactly '20400 300', '40800 300', '61200 300'
            "$all" | Should -BeLike "*was read as ${Format}: 1 images, 1 of them with label files*$Why*"
            $warnings | Should -BeNullOrEmpty
        }

        It 'reads two given folders, one given movie, and an image alone' {
            Add-Pair 'pictures/a.tif' 'truth/a.tif'

            (Import-CellDataset -ImagePath "$data/pictures" -LabelPath "$data/truth").AnnotationCount | Should -Be 6
            (Import-CellDataset -ImagePath "$data/pictures/a.tif" -LabelPath "$data/truth/a.tif").AnnotationCount | Should -Be 6
            (Get-Item "$data/pictures/a.tif" | Import-CellDataset -LabelPath "$data/truth").AnnotationCount | Should -Be 6
            $alone = Import-CellDataset "$data/pictures/a.tif" -WarningVariable warnings -WarningAction SilentlyContinue
            $alone.FrameCount, $alone.Movies[0].HasLabels | Should -Be 3, $false
            "$warnings" | Should -BeLike '*a.tif: there is no label file beside it*'
        }

        It 'takes files for frames, slices for frames, and a range of them' {
            foreach ($number in 9, 10, 11) {
                Write-Tiff "$data/images/well/t$number.tif" 40 @(, $imageFrames[$number - 9])
                Write-Tiff "$data/labels/well/t$number.tif" 40 @(, $labelFrames[0])
            }
            Write-Stack "$data/deep.tif" -Slices 4
            Write-Stack "$data/deep_labels.tif" -Slices 4

            $movie = (Import-CellDataset "$data/images", "$data/labels/.." -LabelPath "$data/labels" -FilesAreFrames -ErrorAction SilentlyContinue)[0].Movies[0]
            $movie.Name, $movie.FrameCount, $movie.ReadImage(1).Pixels[0] | Should -Be 'well', 3, 2
            (Import-CellDataset "$data/deep.tif" -Slice Frames -FirstFrame 1 -LastFrame 2).Movies[0].ReadImage(0).Pixels[-1] | Should -Be 2
            $null = Import-CellDataset "$data/deep.tif" -ErrorVariable problems -ErrorAction SilentlyContinue
            "$($problems[0])" | Should -BeLike '*4 slices*-Slice of Import-CellDataset*'
        }

        It 'makes one error of each pair that does not fit and imports the rest' {
            Add-Pair 'good.tif' 'good_labels.tif'
            Add-Pair 'x.tif' 'x_labels.tif'
            Write-Tiff "$data/x_masks.tif" 40 @(, $labelFrames[0])
            Write-Tiff "$data/y.tif" 40 $imageFrames
            Write-Tiff "$data/y_labels.tif" 40 $labelFrames[0, 1]
            Write-Tiff "$data/z.tif" 40 $imageFrames
            Write-Tiff "$data/lonely_labels.tif" 40 $labelFrames

            $dataset = Import-CellDataset $data -ErrorVariable problems -ErrorAction SilentlyContinue

            $dataset.Movies.Name | Should -BeExactly 'good'
            $problems | Get-Problem | Sort-Object | Should -BeExactly @(
                'MovieUnreadable InvalidData lonely_labels.tif', 'MovieUnreadable InvalidData x_masks.tif'
                'MovieUnreadable InvalidData y.tif', 'MovieUnreadable InvalidData z.tif')
        }

        It 'segments movies of names with folders into sub-folders' {
            Add-Pair 'images/p1/a.tif' 'labels/p1/a.tif' -Frames 1
            Add-Pair 'images/p2/a.tif' 'labels/p2/a.tif' -Frames 1
            $model = New-SegmentationModel Watershed FeatureNet

            $found = Import-CellDataset $data | Invoke-CellSegmentation -Model $model -DestinationPath "$folder/out" -ErrorVariable problems

            $problems | Should -BeNullOrEmpty
            $found.OutputPath | Should -BeExactly (Join-Path $folder out p1 a_labels.tif), (Join-Path $folder out p2 a_labels.tif)
            $found.OutputPath | Should -Exist
        }
    }

    Context 'the Cell Tracking Challenge' {
        It 'reads a sequence with its lineage and tells of lines that make no sense' {
            foreach ($frame in 0, 1) {
                Write-Tiff "$data/01/t00$frame.tif" 40 @(, (New-CellPixel 100, 90 -Background $frame -Type ([int16])))
                Write-Tiff "$data/01_GT/SEG/man_seg00$frame.tif" 40 @(, (New-CellPixel 7, 8 -Type ([int16])))
                Write-Tiff "$data/01_GT/TRA/man_track00$frame.tif" 40 @(, (New-CellPixel 2, 1 -Type ([int16])))
            }
            Set-Content "$data/01_GT/TRA/man_track.txt" "1 0 1 0`n2 0 1 0"

            $movie = (Import-CellDataset $data).Movies[0]
            $movie.Name, $movie.FrameCount | Should -Be '01', 2
            $movie.Tracks.Label | Should -Be 1, 2
            $movie.ReadLabels(0).Pixels[10 * 40 + 4] | Should -Be 2

            Set-Content "$data/01_GT/TRA/man_track.txt" "1 0 1 0`n2 1 0 0"
            $movie = (Import-CellDataset $data -ErrorVariable problems -ErrorAction SilentlyContinue).Movies[0]
            $movie.Tracks | Should -BeNullOrEmpty
            "$problems" | Should -BeLike '*man_track.txt: line 2: *'
        }
    }
}

Describe 'Export-CellDataset' {
    BeforeAll {
        $movies = New-SimulatedCellDataset 2 -FrameCount 3 -Width 48 -Height 40 -CellCount 4 -Seed 5
    }

    BeforeEach {
        $folder = Join-Path $TestDrive (New-Guid)
    }

    Context 'folders and the Cell Tracking Challenge' {
        It 'writes <Format>, which is read again as it was' -ForEach @{ Format = 'LabelFolder' }, @{ Format = 'CellTrackingChallenge' } {
            $written = $movies | Export-CellDataset $Format $folder -WarningAction SilentlyContinue
            $written | Should -BeOfType ([System.IO.DirectoryInfo])
            $written.FullName | Should -BeExactly $folder

            $read = Import-CellDataset $folder -WarningVariable warnings
            $warnings | Should -BeNullOrEmpty
            $read.MovieCount, $read.FrameCount | Should -Be 2, 6
            foreach ($movie in 0, 1) {
                foreach ($frame in 0..2) {
                    $read.Movies[$movie].ReadImage($frame).Pixels | Should -Be $movies.Movies[$movie].ReadImage($frame).Pixels
                    $read.Movies[$movie].ReadLabels($frame).Pixels | Should -Be $movies.Movies[$movie].ReadLabels($frame).Pixels
                }
            }
        }

        It 'replaces an earlier export of <Format> by force alone, and then all of it' -ForEach @(
            @{ Format = 'LabelFolder' }, @{ Format = 'CellTrackingChallenge' }
        ) {
            $null = $movies | Export-CellDataset $Format $folder -WarningAction SilentlyContinue
            $one = ($movies | Split-CellDataset -TestFraction 0.5).Test

            $one | Export-CellDataset $Format $folder -ErrorVariable problems -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
            "$problems" | Should -BeLike '*holds such data already*-Force*'
            $null = $one | Export-CellDataset $Format $folder -Force -WarningAction SilentlyContinue
            (Import-CellDataset $folder).MovieCount | Should -Be 1
        }

        It 'writes nothing with -WhatIf' {
            $movies | Export-CellDataset LabelFolder $folder -WhatIf | Should -BeNullOrEmpty
            $folder | Should -Not -Exist
        }
    }
}

Describe 'New-SimulatedCellDataset' {
    It 'makes movies that are known from the pixel to the lineage' {
        $data = New-SimulatedCellDataset 3 -FrameCount 6 -Width 64 -Height 48 -CellCount 6 -Radius 5 -CellKind Small, Speckled -DivisionRate 0.2 `
            -PixelSize 0.5 -BitDepth 8

        $data.PixelSize | Should -Be 0.5
        $data.Movies.Kind | Should -BeExactly 'Small', 'Speckled', 'Small'
        $movie = $data.Movies[1]
        "$($movie.FrameSize)" | Should -BeExactly '48 x 64'
        $movie.Tracks.Count | Should -BeGreaterThan 6
        $movie.Tracks[0].FirstFrame | Should -Be 0
        $movie.Tracks | Where-Object Parent | Should -Not -BeNullOrEmpty
        ($movie.ReadImage(5).Pixels | Measure-Object -Maximum).Maximum | Should -BeLessOrEqual 255
    }

    It 'warns where there is no room for all cells, with both numbers' {
        $crowd = New-SimulatedCellDataset 2 -Width 64 -Height 64 -CellCount 100 -WarningVariable warnings -WarningAction SilentlyContinue

        $warnings | Should -HaveCount 1
        "$warnings" | Should -BeLike "*$($crowd.AnnotationCount) of the 200 cells*2 of 2 movies*"
    }

    It 'gives nuclei and whole cells the same images' {
        $nuclei, $cells = 'Nucleus', 'Cell' | ForEach-Object {
            New-SimulatedCellDataset 1 -Width 64 -Height 64 -CellCount 3 -Radius 6 -Cytoplasm -LabelTarget $_
        }

        $nuclei.Movies[0].ReadImage(0).ChannelNames | Should -BeExactly 'nucleus', 'cytoplasm'
        $nuclei.Movies[0].ReadImage(0).Pixels | Should -Be $cells.Movies[0].ReadImage(0).Pixels
        $areas = $nuclei, $cells | ForEach-Object { @($_.Movies[0].ReadLabels(0).Pixels -gt 0).Count }
        $areas[1] | Should -BeGreaterThan $areas[0]
    }

    It 'refuses <Name> of <Value>' -ForEach @(
        @{ Name = 'Variation'; Value = 2 }
        @{ Name = 'BitDepth'; Value = 12 }
        @{ Name = 'CellKind'; Value = 'Square' }
        @{ Name = 'Bleaching'; Value = 1 }
    ) {
        $option = @{ $Name = $Value }
        { New-SimulatedCellDataset 1 @option } | Should -Throw -ErrorId '*Argument*NewSimulatedCellDatasetCommand'
    }
}

Describe 'Test-CellDataset' {
    BeforeAll {
        $clean = New-SimulatedCellDataset 4 -Width 96 -Height 96 -CellCount 8 -Seed 3
        # Classes of the module, whose names are not known here.
        $library = $clean.GetType().Assembly
    }

    BeforeEach {
        $folder = Join-Path $TestDrive (New-Guid)
        $data = "$folder/data"
    }

    It 'gives one object of a set without faults, for scripts that look for severities' {
        $findings = @($clean | Test-CellDataset)
        $findings.Count | Should -Be 1
        $findings[0].PSObject.TypeNames[0] | Should -BeExactly 'CellSeg.Datasets.Inspection.Findings.DatasetFinding'
        "$($findings[0].Severity) $($findings[0].Kind) $($findings[0].Value)" | Should -BeExactly 'Information Summary 32'
        $findings[0].Message | Should -BeLike '4 movies with 4 frames and 32 cells, * of which touch another; *'
        ($clean | Test-CellDataset).Severity -contains 'Error' | Should -BeFalse
    }

    It 'tells of an image that is in two parts of a split, the worst first' {
        Add-Bbbc038Image $data a, b, c
        $split = Import-CellDataset $data | Split-CellDataset -TestFraction 0.3
        $findings = @($split | Test-CellDataset)
        $findings.Severity | Should -Be 'Error', 'Warning', 'Warning', 'Warning', 'Warning', 'Information'
        "$($findings[0].Kind) $($findings[0].Part)" | Should -BeExactly 'Leak Test'
        $findings[0].Message | Should -BeLike 'it is the same image as * of Training; their cells are the same'
        $findings[0].OtherPath | Should -Not -Be $findings[0].Path
        ($findings.Kind | Sort-Object -Unique) -join ' ' | Should -BeExactly 'Summary FewLevels Duplicate Leak'
        ($split | Test-CellDataset -MinimumLevels 2 -MaximumSaturation 1).Kind -join ' ' | Should -BeExactly 'Leak Duplicate Summary'
    }

    It 'makes one error finding of each frame that can no longer be read and looks at the others' {
        Add-Bbbc038Image $data a, b, c
        $dataset = Import-CellDataset $data
        Limit-File "$data/b/images/b.png" 50
        $report = $dataset | Test-CellDataset -AsReport -ContactSheetPath "$folder/sheet.png" -ErrorVariable problems
        $problems | Should -BeNullOrEmpty
        $report.IsUsable | Should -BeFalse
        $failed = @($report.Findings | Where-Object Severity -EQ Error)
        "$($failed.Kind) $($failed.Movie)" | Should -BeExactly 'Unreadable b'
        $report.Frames.Height | Should -Be 40, $null, 40
        $report.Frames.CellCount | Should -Be 2, 2, 2
        "$folder/sheet.png" | Should -Exist
    }

    It 'writes a table of the frames of all data sets, with the columns of the objects' {
        $csv = "$folder/frames.csv"
        $frames = @(($clean, $clean | Test-CellDataset -CsvPath $csv -AsReport).Frames)
        $rows = @(Import-Csv $csv)
        $rows.Count | Should -Be 8
        $rows[0].PSObject.Properties.Name | Should -BeExactly $frames[0].PSObject.Properties.Name
        $rows.CellCount | Should -Be $frames.CellCount
        $rows[5].Mean | Should -BeExactly $frames[5].Mean.ToString([cultureinfo]::InvariantCulture)
    }

    It 'writes a contact sheet that is a picture' {
        $null = $clean | Test-CellDataset -ContactSheetPath "$folder/sheet.png"
        $picture = $library.GetType('CellSeg.Datasets.CellMovie')::Open("$folder/sheet.png").ReadImage(0)
        $picture.Channels, $picture.Width | Should -Be 3, (2 * 24 + 4 * 264 - 16)
        # More than the ground, the letters and the frames.
        ($picture.Pixels | Select-Object -Unique).Count | Should -BeGreaterThan 100
    }

    It 'writes one contact sheet a call, and tells of a second one' {
        $findings = $clean, $clean | Test-CellDataset -ContactSheetPath "$folder/sheet.png" -ErrorAction SilentlyContinue -ErrorVariable problems
        $findings.Count | Should -Be 2
        $problems.FullyQualifiedErrorId | Should -BeLike 'DuplicateOutputName,*'
    }

    It 'replaces files only by force and writes none with -WhatIf' {
        $null = New-Item -ItemType Directory $folder
        Set-Content "$folder/sheet.png" 'mine'
        Set-Content "$folder/frames.csv" 'mine'
        foreach ($case in @{ ContactSheetPath = "$folder/sheet.png" }, @{ CsvPath = "$folder/frames.csv" }) {
            { $clean | Test-CellDataset @case } | Should -Throw -ErrorId 'OutputExists,*'
            $null = $clean | Test-CellDataset @case -Force -WhatIf
            Get-Content "$($case.Values)" | Should -BeExactly 'mine'
            $null = $clean | Test-CellDataset @case -Force
            Get-Content "$($case.Values)" -TotalCount 1 | Should -Not -Be 'mine'
        }
        { $clean | Test-CellDataset -ContactSheetPath $folder -Force } | Should -Throw -ErrorId 'SheetNotWritten,*'
        $null = $clean | Test-CellDataset -ContactSheetPath "$folder/sheet.nothing" -ErrorAction SilentlyContinue -ErrorVariable problems
        $problems.FullyQualifiedErrorId | Should -BeLike 'SheetNotWritten,*'
    }

    It 'refuses options out of range before it reads' {
        { $clean | Test-CellDataset -MaximumSizeRatio 1 } | Should -Throw -ErrorId 'InvalidOption,*'
    }
}

Describe 'Split-CellDataset' {
    BeforeEach {
        $csv = "$TestDrive/$(New-Guid)/split.csv"
        $data = New-SimulatedCellDataset 10 -Width 64 -Height 48 -CellCount 3 -Seed 2
    }

    It 'ends the command where fractions leave nothing' {
        { New-SimulatedCellDataset 3 -Width 32 -Height 32 -CellCount 1 | Split-CellDataset -TestFraction 1 } |
            Should -Throw -ErrorId 'InvalidOption,CellSeg.PowerShell.Commands.Data.SplitCellDatasetCommand'
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
        $null = $data | Split-CellDataset -StratifyBy PixelSize -ErrorAction SilentlyContinue -ErrorVariable +problems
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
        { $movie | Repair-CellMovie @Options } | Should -Throw -ErrorId 'InvalidOption,CellSeg.PowerShell.Commands.Data.RepairCellMovieCommand'
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

Describe 'Export-CellDataset' {
    Context 'in DeepCell''s formats' {
        BeforeAll {
            # An array of NumPy: type, shape and bytes, as its description has them.
            function New-Npy([string] $Type, [string] $Shape, [byte[]] $Data) {
                $header = "{'descr': '$Type', 'fortran_order': False, 'shape': $Shape, }`n"
                [byte[]] (0x93, 0x4E, 0x55, 0x4D, 0x50, 0x59, 1, 0, $header.Length, 0) + [Text.Encoding]::ASCII.GetBytes($header) + $Data
            }

            function Write-Npz([string] $Path, [Collections.IDictionary] $Array) {
                $null = [IO.Directory]::CreateDirectory([IO.Path]::GetDirectoryName($Path))
                $zip = [IO.Compression.ZipFile]::Open($Path, 'Create')
                foreach ($name in $Array.Keys) {
                    $stream = $zip.CreateEntry("$name.npy").Open()
                    $stream.Write([byte[]] $Array[$name])
                    $stream.Dispose()
                }
                $zip.Dispose()
            }

            function Get-Sum($Dataset) {
                foreach ($movie in $Dataset.Movies) {
                    foreach ($frame in 0..($movie.FrameCount - 1)) {
                        [Linq.Enumerable]::Sum($movie.ReadImage($frame).Pixels), [Linq.Enumerable]::Sum($movie.ReadLabels($frame).Pixels) -join ' '
                    }
                }
            }
        }

        BeforeEach {
            $folder = Join-Path $TestDrive (New-Guid)
        }

        It 'writes <Format> files that are read again' -ForEach @(
            @{ Format = 'Npz'; Name = 'cells.npz'; Frames = 1 }
            @{ Format = 'Npz'; Name = 'cells.npz'; Frames = 3 }
            @{ Format = 'Trks'; Name = 'cells.trks'; Frames = 3 }
        ) {
            $dataset = New-SimulatedCellDataset 2 -FrameCount $Frames -Width 40 -Height 48 -CellCount 3

            $dataset | Export-CellDataset $Format "$folder/no.$Format" -WhatIf
            $file = $dataset | Export-CellDataset $Format "$folder/new/$Name" -WarningAction SilentlyContinue
            $file.FullName | Should -BeExactly (Get-Item "$folder/new/$Name").FullName
            (Get-ChildItem $folder -Recurse -File -Force).Count | Should -Be 1

            $read = Import-CellDataset $file -PixelSize 0.5
            $read.Name, $read.PixelSize | Should -Be 'cells', 0.5
            $read.Movies.Name | Should -BeExactly 'cells-0001', 'cells-0002'
            $read.AnnotationCount | Should -Be $dataset.AnnotationCount
            Get-Sum $read | Should -BeExactly (Get-Sum $dataset)

            $dataset | Export-CellDataset $Format $file -ErrorAction SilentlyContinue -ErrorVariable problems | Should -BeNullOrEmpty
            $problems | Get-Problem | Should -BeExactly "DatasetNotWritten WriteError $Name"
            $dataset | Export-CellDataset $Format $file -Force -WarningAction SilentlyContinue | Should -Not -BeNullOrEmpty
        }

        It 'reads and writes the lineage of tracked movies' {
            $null = New-Item -ItemType Directory $folder
            $file = [IO.File]::Create("$folder/cells.trk")
            $tar = [Formats.Tar.TarWriter]::new($file)
            foreach ($entry in @(
                    @{ Name = 'lineage.json'; Content = [Text.Encoding]::UTF8.GetBytes(
                            '{"3": {"label": 3, "frames": [0], "daughters": [4, 5], "capped": true, "frame_div": 1, "parent": null},
                            "4": {"label": 4, "frames": [1], "daughters": [], "capped": false, "frame_div": null, "parent": 3},
                            "5": {"label": 5, "frames": [1], "daughters": [], "capped": false, "frame_div": null, "parent": 3}}') }
                    @{ Name = 'raw.npy'; Content = New-Npy '|u1' '(2, 1, 3, 1)' -Data (1, 2, 3, 4, 5, 6) }
                    @{ Name = 'tracked.npy'; Content = New-Npy '|u1' '(2, 1, 3, 1)' -Data (0, 3, 3, 4, 0, 5) })) {
                $item = [Formats.Tar.PaxTarEntry]::new('RegularFile', $entry.Name)
                $item.DataStream = [IO.MemoryStream]::new([byte[]] $entry.Content)
                $tar.WriteEntry($item)
            }
            $tar.Dispose()

            Import-CellDataset "$folder/cells.trk" -WarningVariable warnings | Export-CellDataset Trks "$folder/again.trk" -WarningVariable +warnings
            $warnings | Should -BeNullOrEmpty

            foreach ($name in 'cells', 'again') {
                $movie = (Import-CellDataset "$folder/$name.trk").Movies[0]
                $movie.Name | Should -BeExactly $name
                $movie.ReadLabels(1).Pixels | Should -Be 4, 0, 5
                $tracks = $movie.Tracks | ForEach-Object { "$($_.Label) $($_.FirstFrame) $($_.LastFrame) $($_.Parent)" }
                $tracks | Should -BeExactly '3 0 0 ', '4 1 1 3', '5 1 1 3'
            }
        }

        It 'makes one error of each archive that cannot be read and imports the others' {
            $images = New-Npy '|u1' '(1, 1, 3, 1)' -Data (1, 2, 3)
            Write-Npz "$folder/object.npz" @{ X = New-Npy '|O' '(1, 1, 3, 1)' -Data (128, 4) }
            Write-Npz "$folder/other.npz" @{ images = $images }
            Write-Npz "$folder/shape.npz" @{ X = $images; y = New-Npy '|u1' '(2, 1, 3, 1)' -Data (0, 0, 0, 0, 0, 0) }
            Write-Npz "$folder/good.npz" @{ X = $images; y = New-Npy '|u1' '(1, 1, 3, 2)' -Data (1, 0, 1, 7, 1, 8) }

            $dataset = Import-CellDataset "$folder/*.npz" -LabelChannel 1 -ErrorAction SilentlyContinue -ErrorVariable problems

            $dataset.Name | Should -BeExactly 'good'
            $dataset.Movies[0].ReadLabels(0).Pixels | Should -Be 0, 7, 8
            $problems | Get-Problem | Should -BeExactly @(
                'DatasetUnreadable InvalidData X.npy', 'DatasetUnreadable InvalidData other.npz', 'DatasetUnreadable InvalidData y.npy')
            "$($problems[0])" | Should -BeLike '*pickle*'
        }

        It 'names all sizes of movies that do not fit one archive' {
            $small = New-SimulatedCellDataset 2 -Width 32 -Height 32 -CellCount 1
            $large = New-SimulatedCellDataset 1 -Width 48 -Height 32 -CellCount 1
            $movies = [array]::CreateInstance($small.Movies[0].GetType(), 3)
            for ($i = 0; $i -lt 3; $i++) { $movies[$i] = (@($small.Movies) + @($large.Movies))[$i] }
            $both = $small.WithMovies('both', $movies)

            $both | Export-CellDataset Npz "$folder/cells.npz" -ErrorAction SilentlyContinue -ErrorVariable problems | Should -BeNullOrEmpty

            $problems | Get-Problem | Should -BeExactly 'DatasetNotWritten WriteError cells.npz'
            "$($problems[0])" | Should -BeLike '*2 of * 32 x 32 *1 of * 32 x 48 *LabelFolder*'
        }
    }
}

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
    It 'ends the command where fractions leave nothing' {
        { New-SimulatedCellDataset 3 -Width 32 -Height 32 -CellCount 1 | Split-CellDataset -TestFraction 1 } |
            Should -Throw -ErrorId 'InvalidOption,CellSeg.PowerShell.Commands.SplitCellDatasetCommand'
    }
}

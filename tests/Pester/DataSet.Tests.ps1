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

Describe 'Split-CellDataset' {
    It 'ends the command where fractions leave nothing' {
        { New-SimulatedCellDataset 3 -Width 32 -Height 32 -CellCount 1 | Split-CellDataset -TestFraction 1 } |
            Should -Throw -ErrorId 'InvalidOption,CellSeg.PowerShell.Commands.SplitCellDatasetCommand'
    }
}

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

Describe 'Split-CellDataset' {
    It 'ends the command where fractions leave nothing' {
        { New-SimulatedCellDataset 3 -Width 32 -Height 32 -CellCount 1 | Split-CellDataset -TestFraction 1 } |
            Should -Throw -ErrorId 'InvalidOption,CellSeg.PowerShell.Commands.SplitCellDatasetCommand'
    }
}

Describe 'Label images are measured' {
    BeforeEach {
        $folder = Join-Path $TestDrive (New-Guid)
        $found = "$folder/found"
        $truth = "$folder/truth"
        # In a both cells are found, in b one of two.
        Write-CellPng "$truth/a_label.png" 1, 2
        Write-CellPng "$found/a_labels.png" 1, 2
        Write-CellPng "$truth/b_label.png" 1, 2
        Write-CellPng "$found/b_labels.png" 1
        $quiet = @{ ErrorAction = 'SilentlyContinue'; ErrorVariable = 'problems' }
    }

    Context 'with Measure-SegmentationError' {
        It 'matches files by their names, and each missing partner is an error' {
            Write-CellPng "$truth/only-true_label.png" 1
            Write-CellPng "$found/only-found_labels.png" 1
            Write-CellPng "$found/a_overlay.png" 1

            $results = Measure-SegmentationError $found $truth @quiet

            $results.Path | Split-Path -Leaf | Should -BeExactly 'a_labels.png', 'b_labels.png'
            $results.TrueCount | Should -Be 2, 2
            $results.Correct | Should -Be 2, 1
            $results.Missed | Should -Be 0, 1
            $problems | Get-Problem | Should -BeExactly @(
                'TruthMissing ObjectNotFound only-found_labels.png', 'PredictionMissing ObjectNotFound only-true_label.png')
        }

        It 'makes an error with both names of a pair that does not fit, and measures the rest' {
            Write-CellPng "$truth/small_label.png" 1 -Size 20
            Write-CellPng "$found/small_labels.png" 1
            Write-CellPng "$truth/broken_label.png" 1
            Set-Content "$found/broken_labels.png" 'no image'

            (Measure-SegmentationError $found $truth -Total @quiet).ImageCount | Should -Be 2

            $problems | Get-Problem | Should -BeExactly @(
                'PairUnmeasurable InvalidData broken_labels.png', 'PairUnmeasurable InvalidData small_labels.png')
            foreach ($problem in $problems) {
                "$problem" | Should -BeLike '*_labels.png*'
                "$problem" | Should -BeLike '*_label.png*'
            }
        }

        It 'makes an error with both names of labels that are none, and measures the rest' {
            foreach ($name in 'fraction', 'negative', 'truncated', 'size') {
                Write-CellPng "$truth/${name}_label.png" 1, 2
            }
            Write-Tiff "$found/fraction_labels.tif" 40 (, (New-CellPixel 1.5 -Type ([float])))
            Write-Tiff "$found/negative_labels.tif" 40 (, (New-CellPixel -7 -Type ([int])))
            Write-Tiff "$found/truncated_labels.tif" 40 (, (New-CellPixel 1 -Type ([int])))
            # The pixels stand first: without the second half of them the directory is gone, too.
            Limit-File "$found/truncated_labels.tif" 3000
            Write-CellPng "$found/size_labels.png" 1, 2 -Size 41

            $results = Measure-SegmentationError $found $truth @quiet

            $results.Path | Split-Path -Leaf | Should -BeExactly 'a_labels.png', 'b_labels.png'
            $results.Correct | Should -Be 2, 1
            $names = $problems | ForEach-Object { (Split-Path $_.TargetObject -Leaf).Split('_')[0] }
            $names | Should -BeExactly 'fraction', 'negative', 'size', 'truncated'
            for ($i = 0; $i -lt 4; $i++) {
                "$($problems[$i])" | Should -BeLike "*$($names[$i])_labels.*"
                "$($problems[$i])" | Should -BeLike "*$($names[$i])_label.png*"
            }
            "$($problems[0])" | Should -BeLike '*the value 1.5 in row 10, column 4 is no label*'
            "$($problems[1])" | Should -BeLike '*the value -7 in row 10, column 4 is no label*'
        }

        It 'measures a movie frame by frame and pooled, and leaves a bad frame out' {
            # Cells of two rows of 20 pixels each.
            $frame2, $frame3, $frame4 = foreach ($count in 2, 3, 4) {
                $pixels = [int[]]::new(400)
                for ($cell = 0; $cell -lt $count; $cell++) {
                    [array]::Fill($pixels, $cell + 1, 40 * $cell, 40)
                }
                , $pixels
            }
            Write-Tiff "$truth/movie_labels.tif" 20 $frame2, $frame3, $frame4
            Write-Tiff "$found/movie_labels.tif" 20 $frame2, $frame2, $frame3
            Write-Tiff "$found/bad_labels.tif" 20 $frame2, ([int[]] $frame2.ForEach({ -$_ })), $frame3
            Write-Tiff "$found/short_labels.tif" 20 $frame2, $frame2

            $frames = Measure-SegmentationError "$found/movie_labels.tif" "$truth/movie_labels.tif"
            $frames.Frame | Should -Be 0, 1, 2
            $frames.TrueCount | Should -Be 2, 3, 4
            $frames.Correct | Should -Be 2, 2, 3

            $total = Measure-SegmentationError "$found/movie_labels.tif" "$truth/movie_labels.tif" -Total
            $total.ImageCount, $total.TrueCount, $total.Correct | Should -Be 3, 9, 7
            $total.Frame | Should -BeNullOrEmpty

            $frames = Measure-SegmentationError "$found/bad_labels.tif" "$truth/movie_labels.tif" @quiet
            $frames.Frame | Should -Be 0, 2
            $problems | Get-Problem | Should -BeExactly 'PairUnmeasurable InvalidData bad_labels.tif'
            "$problems" | Should -BeLike '*in frame 1 the value -1*'

            Measure-SegmentationError "$found/short_labels.tif" "$truth/movie_labels.tif" @quiet | Should -BeNullOrEmpty
            $problems | Get-Problem | Should -BeExactly 'PairUnmeasurable InvalidData short_labels.tif'
        }

        Context 'with pictures' {
            BeforeEach {
                $pictures = "$folder/pictures"
                $pair = @{ Path = $found; TruthPath = $truth }
                Write-CellPng "$folder/image/a.png" -Background 7
            }

            It 'draws what went wrong, and replaces it only by force' {
                Measure-SegmentationError @pair -Overlay $pictures -WhatIf | Should -HaveCount 2
                $pictures | Should -Not -Exist

                $total = Measure-SegmentationError @pair -Overlay $pictures -ImagePath "$folder/image" -Total @quiet
                $total.ImageCount | Should -Be 2
                $problems | Get-Problem | Should -BeExactly 'BackgroundMissing ObjectNotFound b_labels.png'
                Get-ChildItem $pictures | ForEach-Object Name | Should -BeExactly 'a_errors.png', 'b_errors.png'

                Measure-SegmentationError @pair -Overlay $pictures @quiet | Should -HaveCount 2
                $problems | Get-Problem | Should -BeExactly 'OutputExists ResourceExists a_labels.png', 'OutputExists ResourceExists b_labels.png'
                Measure-SegmentationError @pair -Overlay $pictures -Force -ErrorVariable problems | Should -HaveCount 2
                $problems | Should -BeNullOrEmpty
            }

            It 'does not take pictures for label images' {
                $null = Measure-SegmentationError @pair -Overlay $pictures

                Measure-SegmentationError $pictures $truth @quiet | Should -BeNullOrEmpty
                $problems | Get-Problem | Should -BeExactly @(
                    'NoImages ObjectNotFound pictures'
                    'PredictionMissing ObjectNotFound a_label.png', 'PredictionMissing ObjectNotFound b_label.png')
            }

            It 'draws segmentations from the pipe over their images' {
                $results = New-SimulatedCellDataset 1 -Width 64 -Height 64 -CellCount 4 -FrameCount 2 |
                    Invoke-CellSegmentation -Model (New-SegmentationModel) | Measure-SegmentationError -Overlay $pictures

                $results.Frame | Should -Be 0, 1
                Get-ChildItem "$pictures/*_errors.png" | Should -HaveCount 2
            }
        }

        It 'compares one file with one file whatever their names' {
            $results = Measure-SegmentationError "$found/b_labels.png" "$truth/a_label.png"

            @($results).Count | Should -Be 1
            [Math]::Round($results.F1, 4) | Should -Be 0.6667
        }

        It 'pools the counts of a total, with intervals' {
            $total = Measure-SegmentationError "$found/*_labels.png" $truth -Total -Bootstrap 50 -MinimumArea 10

            $total.ImageCount, $total.TrueCount, $total.Correct | Should -Be 2, 4, 3
            $total.F1Low | Should -Not -BeNullOrEmpty
        }

        It 'ends the command with <Id> for options that do not fit together' -ForEach @(
            @{ Id = 'InvalidOption'; Options = @{ ForceEventLinks = $true } }
            @{ Id = 'BootstrapWithoutTotal'; Options = @{ Bootstrap = 9 } }
            @{ Id = 'ImagePathWithoutOverlay'; Options = @{ ImagePath = 'image' } }
        ) {
            $failure = { Measure-SegmentationError $found $truth @Options } | Should -Throw -PassThru

            $failure.FullyQualifiedErrorId.Split(',')[0] | Should -BeExactly $Id
        }
    }

    Context 'with Measure-CellProperty' {
        It 'measures cells with the intensities of the image of the same name' {
            Write-CellPng "$folder/image/a.png" -Background 7

            $cells = Measure-CellProperty $found -ImagePath "$folder/image" @quiet

            $cells.Label | Should -Be 1, 2
            $cells.Area | Should -Be 100, 100
            $cells.MeanIntensity | Should -Be 7, 7
            $problems | Get-Problem | Should -BeExactly 'IntensitiesMissing ObjectNotFound b_labels.png'
        }
    }
}

Describe 'Stacks are measured' {
    BeforeAll {
        # The image of frame f, from 0, is the planes 2f + 1 and 2f + 2.
        Write-Stack "$TestDrive/image/movie.tif" -Channels 2 -Frames 4
        Write-Stack "$TestDrive/deep/movie.tif" -Channels 2 -Slices 3 -Frames 4
        # One cell a frame, below the columns that tell the number of a plane.
        $cells = foreach ($label in 1..4) {
            , (New-CellPixel $label -Type ([int]))
        }
        Write-Tiff "$TestDrive/labels/movie_labels.tif" 40 $cells -Description "ImageJ=1.54f`nimages=4`nframes=4`n"
        Write-Tiff "$TestDrive/channels/movie_labels.tif" 40 $cells -Description "ImageJ=1.54f`nimages=4`nchannels=2`nframes=2`n"

        # As many frames from the pipe, with truth below the columns too, of the same name as the stack and with the cells of the
        # label file.
        $found = New-SimulatedCellDataset 1 -Width 40 -Height 40 -CellCount 1 -FrameCount 4 -Seed 8 | Invoke-CellSegmentation -Model (New-SegmentationModel)
        for ($frame = 0; $frame -lt 4; $frame++) {
            $found[$frame].ReadLabels().Pixels.Length | Should -Be $cells[$frame].Length
            [array]::Copy($cells[$frame], $found[$frame].ReadLabels().Pixels, 1600)
        }
        $name = $found[0].Path
        foreach ($folder in 'image', 'deep') {
            Copy-Item "$TestDrive/$folder/movie.tif" "$TestDrive/$folder/$name.tif"
        }
        $quiet = @{ ErrorAction = 'SilentlyContinue'; ErrorVariable = 'problems' }
    }

    It 'by the intensities of each frame, <Name>' -ForEach @(
        @{ Name = 'from files'; Command = { Measure-CellProperty "$TestDrive/labels" -ImagePath "$TestDrive/$images" @quiet } }
        @{ Name = 'from the pipe'; Command = { $found | Measure-CellProperty -ImagePath "$TestDrive/$images" @quiet } }
    ) {
        $images = 'image'
        $records = . $Command
        $problems | Should -BeNullOrEmpty
        $records.Frame | Should -Be 0, 1, 2, 3
        $records.Label | Should -Be 1, 2, 3, 4
        $records.MeanIntensity | Should -Be 1, 3, 5, 7
        $records.MeanIntensity2 | Should -Be 2, 4, 6, 8

        $images = 'deep'
        . $Command | Should -BeNullOrEmpty
        $problems | ForEach-Object { "$_" } | Should -BeLike '*z-stack of 3 slices*'
        $problems.FullyQualifiedErrorId | Sort-Object -Unique | Should -BeLike 'CellsUnmeasurable,*'
    }

    It 'with pictures over each frame, <Name>' -ForEach @(
        @{
            Name = 'from files'
            Command = { Measure-SegmentationError "$TestDrive/labels" "$TestDrive/labels" -Overlay $pictures -ImagePath "$TestDrive/$images" @quiet }
        }
        @{ Name = 'from the pipe'; Command = { $found | Measure-SegmentationError -Overlay $pictures -ImagePath "$TestDrive/$images" @quiet } }
    ) {
        $images = 'image'
        $pictures = Join-Path $TestDrive (New-Guid)
        (. $Command).Frame | Should -Be 0, 1, 2, 3
        $problems | Get-Problem | Should -BeNullOrEmpty
        # Small images are enlarged eight times.
        $numbers = Get-ChildItem $pictures | Sort-Object Name | ForEach-Object { "$(Get-PlaneNumber $_ -Scale 8)" }
        $numbers | Should -BeExactly '1 2', '3 4', '5 6', '7 8'

        $images = 'deep'
        $pictures = Join-Path $TestDrive (New-Guid)
        . $Command | Should -HaveCount 4
        $problems | Should -HaveCount 4
        $problems | ForEach-Object { "$_" } | Should -BeLike '*z-stack of 3 slices*'
        $problems.FullyQualifiedErrorId | Sort-Object -Unique | Should -BeLike 'PictureNotWritten,*'
        $pictures | Should -Not -Exist
    }

    It 'and label files with depth or channels are refused' {
        $deep = "$TestDrive/deep/movie.tif"
        $labels = "$TestDrive/labels/movie_labels.tif"
        $channels = "$TestDrive/channels/movie_labels.tif"

        Measure-CellProperty $deep @quiet | Should -BeNullOrEmpty
        $problems | Get-Problem | Should -BeExactly 'CellsUnmeasurable InvalidData movie.tif'
        Measure-SegmentationError $deep $labels @quiet | Should -BeNullOrEmpty
        $problems | Get-Problem | Should -BeExactly 'PairUnmeasurable InvalidData movie.tif'
        Measure-SegmentationError $labels $deep @quiet | Should -BeNullOrEmpty
        $problems | Get-Problem | Should -BeExactly 'PairUnmeasurable InvalidData movie.tif'

        Measure-CellProperty $channels @quiet | Should -BeNullOrEmpty
        "$problems" | Should -BeLike '*one channel, this one has 2*'
        Measure-SegmentationError $channels $channels @quiet | Should -BeNullOrEmpty
        $problems | ForEach-Object { "$_" } | Should -BeLike '*one channel, this one has 2*'
    }
}

Describe 'Label files meet' {
    BeforeEach {
        $folder = Join-Path $TestDrive (New-Guid)
        $quiet = @{ ErrorAction = 'SilentlyContinue'; ErrorVariable = 'problems'; WarningAction = 'SilentlyContinue'; WarningVariable = 'warnings' }
    }

    Context 'by the names of other programs' {
        It 'as <Name>' -ForEach @(
            @{ Name = 'img_cp_masks.png'; Options = @{} }
            @{ Name = 'img_masks.png'; Options = @{} }
            @{ Name = 'img_seg.png'; Options = @{} }
            @{ Name = 'img.png'; Options = @{} }
            @{ Name = 'img_Object Identities.png'; Options = @{} }
            @{ Name = 'img-labels.png'; Options = @{} }
            @{ Name = 'img_Nuclei.png'; Options = @{ Suffix = '_Nuclei' } }
            @{ Name = 'img_Cells.png'; Options = @{ Suffix = '_Nuclei', '_Cells' } }
        ) {
            Write-CellPng "$folder/truth/img_masks.png" 1, 2
            Write-CellPng "$folder/image/img.png" -Background 7
            Write-CellPng "$folder/found/$Name" 1, 2
            Set-Content "$folder/found/Thumbs.db", "$folder/truth/desktop.ini" 'no image'

            foreach ($path in "$folder/found", "$folder/found/*") {
                $results = Measure-SegmentationError $path "$folder/truth" @Options @quiet
                $results.Path | Split-Path -Leaf | Should -BeExactly $Name
                $results.F1 | Should -Be 1
                $problems | Should -BeNullOrEmpty
                $warnings | Should -BeNullOrEmpty
            }
            $cells = Measure-CellProperty "$folder/found" -ImagePath "$folder/image" @Options @quiet
            $cells.MeanIntensity | Should -Be 7, 7
        }

        It 'and only those of the suffix that is asked for' {
            Write-CellPng "$folder/truth/img_masks.png" 1, 2
            foreach ($name in 'img_Nuclei.png', 'img_Cells.png', 'img.png', 'img_labels.png') {
                Write-CellPng "$folder/found/$name" 1, 2
            }
            (Measure-SegmentationError "$folder/found" "$folder/truth" -Suffix _Nuclei @quiet).Path | Split-Path -Leaf | Should -BeExactly 'img_Nuclei.png'
            $problems | Should -BeNullOrEmpty
        }
    }

    Context 'by frames' {
        BeforeEach {
            # Frame f, from 0, has f + 1 cells of two rows of 40 pixels each, below the columns that tell the number of its image.
            $frames = foreach ($count in 1..4) {
                $pixels = [int[]]::new(1600)
                for ($cell = 0; $cell -lt $count; $cell++) {
                    [array]::Fill($pixels, $cell + 1, 320 + 80 * $cell, 80)
                }
                , $pixels
            }
            Write-Stack "$folder/image/movie.tif" -Frames 4
            Write-Tiff "$folder/movie/movie_labels.tif" 40 $frames
            for ($frame = 0; $frame -lt 4; $frame++) {
                Write-Tiff "$folder/single/movie_t000$($frame + 1)_labels.tif" 40 (, $frames[$frame])
            }
        }

        It 'a label movie, <Name>' -ForEach @(
            @{ Name = 'from a folder'; Command = { Measure-SegmentationError "$folder/single" "$folder/movie" @quiet } }
            @{ Name = 'by wildcard'; Command = { Measure-SegmentationError "$folder/single/*.tif" "$folder/movie/movie_labels.tif" @quiet } }
            @{ Name = 'from the pipe'; Command = { Get-ChildItem "$folder/single" | Measure-SegmentationError -TruthPath "$folder/movie/*.tif" @quiet } }
            @{ Name = 'as truth of its frames'; Command = { Measure-SegmentationError "$folder/movie" "$folder/single" @quiet } }
        ) {
            $results = . $Command

            $problems | Should -BeNullOrEmpty
            $results.Frame | Should -Be 0, 1, 2, 3
            $results.TrueCount | Should -Be 1, 2, 3, 4
            $results.F1 | Should -Be 1, 1, 1, 1
        }

        It 'one by one' {
            $result = Measure-SegmentationError "$folder/single/movie_t0003_labels.tif" "$folder/movie/movie_labels.tif" @quiet
            $result.Frame, $result.TrueCount, $result.F1 | Should -Be 2, 3, 1
            $result = Measure-SegmentationError "$folder/movie/movie_labels.tif" "$folder/single/movie_t0003_labels.tif" @quiet
            $result.Frame, $result.TrueCount, $result.F1 | Should -Be 2, 3, 1
            $problems | Should -BeNullOrEmpty
        }

        It 'and frames without a partner are an error' {
            Remove-Item "$folder/single/movie_t0002_labels.tif"
            (Measure-SegmentationError "$folder/single" "$folder/movie" @quiet).Frame | Should -Be 0, 2, 3
            $problems | Get-Problem | Should -BeExactly 'PredictionMissing ObjectNotFound movie_labels.tif'
            "$problems" | Should -BeLike '*frames 1 (from 0)*'
            (Measure-SegmentationError "$folder/movie" "$folder/single" @quiet).Frame | Should -Be 0, 2, 3
            $problems | Get-Problem | Should -BeExactly 'TruthMissing ObjectNotFound movie_labels.tif'
            "$problems" | Should -BeLike '*frames 1 (from 0)*'
        }

        It 'and a frame that the movie does not have is an error' {
            Write-Tiff "$folder/single/movie_t0009_labels.tif" 40 (, $frames[0])
            Measure-SegmentationError "$folder/single" "$folder/movie" @quiet | Should -HaveCount 4
            $problems | Get-Problem | Should -BeExactly 'PairUnmeasurable InvalidData movie_t0009_labels.tif'
            "$problems" | Should -BeLike '*frame 9*has 4*'
            Measure-CellProperty "$folder/single/movie_t0009_labels.tif" -ImagePath "$folder/image/movie.tif" @quiet | Should -BeNullOrEmpty
            "$problems" | Should -BeLike '*frame 9*has 4*'
        }

        It 'their images, <Name>' -ForEach @(
            @{ Name = 'a movie for its frames'; Command = { Measure-CellProperty "$folder/single" -ImagePath "$folder/image/movie.tif" @quiet } }
            @{ Name = 'frames for a movie'; Command = { Measure-CellProperty "$folder/movie" -ImagePath "$folder/frames" @quiet } }
            @{
                Name = 'frames for one frame each'
                Command = { Get-ChildItem "$folder/single/*.tif" | ForEach-Object { Measure-CellProperty $_ -ImagePath "$folder/image/movie.tif" @quiet } }
            }
        ) {
            foreach ($number in 1..4) {
                Write-Tiff "$folder/frames/movie_t000$number.tif" 40 (, (New-CellPixel -Background $number -Type ([int16])))
            }
            $cells = . $Command
            $problems | Should -BeNullOrEmpty
            $cells.Frame | Should -Be 0, 1, 1, 2, 2, 2, 3, 3, 3, 3
            $cells | ForEach-Object { $_.MeanIntensity[0] } | Should -Be 1, 2, 2, 3, 3, 3, 4, 4, 4, 4
        }

        It 'the movie under pictures' {
            $null = Measure-SegmentationError "$folder/single" "$folder/movie" -ImagePath "$folder/image" -Overlay "$folder/pictures" @quiet
            $problems | Should -BeNullOrEmpty
            $pictures = Get-ChildItem "$folder/pictures" | Sort-Object Name
            $pictures.Name | Should -BeExactly 'movie_t0001_errors.png', 'movie_t0002_errors.png', 'movie_t0003_errors.png', 'movie_t0004_errors.png'
            $pictures | ForEach-Object { Get-PlaneNumber $_ -Scale 8 } | Should -Be 1, 2, 3, 4
        }

        It 'their own image first, where a name is that of a frame' {
            Write-Tiff "$folder/image/movie_t0003.tif" 40 (, (New-CellPixel -Background 99 -Type ([int16])))
            $cells = Measure-CellProperty "$folder/single" -ImagePath "$folder/image" @quiet
            $problems | Should -BeNullOrEmpty
            $cells | ForEach-Object { $_.MeanIntensity[0] } | Should -Be 1, 2, 2, 99, 99, 99, 4, 4, 4, 4
        }

        It 'the segmentations of a movie' {
            foreach ($number in 1..4) {
                Write-Tiff "$folder/frames/movie_t000$number.tif" 40 (, (New-CellPixel -Background $number -Type ([int16])))
            }
            $found = Invoke-CellSegmentation "$folder/image/movie.tif" -Model (New-SegmentationModel)
            $cells = $found | Measure-CellProperty -ImagePath "$folder/frames" @quiet
            $problems | Should -BeNullOrEmpty
            $cells.Count | Should -BeGreaterThan 0
            $cells | ForEach-Object { $_.MeanIntensity[0] - $_.Frame } | Sort-Object -Unique | Should -Be 1
        }
    }
}

Describe 'Cells are measured in numbers' {
    BeforeAll {
        # Channel c of the image is c everywhere; the cells are those of the label file.
        Write-Stack "$TestDrive/images/field.tif" -Channels 3
        Write-CellPng "$TestDrive/labels/field_labels.png" 1, 2
        $model = New-SegmentationModel
        $files = @{ Path = "$TestDrive/labels"; ImagePath = "$TestDrive/images" }
    }

    BeforeEach {
        $found = Invoke-CellSegmentation "$TestDrive/images/field.tif" -Model $model -Channel 1 -DestinationPath "$TestDrive/$(New-Guid)"
        [array]::Copy((New-CellPixel 1, 2 -Type ([int])), $found.ReadLabels().Pixels, 1600)
    }

    It 'that sort, add up, compute and format, a property a channel' {
        $cells = Measure-CellProperty @files

        $cells[0].MeanIntensity2 | Should -BeOfType ([double])
        ($cells | Measure-Object MeanIntensity3 -Average).Average | Should -Be 3
        $cells[0].MeanIntensity3 / $cells[0].MeanIntensity2 | Should -Be 1.5
        '{0:F2}' -f $cells[0].StdIntensity | Should -BeExactly ('{0:F2}' -f 0.0)
        ($cells | Sort-Object CentroidColumn -Descending).Label | Should -Be 2, 1
        ($cells | Format-Table | Out-String) | Should -Match '(?m)^\S+ +1 +100 .* 1, 2, 3 *$'
    }

    It 'with the image that a segmentation brings, all channels of the file, whichever was segmented' {
        $cells = $found | Measure-CellProperty

        $cells.Label | Should -Be 1, 2
        $cells.Path | Select-Object -Unique | Split-Path -Leaf | Should -BeExactly 'field.tif'
        $cells.MeanIntensity | Should -Be 1, 1
        $cells.MeanIntensity3 | Should -Be 3, 3
        # The frames of a data set bring theirs.
        $cell = New-SimulatedCellDataset 1 -Width 64 -Height 64 -CellCount 4 | Invoke-CellSegmentation -Model $model | Measure-CellProperty
        $cell.MeanIntensity | ForEach-Object { $_ | Should -BeGreaterThan 300 }
    }

    It 'and without intensities, with a warning, where the image is gone' {
        Copy-Item "$TestDrive/images/field.tif" "$TestDrive/gone.tif"
        $gone = Invoke-CellSegmentation "$TestDrive/gone.tif" -Channel 0 -Model $model
        [array]::Copy((New-CellPixel 1, 2 -Type ([int])), $gone.ReadLabels().Pixels, 1600)
        Remove-Item "$TestDrive/gone.tif"

        $cells = $gone | Measure-CellProperty -WarningAction SilentlyContinue -WarningVariable warnings

        $cells.Area | Should -Be 100, 100
        $cells.MeanIntensity | ForEach-Object { [double]::IsNaN($_) | Should -BeTrue }
        "$warnings" | Should -BeLike '*gone.tif*intensities*not known*'
    }

    It 'in micrometres, where somebody says what a pixel is' {
        $cell = (Measure-CellProperty @files -PixelSize 0.5)[0]
        $cell.Area, $cell.AreaMicrometer2, $cell.PixelSize | Should -Be 100, 25, 0.5
        $cell.EquivalentDiameterMicrometer * 2 | Should -Be $cell.EquivalentDiameter
        [double]::IsNaN((Measure-CellProperty @files)[0].AreaMicrometer2) | Should -BeTrue
        { Measure-CellProperty @files -PixelSize 0 } | Should -Throw '*PixelSize*above 0*'
    }

    It 'with pieces and the border told' {
        $pixels = New-CellPixel 1, 2
        $pixels[0] = 1
        Write-Tiff "$TestDrive/pieces_labels.tif" 40 (, [int[]] $pixels)

        $cells = Measure-CellProperty "$TestDrive/pieces_labels.tif"

        $cells.PieceCount | Should -Be 2, 1
        $cells.IsAtBorder | Should -Be $true, $false
    }

    It 'and an image without any leaves a trace that no mean takes for a number' {
        Write-CellPng "$TestDrive/trace/a_labels.png"
        Write-CellPng "$TestDrive/trace/b_labels.png" 1

        Measure-CellProperty "$TestDrive/trace" | Should -HaveCount 1
        $records = Measure-CellProperty "$TestDrive/trace" -IncludeEmpty
        $records.CellCount | Should -Be 0, 1
        $records[0].Path | Should -BeLike '*a_labels.png'
        $records[0].Label | Should -BeNullOrEmpty
        [double]::IsNaN(($records | Measure-Object Area -Average).Average) | Should -BeTrue
        ($records | Where-Object CellCount | Measure-Object Area -Average).Average | Should -Be 100
    }
}

Describe 'What is no label image' {
    BeforeAll {
        $quiet = @{ ErrorAction = 'SilentlyContinue'; ErrorVariable = 'problems'; WarningAction = 'SilentlyContinue'; WarningVariable = 'warnings' }
        Write-CellPng "$TestDrive/truth/field_labels.png" 1, 2
        Write-CellPng "$TestDrive/mask/field_masks.png" 255, 255
        $image = (New-SimulatedCellDataset 1 -Width 40 -Height 40 -CellCount 3).Movies[0].ReadImage(0)
        Write-Tiff "$TestDrive/grey/field.tif" 40 (, [int[]] $image.Pixels)
    }

    It 'is told when it is a mask, and -NumberPieces makes its pieces cells, <Name>' -ForEach @(
        @{ Name = 'predicted'; Before = 0; Command = { (Measure-SegmentationError "$TestDrive/mask" "$TestDrive/truth" @args).Correct } }
        @{ Name = 'true'; Before = 0; Command = { (Measure-SegmentationError "$TestDrive/truth" "$TestDrive/mask" @args).Correct } }
        @{ Name = 'measured'; Before = 1; Command = { @(Measure-CellProperty "$TestDrive/mask" @args).Count } }
    ) {
        . $Command @quiet | Should -Be $Before
        "$warnings" | Should -BeLike '*field_masks.png: one id (255) stands for 2 separate pieces*-NumberPieces*'

        . $Command -NumberPieces @quiet | Should -Be 2
        $warnings | Should -BeNullOrEmpty
        $problems | Should -BeNullOrEmpty
    }

    It 'is told when it is a grey image' {
        $null = Measure-CellProperty "$TestDrive/grey" @quiet
        "$warnings" | Should -BeLike '*field.tif: this looks like a grey image, not like labels*'
        $null = Measure-SegmentationError "$TestDrive/grey" "$TestDrive/truth" -NumberPieces @quiet
        "$warnings" | Should -BeLike '*field.tif: this looks like a grey image, not like labels*'
    }

    Context 'but a segmentation from <Name>' -ForEach @(
        @{ Name = 'Import-Csv'; Save = { $found | Export-Csv "$TestDrive/saved.csv"; Import-Csv "$TestDrive/saved.csv" } }
        @{ Name = 'Import-Clixml'; Save = { $found | Export-Clixml "$TestDrive/saved.xml"; Import-Clixml "$TestDrive/saved.xml" } }
        # What comes back from a job or another machine has gone this way.
        @{ Name = 'a job'; Save = { [System.Management.Automation.PSSerializer]::Deserialize([System.Management.Automation.PSSerializer]::Serialize($found)) } }
    ) {
        BeforeAll {
            Write-Stack "$TestDrive/saved/movie.tif" -Channels 2 -Frames 2
            $model = New-SegmentationModel
            $found = Invoke-CellSegmentation "$TestDrive/saved/movie.tif" -Channel 0 -Model $model -DestinationPath "$TestDrive/saved/out" -Force
            foreach ($segmentation in $found) {
                Write-Tiff $segmentation.OutputPath 40 (, (New-CellPixel 1, 2 -Type ([int])))
            }
            $saved = & $Save
            $found = Invoke-CellSegmentation "$TestDrive/saved/movie.tif" -Channel 0 -Model $model
            $unwritten = & $Save
        }

        It 'is measured by its label file, with the frame of its image' {
            $cells = $saved | Measure-CellProperty @quiet
            $cells.Area | Should -Be 100, 100, 100, 100
            $cells.Frame | Should -Be 0, 0, 1, 1
            $cells.Path | Select-Object -Unique | Should -HaveCount 1
            $cells.MeanIntensity2 | Should -Be 2, 2, 4, 4
            $warnings | Should -BeNullOrEmpty

            $errors = $saved | Measure-SegmentationError -TruthPath "$TestDrive/saved/out" -Overlay "$TestDrive/$(New-Guid)" @quiet
            $errors.Correct | Should -Be 2, 2
            $problems | Should -BeNullOrEmpty
        }

        It 'is an error without one, and what comes behind it is measured' {
            $cells = $unwritten[0], (Get-Item "$TestDrive/truth/field_labels.png") | Measure-CellProperty @quiet
            $cells.Path | Select-Object -Unique | Should -BeLike '*field_labels.png'
            $problems | Get-Problem | Should -BeExactly 'LabelsNotSaved InvalidData movie.tif'

            $unwritten | Measure-SegmentationError -TruthPath "$TestDrive/truth" @quiet | Should -BeNullOrEmpty
            $problems | Where-Object FullyQualifiedErrorId -Like 'LabelsNotSaved,*' | Should -HaveCount 2
        }
    }
}

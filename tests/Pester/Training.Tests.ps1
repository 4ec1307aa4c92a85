Describe 'Start-ModelTraining' {
    BeforeAll {
        # Two frames to learn from, one to validate by.
        $split = New-SimulatedCellDataset 4 -Width 64 -Height 64 -CellCount 4 | Split-CellDataset -TestFraction 0.25 -ValidationFraction 0.25
        $short = @{ BatchSize = 2; CropSize = 32 }
    }

    It 'replaces a training by another only by force' {
        $path = "$TestDrive/model"
        $splits = 3, 4 | ForEach-Object { New-SimulatedCellDataset $_ -Width 64 -Height 64 -CellCount 4 | Split-CellDataset -TestFraction 0.3 }
        $model = New-SegmentationModel
        $quiet = @{ CheckpointPath = $path; ErrorAction = 'SilentlyContinue'; ErrorVariable = 'problems' }

        ($splits | Start-ModelTraining $model -Epochs 1 @short @quiet).History | Should -HaveCount 1
        $problems | Get-Problem | Should -BeExactly 'CheckpointExists ResourceExists model'
        $splits[1] | Start-ModelTraining $model -Epochs 1 @short @quiet -Resume | Should -BeNullOrEmpty
        $problems | Get-Problem | Should -BeExactly 'TrainingImpossible InvalidData checkpoint.safetensors'

        ($splits[0] | Start-ModelTraining $model -Epochs 2 @short @quiet -Resume).History | Should -HaveCount 2
        $problems | Should -BeNullOrEmpty
        ($splits[1] | Start-ModelTraining $model -Epochs 1 @short @quiet -Force).History | Should -HaveCount 1
        $problems | Should -BeNullOrEmpty
    }

    It 'writes an information record for every epoch' {
        $result = $split | Start-ModelTraining (New-SegmentationModel) -Epochs 2 @short -InformationVariable records

        $records | Should -HaveCount 2
        $records.Tags | Should -BeExactly 'Epoch', 'Epoch'
        $records.MessageData.Epoch | Should -Be 1, 2
        $records.MessageData.ValidationF1 | Should -HaveCount 2
        "$($records[1].MessageData)" | Should -BeLike 'Epoch 2:*'
        $result.BestEpoch | Should -BeIn 1, 2
        $result.Device | Should -Be 'Cpu'
    }

    It 'trains a model of three channels on colour images and segments them' {
        Add-Bbbc038Image "$TestDrive/colour" a, b, c -Colour 1, 0.5, 0
        $data = Import-CellDataset "$TestDrive/colour" -WarningVariable warnings
        $result = $data | Split-CellDataset -TestFraction 0.3 |
            Start-ModelTraining (New-SegmentationModel -InputChannels 3) -Epochs 1 @short -CheckpointPath "$TestDrive/three" -WarningVariable +warnings
        $found = $result | Invoke-CellSegmentation -WarningVariable +warnings
        $model = Import-SegmentationModel "$TestDrive/three"
        $file = Invoke-CellSegmentation "$TestDrive/colour/a/images/a.png" -Model $model -WarningVariable +warnings

        $warnings | Should -BeNullOrEmpty
        $found.ReadImage().Channels | Should -Be 3
        $model.Specification.InputChannels | Should -Be 3
        $file.ReadLabels().Height | Should -Be 40
        $model.Summary.FlopPerPixel | Should -BeGreaterThan 0
    }

    It 'trains a model of two channels on whole cells and segments them' {
        $errors = New-SimulatedCellDataset 4 -Width 64 -Height 64 -CellCount 4 -Cytoplasm -LabelTarget Cell | Split-CellDataset -TestFraction 0.25 |
            Start-ModelTraining (New-SegmentationModel -InputChannels 2) -Epochs 1 @short -WarningVariable warnings |
            Invoke-CellSegmentation -WarningVariable +warnings | Measure-SegmentationError -Total

        $warnings | Should -BeNullOrEmpty
        $errors.TrueCount | Should -BeIn 3, 4
    }

    It 'tells once that it learns from the luminance of several channels' {
        Add-Bbbc038Image "$TestDrive/mixed" a, b, c -Colour 1, 0.5, 0
        $null = Import-CellDataset "$TestDrive/mixed" | Split-CellDataset -TestFraction 0 |
            Start-ModelTraining (New-SegmentationModel) -Epochs 1 @short -WarningVariable warnings -WarningAction SilentlyContinue

        $warnings | Should -HaveCount 1
        "$warnings" | Should -BeLike '*.png: *3 channels*luminance*'
    }

    It 'refuses images of another number of channels by their names' {
        Add-Bbbc038Image "$TestDrive/grey" a, b
        $null = Import-CellDataset "$TestDrive/grey" | Split-CellDataset -TestFraction 0 |
            Start-ModelTraining (New-SegmentationModel -InputChannels 2) -Epochs 1 @short -ErrorVariable problems -ErrorAction SilentlyContinue

        $problems | Get-Problem | Sort-Object -Unique | Should -BeExactly @(
            'FrameUnusable InvalidData a.png', 'FrameUnusable InvalidData b.png', 'TrainingImpossible InvalidData b.png')
        "$($problems[0])" | Should -BeLike '*one channel*takes 2*'
    }

    It 'learns from the negative of dark cells, whose model segments them so' {
        $models = foreach ($case in @{ Name = 'dark'; Value = 30; Ground = 200; Options = @{ Invert = $true } },
            @{ Name = 'bright'; Value = 225; Ground = 55; Options = @{} }) {
            foreach ($id in 'a', 'b', 'c') {
                Write-CellPng "$TestDrive/$($case.Name)/$id/images/$id.png" $case.Value -Background $case.Ground
                Write-CellPng "$TestDrive/$($case.Name)/$id/masks/0.png" 255
            }
            $options = $case.Options
            Import-CellDataset "$TestDrive/$($case.Name)" @options | Split-CellDataset -TestFraction 0.3 |
                Start-ModelTraining (New-SegmentationModel) -Epochs 1 @short
        }
        $models[0].History.Loss | Should -Be $models[1].History.Loss
        $dark, $bright = $models | Invoke-CellSegmentation
        $dark.ReadLabels().Pixels | Should -Be $bright.ReadLabels().Pixels
        $dark.ReadImage().Pixels[0] | Should -Be 200
    }

    It 'trains a temporal model on movies that were imported as <Format>' -ForEach @(
        @{ Format = 'Stack' }, @{ Format = 'CellTrackingChallenge' }, @{ Format = 'Npz' }, @{ Format = 'Trks' }
    ) {
        $data = "$TestDrive/$Format"
        $frames = 1..4 | ForEach-Object { , (New-CellPixel (100 * $_), (90 * $_) -Background $_ -Type ([int16])) }
        $labels = 1..4 | ForEach-Object { , (New-CellPixel 1, 2 -Type ([int16])) }
        $path = $data
        if ($Format -eq 'CellTrackingChallenge') {
            foreach ($frame in 0..3) {
                Write-Tiff "$data/01/t00$frame.tif" 40 @(, $frames[$frame])
                Write-Tiff "$data/01_GT/SEG/man_seg00$frame.tif" 40 @(, $labels[$frame])
            }
        }
        else {
            $path = "$data/movie.tif"
            Write-Tiff $path 40 $frames
            Write-Tiff "$data/movie_labels.tif" 40 $labels
        }
        if ($Format -in 'Npz', 'Trks') {
            $stack, $path = $path, "$data/movie.$Format".ToLowerInvariant()
            $null = Import-CellDataset $stack | Export-CellDataset $Format $path -WarningAction SilentlyContinue
        }
        $dataset = Import-CellDataset $path -Format $Format
        $model = New-SegmentationModel Pixelwise FeatureNet -TemporalMode Gru -FramesPerBatch 3

        $result = $dataset | Split-CellDataset -TestFraction 0 | Start-ModelTraining $model -Epochs 1 @short

        $result.History | Should -HaveCount 1
        [double]::IsFinite($result.History[0].Loss) | Should -BeTrue
        $found = $dataset | Invoke-CellSegmentation -Model $result.Model
        $found.Frame | Should -Be 0, 1, 2, 3
    }

    It 'takes presets, and options by their names' {
        $thesis = New-SimulatedCellDataset 3 -Width 64 -Height 64 -CellCount 8 | Split-CellDataset -TestFraction 0.3
        $options = @{ MinimumObjects = 1; Schedule = 'Cosine'; Augmentation = @{ Flip = $false } }

        $result = $thesis | Start-ModelTraining (New-SegmentationModel -Preset Thesis) -Preset Thesis -Epochs 1 -CropSize 32 -Option $options `
            -CheckpointPath "$TestDrive/thesis" -CheckpointInterval 0

        $result.History | Should -HaveCount 1
        # Two frames of 64 x 64 are eight tiles, and the preset's batches are of four.
        $result.History[0].Steps | Should -BeLessOrEqual 2
    }

    It 'fine-tunes a trained model, whose name the new one tells' {
        $base = $split | Start-ModelTraining (New-SegmentationModel -Name cells) -Epochs 1 @short
        $options = @{ CropsPerEpoch = 7; FrozenPart = 'AllButHeads' }
        $result = $split | Start-ModelTraining $base.Model -Preset FineTune -Epochs 2 @short -Option $options -CheckpointPath "$TestDrive/tuned"
        $tuned = Import-SegmentationModel "$TestDrive/tuned"

        $result.History.Steps | Should -Be 4, 4
        $base.Model.Training.BaseModel | Should -BeNullOrEmpty
        $tuned.Training.BaseModel | Should -BeExactly 'cells'
        ($tuned | Format-Table | Out-String -Width 300) | Should -BeLike '*2 epochs, from cells*'
        ($base.Model | Format-Table | Out-String -Width 300) | Should -Not -BeLike '*epochs, from*'
        $before = $base.Model.GetWeights()
        $after = $tuned.GetWeights()
        $same = @($before.Keys).Where({ [Linq.Enumerable]::SequenceEqual([byte[]] $before[$_].Data, [byte[]] $after[$_].Data) })
        $same -replace '\..*' | Sort-Object -Unique | Should -BeExactly 'backbone', 'channels', 'pyramid'
    }

    It 'refuses the option <Option>' -ForEach @(
        @{ Option = 'ClipNorms'; Value = 1 }
        @{ Option = 'ClipNorm'; Value = 'much' }
        @{ Option = 'ClipNorm'; Value = -1 }
        @{ Option = 'FrozenPart'; Value = 'Heads' }
        @{ Option = 'FrozenShare'; Value = 2 }
        @{ Option = 'CropsPerEpoch'; Value = -1 }
        @{ Option = 'CheckpointPath'; Value = 'x' }
    ) {
        $failure = { $split | Start-ModelTraining (New-SegmentationModel) -Option @{ $Option = $Value } } | Should -Throw -PassThru

        $failure.FullyQualifiedErrorId.Split(',')[0] | Should -BeExactly 'InvalidOption'
        $failure.TargetObject | Should -BeExactly $Option
    }

    It 'cannot resume without a checkpoint' {
        $failure = { $split | Start-ModelTraining (New-SegmentationModel) -Resume } | Should -Throw -PassThru

        $failure.FullyQualifiedErrorId.Split(',')[0] | Should -BeExactly 'InvalidOption'
        $failure.TargetObject | Should -BeExactly 'Resume'
    }

    It 'lets every option be set by its name and checks its type' {
        $model = New-SegmentationModel
        $state = @{ Tested = 0 }
        function Test-Option($Record, [string[]] $Path) {
            foreach ($property in $Record.GetType().GetProperties()) {
                if (-not $property.CanWrite -or $property.Name -in 'CheckpointPath', 'SpareCheckpointPath', 'Resume') {
                    continue
                }
                $value = $property.GetValue($Record)
                $names = @($Path) + $property.Name
                if ($null -ne $value -and $value.GetType().GetMethod('<Clone>$')) {
                    Test-Option $value $names
                    continue
                }
                # Any text is true, so that a switch is turned over instead.
                foreach ($wanted in $(if ($value -is [bool]) { -not $value } else { $value; 'no value' })) {
                    $table = $wanted
                    for ($i = $names.Count - 1; $i -ge 0; $i--) {
                        $table = @{ $names[$i] = $table }
                    }
                    # Options are checked before the data come, of which there are none.
                    $problem = try {
                        @() | Start-ModelTraining $model -Option $table
                    }
                    catch {
                        "$($_.FullyQualifiedErrorId.Split(',')[0]) $($_.TargetObject)"
                    }
                    $place = $names -join '.'
                    $idle = $unused.Where({ "$place." -like "$_.*" })
                    $expected = if ($wanted -is [string] -and $wanted -eq 'no value') { "InvalidOption $($property.Name)" }
                    elseif ($wanted -is [bool] -and $idle) { "OptionWithoutEffect $idle" }
                    if ($problem -ne $expected) {
                        "$($names -join '.') = $wanted gave '$problem'"
                    }
                }
                $state.Tested++
            }
        }
        $library = $model.GetType().Assembly
        $options = [Activator]::CreateInstance($library.GetType('CellSeg.Training.TrainingOptions'))
        # What changes nothing may be said as it is, and not otherwise.
        $unused = $library.GetType('CellSeg.Training.UnusedTrainingOptions')::Find($options, $model.Specification).Path
        Test-Option $options @() | Should -BeNullOrEmpty
        $state.Tested | Should -BeGreaterThan 50

        { @() | Start-ModelTraining $model -Option @{ Losses = @{ Distance = 'SmoothL1' } } } | Should -Throw '*Distances*'
        { @() | Start-ModelTraining $model -Option @{
                AverageDecay = 0.99; Sampling = 'Tiles'; BalanceImages = $true; WarpTargets = $true
                Losses = @{ Distances = 'SmoothL1'; Foreground = 'Focal' }; LossWeights = @{ Foreground = 0.01 }
            } } | Should -Not -Throw
    }
}

Describe 'A training that is cut off' {
    BeforeAll {
        $module = (Get-Module CellSeg).Path
    }

    It 'ends, resumed after each of three kills, with the weights of one that was not' {
        # A checkpoint after each step, so that kills fall into saves as well.
        $script = New-Item "$TestDrive/train.ps1" -Value '
            param($Module, $Folder)
            Import-Module $Module
            $data = New-SimulatedCellDataset 4 -Width 64 -Height 64 -CellCount 4
            $split = $data | Split-CellDataset -TestFraction 0.25 -ValidationFraction 0.25
            $model = New-SegmentationModel
            $options = @{ Epochs = 8; BatchSize = 2; CropSize = 32; Device = "Cpu"; CheckpointPath = $Folder; CheckpointInterval = 0 }
            "started"
            $result = $split | Start-ModelTraining $model @options -Resume
            "$($result.History.Count) $($result.BestEpoch)"'
        $whole = "$TestDrive/whole"
        $killed = "$TestDrive/killed"
        $clock = [System.Diagnostics.Stopwatch]::StartNew()
        $expected = Invoke-PowerShell $script $module, $whole
        $duration = $clock.Elapsed
        $expected.Error | Should -BeNullOrEmpty
        $expected.Lines | Should -HaveCount 2
        $moments = [Random]::new(20)

        foreach ($kill in 1..3) {
            $process = Start-PowerShell $script $module, $killed
            $process.StandardOutput.ReadLine() | Should -Be 'started'
            Start-Sleep ($moments.NextDouble() * $duration / 4)
            $process.Kill()
            Wait-PowerShell $process
        }
        $result = Invoke-PowerShell $script $module, $killed

        $result.Error | Should -BeNullOrEmpty
        $result.Lines | Should -Be $expected.Lines
        (Get-FileHash "$killed/weights.safetensors").Hash | Should -Be (Get-FileHash "$whole/weights.safetensors").Hash
        Get-ChildItem $killed -Force -Filter '.*' | Should -BeNullOrEmpty
    }

    It 'ends, where an interrupt did it, with its model saved' {
        $obstacle = Get-InterruptObstacle
        if ($obstacle) {
            Set-ItResult -Skipped -Because $obstacle
        }
        $process = Start-PowerShell -ArgumentList $module, "$TestDrive/interrupted" '
            Import-Module $args[0]
            $options = @{ Epochs = 100000; BatchSize = 1; CropSize = 64; CheckpointPath = $args[1]; InformationAction = "Continue" }
            New-SimulatedCellDataset 2 -Width 64 -Height 64 -CellCount 3 | Split-CellDataset -TestFraction 0 |
                Start-ModelTraining (New-SegmentationModel) @options
            "went on"'
        $process.StandardOutput.ReadLine() | Should -BeLike 'Epoch*'

        kill -INT $process.Id
        $said = $process.StandardOutput.ReadToEndAsync()
        Wait-PowerShell $process

        $said.Result | Should -Not -BeLike '*went on*'
        $process.StandardError.ReadToEnd() | Should -BeNullOrEmpty
        "$TestDrive/interrupted/model.json" | Should -Exist
        (Import-SegmentationModel "$TestDrive/interrupted").TotalParameterCount | Should -BeGreaterThan 1000000
    }
}

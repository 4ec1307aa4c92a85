BeforeAll {
    $module = (Get-Module CellSeg).Path
    $before = $env:CELLSEG_CHECKPOINTS
    $env:CELLSEG_CHECKPOINTS = $root = "$((Get-PSDrive TestDrive).Root)/spare"
    $split = New-SimulatedCellDataset 3 -Width 64 -Height 64 -CellCount 3 | Split-CellDataset -TestFraction 0
    $model = New-SegmentationModel -PyramidWidth 16
    $small = @{ BatchSize = 1; CropSize = 64 }
}

AfterAll {
    $env:CELLSEG_CHECKPOINTS = $before
}

Describe 'A training without -CheckpointPath' {
    It 'keeps its checkpoint in a folder that it names, and deletes it when it has ended well' {
        $seen = [System.Collections.Generic.List[string]]::new()
        $result = $split | Start-ModelTraining $model -Epochs 2 @small -CheckpointInterval 0 -Verbose 4>&1 | ForEach-Object {
            if ($_ -is [System.Management.Automation.VerboseRecord]) {
                # By the first epoch there were three steps, each with a checkpoint.
                if ("$_" -like 'Epoch 1:*') { Get-ChildItem $root -Recurse -File | ForEach-Object { $seen.Add($_.FullName) } }
                if ("$_" -match 'Checkpoints go to (.*), which goes') { $folder = $Matches[1] }
            }
            else { $_ }
        }

        $folder | Should -BeLike "$root*"
        $seen | Should -Contain ([System.IO.Path]::Combine($folder, 'checkpoint.safetensors'))
        $result.CheckpointPath | Should -BeNullOrEmpty
        Get-ChildItem $root | Should -BeNullOrEmpty
    }

    It 'writes nothing where it takes a moment' {
        $null = $split | Start-ModelTraining $model -Epochs 2 @small
        $env:CELLSEG_CHECKPOINTS = "$root/untouched"
        $null = $split | Start-ModelTraining $model -Epochs 2 @small
        $env:CELLSEG_CHECKPOINTS = $root
        "$root/untouched" | Should -Not -Exist
    }

    It 'keeps it where it fails, and says how to go on' {
        $quiet = @{ ErrorAction = 'SilentlyContinue'; ErrorVariable = 'problems'; WarningAction = 'SilentlyContinue'; WarningVariable = 'warnings' }
        # The rate rises from epoch to epoch until nothing is finite.
        $options = @{ Schedule = 'Exponential'; WarmUp = 0.5; L2 = 1e30 }
        $split | Start-ModelTraining $model -Epochs 40 @small -LearningRate 1e30 -CheckpointInterval 0 -Option $options @quiet | Should -BeNullOrEmpty

        $problems.FullyQualifiedErrorId | Should -BeLike 'TrainingImpossible,*'
        if (Test-Path $root/*) {
            $folder = (Get-ChildItem $root).FullName
            $warnings | Should -BeLike "*$folder*-CheckpointPath '$folder' -Resume*"
        }
        else {
            # It failed in the first step, before there was anything to keep.
            $warnings | Should -BeNullOrEmpty
        }
    }

    It 'is gone on with after an interrupt, from the folder that was told' {
        $obstacle = Get-InterruptObstacle
        if ($obstacle) {
            Set-ItResult -Skipped -Because $obstacle
        }
        $own = "$root/interrupted"
        $process = Start-PowerShell -ArgumentList $module -Environment @{ CELLSEG_CHECKPOINTS = $own } '
            Import-Module $args[0]
            New-SimulatedCellDataset 3 -Width 64 -Height 64 -CellCount 3 | Split-CellDataset -TestFraction 0 |
                Start-ModelTraining (New-SegmentationModel -PyramidWidth 16) -Epochs 100000 -BatchSize 1 -CropSize 64 -InformationAction Continue'
        $process.StandardOutput.ReadLine() | Should -BeLike 'Epoch*'
        kill -INT $process.Id
        $said = $process.StandardOutput.ReadToEndAsync()
        Wait-PowerShell $process

        $folder = (Get-ChildItem $own).FullName
        # The line is broken where the window ends.
        ($said.Result -replace '\s') | Should -BeLike "*-CheckpointPath'$folder'-Resume*"
        $epochs = (Import-Csv "$folder/history.csv").Count
        $epochs | Should -BeGreaterThan 0
        $result = $split | Start-ModelTraining $model -Epochs ($epochs + 1) @small -CheckpointPath $folder -Resume
        $result.History.Count | Should -BeGreaterOrEqual ($epochs + 1)
        $result.CheckpointPath | Should -Be $folder
    }
}

Describe 'A study' {
    BeforeAll {
        New-SimulatedCellDataset 8 -Width 64 -Height 64 -CellCount 5 | Export-CellDataset LabelFolder "$TestDrive/cells" -WarningAction Ignore
        # Two trainings of a small network and a few steps.
        $small = @{
            DatasetPath = "$TestDrive/cells"; Schema = 'Watershed'; Backbone = 'MobileNetV2'; Fraction = 0.25, 1; Seed = 0; Pretrained = $false
            Preset = 'Default'; ModelOption = @{ PyramidWidth = 16; HeadWidth = 8; FinestLevel = 3 }; StepCount = 4; TestTileSize = 48
            Option = @{ Epochs = 2; BatchSize = 2; CropSize = 32 }
        }
        $ids = 'cells-watershed-mobilenetv2-location-scratch-f0.25-s0', 'cells-watershed-mobilenetv2-location-scratch-f1-s0'
        $study = Start-SegmentationStudy DatasetSize "$TestDrive/study" @small
    }

    It 'trains what its plan says and makes its table of the folders' {
        "$($study.Name) $($study.Total) $($study.Done) $($study.Pending) $($study.Failed)" | Should -BeExactly 'DatasetSize 2 2 0 0'
        $rows = Import-Csv "$TestDrive/study/study.csv"
        $rows.Training | Should -BeExactly $ids[0], $ids[0], $ids[1], $ids[1]
        $rows.MinimumArea | Should -Be 0, 100, 0, 100
        $rows.Steps | Should -Be 4, 4, 4, 4
        $rows.TrainingMovies | Should -Be 2, 2, 5, 5
        (Import-Csv "$TestDrive/study/study-times.csv").Training | Should -BeExactly $ids
        foreach ($name in 'model.json', 'weights.safetensors', 'history.csv', 'log.txt', 'result.json') {
            "$TestDrive/study/trainings/$($ids[0])/$name" | Should -Exist
        }
    }

    It 'tells how far it is, each training by itself where that is wanted' {
        $detailed = Get-SegmentationStudy "$TestDrive/study" -Detailed
        $detailed.Id | Should -BeExactly $ids
        $detailed.State | Should -Be 'Done', 'Done'
        $detailed[0].Settings.Fraction | Should -Be 0.25
        ($study | Get-SegmentationStudy).Done | Should -Be 2
        ($study | Out-String) | Should -Match 'Running'
        ($detailed | Out-String) | Should -Match 'F1Large'
    }

    It 'is the same in two processes, from the plan of the other' {
        $other = Start-SegmentationStudy -PlanPath "$TestDrive/study/plan.json" -Path "$TestDrive/parallel" -Parallel 2
        $other.Done | Should -Be 2
        (Get-FileHash "$TestDrive/parallel/study.csv").Hash | Should -Be (Get-FileHash "$TestDrive/study/study.csv").Hash
        foreach ($id in $ids) {
            (Get-FileHash "$TestDrive/parallel/trainings/$id/weights.safetensors").Hash |
                Should -Be (Get-FileHash "$TestDrive/study/trainings/$id/weights.safetensors").Hash
        }
    }

    It 'does what is missing when it goes on, and no more' {
        Copy-Item "$TestDrive/study" "$TestDrive/again" -Recurse
        Remove-Item "$TestDrive/again/trainings/$($ids[0])", "$TestDrive/again/study.csv" -Recurse
        $before = (Get-Item "$TestDrive/again/trainings/$($ids[1])/result.json").LastWriteTimeUtc
        $again = Start-SegmentationStudy -Path "$TestDrive/again" -Resume
        $again.Done | Should -Be 2
        (Get-Item "$TestDrive/again/trainings/$($ids[1])/result.json").LastWriteTimeUtc | Should -Be $before
        (Get-FileHash "$TestDrive/again/study.csv").Hash | Should -Be (Get-FileHash "$TestDrive/study/study.csv").Hash
        ($again | Wait-SegmentationStudy).Done | Should -Be 2
    }

    It 'is reported before it is done, by what is done, with a warning' {
        Copy-Item "$TestDrive/study" "$TestDrive/half" -Recurse
        Remove-Item "$TestDrive/half/trainings/$($ids[1])/result.json", "$TestDrive/half/study.csv"
        Export-SegmentationReport "$TestDrive/half" "$TestDrive/half-report" -WarningVariable warnings -WarningAction SilentlyContinue
        $warnings | Should -BeLike '*1 of 2 trainings are done*'
        (Import-Csv "$TestDrive/half/study.csv").Training | Should -BeExactly $ids[0], $ids[0]
        "$TestDrive/half-report/report.html" | Should -Exist
    }

    It 'goes on with a training that failed, whose reason is told' {
        $null = New-Item -Type Directory "$TestDrive/failing/trainings/$($ids[0])"
        Copy-Item "$TestDrive/study/plan.json" "$TestDrive/failing"
        Set-Content "$TestDrive/failing/trainings/$($ids[0])/checkpoint.safetensors" 'none'
        $failing = Start-SegmentationStudy -Path "$TestDrive/failing" -Resume -ErrorAction SilentlyContinue -ErrorVariable problems
        $problems | Get-Problem | Should -BeExactly "StudyTrainingFailed InvalidResult $($ids[0])"
        "$($failing.Done) $($failing.Failed)" | Should -BeExactly '1 1'
        (Get-SegmentationStudy "$TestDrive/failing" -Detailed)[0].Failure.Target | Should -BeLike '*checkpoint.safetensors'
        Remove-Item "$TestDrive/failing/trainings/$($ids[0])/checkpoint.safetensors"
        (Start-SegmentationStudy -Path "$TestDrive/failing" -Resume -Training $ids[0]) | Should -BeNullOrEmpty
        (Get-SegmentationStudy "$TestDrive/failing").Done | Should -Be 2
        (Get-FileHash "$TestDrive/failing/study.csv").Hash | Should -Be (Get-FileHash "$TestDrive/study/study.csv").Hash
    }

    It 'stops at a checkpoint when it is asked to' {
        $long = $small + @{ Path = "$TestDrive/long" }
        $long.StepCount = 100000
        $process = Start-PowerShell -ArgumentList (Get-Module CellSeg).Path, "$TestDrive/cells", "$TestDrive/long" '
            param($Module, $Data, $Path)
            Import-Module $Module
            Start-SegmentationStudy DatasetSize $Path -DatasetPath $Data -Schema Watershed -Backbone MobileNetV2 -Fraction 1 -Seed 0 -Pretrained $false `
                -Preset Default -StepCount 100000 -Option @{ Epochs = 100; BatchSize = 2; CropSize = 32 } -WarningVariable warnings | Out-Null
            "$warnings"'
        while (-not (Test-Path "$TestDrive/long/trainings/*/training.lock") -and -not $process.HasExited) {
            Start-Sleep -Milliseconds 100
        }
        $stopped = Stop-SegmentationStudy "$TestDrive/long"
        Wait-PowerShell $process
        $process.StandardOutput.ReadToEnd() | Should -BeLike '*was asked to stop*'
        "$($stopped.Running) $($stopped.Pending)" | Should -BeExactly '0 1'
        Wait-SegmentationStudy "$TestDrive/long" -ErrorAction SilentlyContinue -ErrorVariable problems
        $problems | Get-Problem | Should -BeExactly 'StudyIdle OperationStopped long'
    }

    It 'tells with -WhatIf what it would train and how long that takes, and leaves nothing' {
        $estimates = Start-SegmentationStudy DatasetSize "$TestDrive/planned" @small -WhatIf -InformationVariable told
        $estimates.Id | Should -BeExactly $ids
        $estimates.Steps | Should -Be 4, 4
        $estimates.TrainingMovies | Should -Be 2, 5
        $estimates.Duration.Ticks | Should -BeGreaterThan 0
        "$told" | Should -BeLike '2 trainings*measured*'
        "$TestDrive/planned" | Should -Not -Exist
    }
}

Describe 'A study is refused before anything is trained' {
    BeforeAll {
        New-SimulatedCellDataset 6 -Width 64 -Height 64 -CellCount 5 | Export-CellDataset LabelFolder "$TestDrive/still" -WarningAction Ignore
        $still = @{ Path = "$TestDrive/none"; DatasetPath = "$TestDrive/still"; Backbone = 'MobileNetV2'; Seed = 0 }
        $plan = "$TestDrive/plan.json"
        Set-Content $plan '{ "formatVersion": 1, "name": "x", "datasets": [], "analyses": [], "steps": 3 }'
    }

    It '<Name>' -ForEach @(
        @{ Name = 'without movies for a temporal analysis'; Problem = 'StudyImpossible InvalidData *'; With = @{ Analysis = 'Temporal' } }
        @{ Name = 'without ImageNet weights'; Problem = 'InvalidOption InvalidArgument analyses*pretrained'; With = @{ Analysis = 'Location' } }
        @{ Name = 'with nothing left of an analysis'; Problem = 'InvalidOption InvalidArgument Location'
            With = @{ Analysis = 'Location'; Schema = 'Pixelwise' }
        }
        @{ Name = 'with a budget of time, which depends on the machine'; Problem = 'InvalidOption InvalidArgument *timeLimit'
            With = @{ Analysis = 'DatasetSize'; Pretrained = $false; Option = @{ TimeLimit = '0:01' } }
        }
        @{ Name = 'with an option of Slurm and without Slurm'; Problem = 'SlurmOptionWithoutSlurm InvalidArgument Partition'
            With = @{ Analysis = 'DatasetSize'; Pretrained = $false; Partition = 'main' }
        }
        @{ Name = 'with processes and Slurm'; Problem = 'ParallelWithSlurm InvalidArgument Parallel'
            With = @{ Analysis = 'DatasetSize'; Pretrained = $false; Parallel = 2; Scheduler = 'Slurm' }
        }
    ) {
        { Start-SegmentationStudy @still @With -ErrorAction Stop } | Should -Throw
        $Error[0] | Get-Problem | Should -BeLike $Problem
        "$TestDrive/none" | Should -Not -Exist
    }

    It 'with a plan that has an unknown name' {
        { Start-SegmentationStudy -PlanPath $plan -Path "$TestDrive/none" } | Should -Throw '*steps*'
        $Error[0] | Get-Problem | Should -BeExactly 'InvalidOption InvalidArgument plan.json'
    }

    It 'where there is a study already, or none to go on with' {
        $null = New-Item -Type Directory "$TestDrive/taken"
        Set-Content "$TestDrive/taken/plan.json" '{}'
        { Start-SegmentationStudy DatasetSize "$TestDrive/taken" -DatasetPath "$TestDrive/still" } | Should -Throw
        $Error[0] | Get-Problem | Should -BeExactly 'StudyExists ResourceExists taken'
        { Start-SegmentationStudy -Path "$TestDrive/still" -Resume } | Should -Throw
        $Error[0] | Get-Problem | Should -BeExactly 'StudyUnreadable ObjectNotFound still'
    }
}

BeforeAll {
    $examples = (Resolve-Path "$PSScriptRoot/../../../examples").Path
    $model = "$TestDrive/model"
    New-SegmentationModel | Export-SegmentationModel -Path $model
    $images = "$TestDrive/images"
    Write-CellPng "$images/a.png" 200 -Background 10
    Write-CellPng "$images/b.png" 200, 200 -Background 10
}

Describe 'The streams of a process' {
    It 'have nothing but what the script wrote, through making a model, showing it, training, segmenting and measuring' {
        $result = Invoke-PowerShell -ArgumentList (Get-Module CellSeg).Path, "$TestDrive/streams" '
            param($Module, $Folder)
            Import-Module $Module
            $model = New-SegmentationModel
            "<summary>"
            $model.Summary
            $model.Summary.Parts
            "</summary>"
            $split = New-SimulatedCellDataset 5 -Width 64 -Height 64 -CellCount 4 | Split-CellDataset -TestFraction 0.2 -ValidationFraction 0.2
            $result = $split | Start-ModelTraining $model -Epochs 2 -BatchSize 1 -CropSize 64 -CheckpointPath "$Folder/model"
            "trained $($result.History.Count)"
            $found = $result | Invoke-CellSegmentation -DestinationPath "$Folder/out" -OutputFormat LabelTiff, Overlay
            "segmented $(@($found).Count)"
            $total = $found | Measure-SegmentationError -Total -Detailed
            "measured $($total.ImageCount)"
            $null = $found | Measure-CellProperty'

        $result.ExitCode | Should -Be 0
        $result.Error | Should -BeNullOrEmpty
        $end = $result.Lines.IndexOf('</summary>')
        $result.Lines[0] | Should -BeExactly '<summary>'
        $result.Lines[1..$end] -match 'backbone' | Should -Not -BeNullOrEmpty
        $result.Lines[($end + 1)..99] | Should -BeExactly 'trained 2', 'segmented 1', 'measured 1'
    }
}

Describe 'Scripts that take too long for a test' {
    It 'are PowerShell at least: <_>' -ForEach @(
        Get-ChildItem "$PSScriptRoot/../../../examples", "$PSScriptRoot/../../../benchmarks" -Recurse -Filter *.ps1 | ForEach-Object FullName
    ) {
        $problems = $null
        $null = [System.Management.Automation.Language.Parser]::ParseFile($_, [ref] $null, [ref] $problems)
        $problems | Should -BeNullOrEmpty
    }
}

Describe 'The examples' {
    It 'run from anywhere with the module beside them: 00-demo.ps1' {
        $out = "$TestDrive/demo"
        $result = Invoke-PowerShell (Get-Item "$examples/00-demo.ps1") -ArgumentList @(
            '-MovieCount', 2, '-Size', 128, '-CellCount', 6, '-DestinationPath', $out)

        $result.ExitCode | Should -Be 0
        $result.Error | Should -BeNullOrEmpty
        $result.Lines[-1] | Should -BeLike "*$out"
        Get-ChildItem $out -Recurse -Filter *.png | Should -Not -BeNullOrEmpty
    }

    It 'segment images of the user: 00-demo.ps1 -Path' {
        $result = Invoke-PowerShell (Get-Item "$examples/00-demo.ps1") '-Path', $images, '-DestinationPath', "$TestDrive/own"

        $result.ExitCode | Should -Be 0
        $result.Error | Should -BeNullOrEmpty
        Get-ChildItem "$TestDrive/own" -Filter *_cells.csv | Should -HaveCount 2
        Get-ChildItem "$TestDrive/own" -Filter *_labels.tif | Should -HaveCount 2
    }

    It 'go on where an image of the user is damaged: 00-demo.ps1 -Path' {
        $some = "$TestDrive/some"
        $null = Copy-Item $images $some -Recurse
        Set-Content "$some/a0.png" 'no image'
        $result = Invoke-PowerShell (Get-Item "$examples/00-demo.ps1") '-Path', $some, '-DestinationPath', "$TestDrive/owned"

        $result.Error | Should -BeLike '*a0.png*'
        Get-ChildItem "$TestDrive/owned" -Filter *_labels.tif | Should -HaveCount 2
        $result.Lines[-1] | Should -BeLike "*$TestDrive/owned"
    }

    It 'learn simulated cells: 07-train-on-simulated-cells.ps1' {
        $out = "$TestDrive/simulated"
        $result = Invoke-PowerShell (Get-Item "$examples/07-train-on-simulated-cells.ps1") -ArgumentList @(
            '-MovieCount', 5, '-Size', 64, '-CropSize', 64, '-CellCount', 3, '-Epochs', 1, '-DestinationPath', $out)

        $result.ExitCode | Should -Be 0
        $result.Error | Should -BeNullOrEmpty
        Get-ChildItem $out -Recurse -Filter *.png | Should -Not -BeNullOrEmpty
    }

    It 'fine-tune a model and tell what it gained: 06-fine-tune.ps1' {
        $null = New-SimulatedCellDataset 4 -Width 64 -Height 64 -CellCount 4 | Export-CellDataset LabelFolder "$TestDrive/annotated"
        $result = Invoke-PowerShell -ArgumentList $examples, "$TestDrive/annotated", $model, "$TestDrive/tuned" '
            $options = @{ Epochs = 1; CropsPerEpoch = 2; BatchSize = 2; CropSize = 32 }
            & "$($args[0])/06-fine-tune.ps1" -DataPath $args[1] -ModelPath $args[2] -Output $args[3] -Option $options'

        $result.Error | Should -BeNullOrEmpty
        $result.ExitCode | Should -Be 0
        $result.Lines[0] | Should -BeLike '2 images with * cells to learn from, 2 with * to judge by'
        $result.Lines[1] | Should -Match '^F1 before (NaN|[\d.]+), after (NaN|[\d.]+)$'
        "$TestDrive/tuned/model/model.json" | Should -Exist
    }

    It 'take the module by its name where there is none beside them: 01-segment-a-folder.ps1' {
        $copy = Copy-Item "$examples/01-segment-a-folder.ps1" $TestDrive -PassThru
        $result = Invoke-PowerShell $copy '-Path', $images, '-ModelPath', $model, '-DestinationPath', "$TestDrive/named" -Environment @{
            PSModulePath = Split-Path (Split-Path (Get-Module CellSeg).Path)
        }

        $result.ExitCode | Should -Be 0
        $result.Error | Should -BeNullOrEmpty
        Get-ChildItem "$TestDrive/named" | Where-Object Name -NotLike cellseg-* | Should -HaveCount 4
    }
}

Describe 'segment-folder.ps1' {
    BeforeAll {
        $task = Get-Item "$examples/tasks/segment-folder.ps1"
        $common = '-Model', $model, '-OutputFormat', 'LabelTiff'
    }

    It 'ends with 0 when every image was segmented, now or before' {
        foreach ($text in '2 segmented, 0 done before, 0 failed', '0 segmented, 2 done before, 0 failed') {
            $result = Invoke-PowerShell $task ('-Path', $images, '-DestinationPath', "$TestDrive/task0" + $common)

            $result.Error | Should -BeNullOrEmpty
            $result.ExitCode, $result.Lines[-1] | Should -Be 0, $text
        }
        Get-ChildItem "$TestDrive/task0/logs" | Should -HaveCount 2
        Get-Content (Get-ChildItem "$TestDrive/task0/logs")[0] | Should -Contain '2 segmented, 0 done before, 0 failed'
    }

    It 'ends with 0 where there is no image, whatever else there is' {
        $nothing = "$TestDrive/nothing"
        $null = New-Item -ItemType Directory "$nothing/sub"
        foreach ($text in $null, 'no image') {
            if ($text) {
                Set-Content "$nothing/Thumbs.db" $text
            }
            $result = Invoke-PowerShell $task ('-Path', $nothing, '-DestinationPath', "$TestDrive/task-nothing" + $common)
            $result.ExitCode | Should -Be 0
            $result.Error | Should -BeNullOrEmpty
            $result.Lines | Should -BeExactly "There are no images in $nothing.", '0 segmented, 0 done before, 0 failed'
        }
    }

    It 'ends with 1 when it could not run: <Name>' -ForEach @(
        @{ Name = 'no such model'; Text = '*none*'; Options = { '-Path', $images, '-DestinationPath', "$TestDrive/task1", '-Model', "$TestDrive/none" } }
        @{ Name = 'no such folder'; Text = '*nowhere*'; Options = { '-Path', "$TestDrive/nowhere", '-DestinationPath', "$TestDrive/task1" } }
        @{ Name = 'no folder to write to'; Text = '*a.png*'; Options = { '-Path', $images, '-DestinationPath', "$images/a.png" } }
    ) {
        $result = Invoke-PowerShell $task (& $Options)

        $result.ExitCode | Should -Be 1
        $result.Lines | Should -BeNullOrEmpty
        $result.Error | Should -BeLike "*Nothing was segmented: $Text"
    }

    It 'ends with 2 when some images failed, now or again, and names them' {
        $mixed = "$TestDrive/mixed"
        $null = Copy-Item $images $mixed -Recurse
        Set-Content "$mixed/bad.png" 'no image'
        foreach ($text in '2 segmented, 0 done before, 1 failed', '0 segmented, 2 done before, 1 failed') {
            $result = Invoke-PowerShell $task ('-Path', $mixed, '-DestinationPath', "$TestDrive/task2", '-LogPath', "$TestDrive/logs", '-LogCount', 1 + $common)

            $result.ExitCode, $result.Lines[-1] | Should -Be 2, $text
            $result.Error | Should -BeLike '*bad.png*'
        }
        Get-ChildItem "$TestDrive/logs" | Should -HaveCount 1
    }

    It 'ends with 3 while another run is at work in the folder' {
        $out = "$TestDrive/task-busy"
        $null = New-Item -ItemType Directory $out
        $process = Start-PowerShell '"started"; $null = [Console]::In.ReadLine(); Start-Sleep 600'
        try {
            $null = $process.StandardOutput.ReadLine()
            @{
                Machine = [Environment]::MachineName; ProcessId = $process.Id; ProcessStart = $process.StartTime.ToUniversalTime()
                User = 'somebody'; Since = [datetime]::UtcNow
            } | ConvertTo-Json | Set-Content "$out/cellseg-batch.lock"
            $result = Invoke-PowerShell $task ('-Path', $images, '-DestinationPath', $out + $common)
            $result.ExitCode | Should -Be 3
            $result.Error | Should -BeLike "Nothing to do: *somebody*"
        } finally {
            $process.Kill($true)
        }
        # It has ended without giving the folder back.
        $process.WaitForExit()
        (Invoke-PowerShell $task ('-Path', $images, '-DestinationPath', $out + $common)).ExitCode | Should -Be 0
    }

    It 'does a part, takes a folder by its very name, and keeps sub-folders' {
        $plate = "$TestDrive/plate [1]"
        foreach ($name in 'x/a', 'y/a') {
            Write-CellPng "$plate/$name.png" 200 -Background 10
        }
        $options = '-Path', $plate, '-DestinationPath', "$TestDrive/task3", '-Recurse', '-KeepFolders' + $common
        $result = Invoke-PowerShell $task ($options + '-Part', 2, '-PartCount', 2)
        $result.ExitCode, $result.Lines[-1] | Should -Be 0, '1 segmented, 0 done before, 0 failed'
        "$TestDrive/task3/y/a_labels.tif" | Should -Exist
        (Invoke-PowerShell $task $options).Lines[-1] | Should -BeExactly '1 segmented, 1 done before, 0 failed'
    }
}

Describe 'register-task.ps1' {
    BeforeAll {
        $register = "$examples/tasks/register-task.ps1"
        $root = (Get-PSDrive TestDrive).Root
        $folders = @{ Path = [IO.Path]::Combine($root, 'new plates'); DestinationPath = [IO.Path]::Combine($root, "100% it's") }
    }

    It 'says what to write for cron where there is no task scheduler' -Skip:$IsWindows {
        $lines = & $register @folders -At 03:05 -ArgumentList '-Recurse'
        $lines[-1] | Should -BeLike "5 3 * * * *segment-folder.ps1 -Path '*/new plates' -DestinationPath '*/100\% it'\''s' -Model nuclei -Recurse"
        (& $register @folders -Every 00:15)[-1] | Should -BeLike '*/15 * * * * *'
        { & $register @folders -Every 00:00:10 } | Should -Throw '*less than a minute*'
        # The shell takes it apart as it was meant, when cron has taken the percent signs.
        $words = ($lines[-1] -replace '^(\S+ ){5}').Replace('\%', '%')
        & /bin/sh -c "printf '%s\n' $words" | Select-Object -Last 7 | Should -BeExactly @(
            '-Path', $folders.Path, '-DestinationPath', $folders.DestinationPath, '-Model', 'nuclei', '-Recurse')
    }

    It 'registers a task of which one runs at a time, with its words quoted' {
        $called = @{}
        function global:New-ScheduledTaskAction($Execute, $Argument) { [pscustomobject] @{ Execute = $Execute; Arguments = $Argument } }
        function global:New-ScheduledTaskTrigger([switch] $Daily, [switch] $Once, $At, $RepetitionInterval) { $PSBoundParameters }
        function global:New-ScheduledTaskSettingsSet($MultipleInstances, [switch] $StartWhenAvailable, $ExecutionTimeLimit) { $PSBoundParameters }
        function global:Register-ScheduledTask($TaskName, $Action, $Trigger, $Settings, [switch] $Force) { $PSBoundParameters }
        try {
            & $register @folders -WhatIf | Should -BeNullOrEmpty
            $called = & $register -Path $folders.Path -DestinationPath "$TestDrive/out" -Model 'D:\a "b"\' -At 04:00
            $called.TaskName | Should -BeExactly 'CellSeg segment-folder'
            $called.Action.Execute | Should -Be ([System.Environment]::ProcessPath)
            $called.Action.Arguments | Should -BeLike '*-NoProfile -NonInteractive -File *segment-folder.ps1*'
            $called.Action.Arguments | Should -BeLike '* -Path "*new plates" -DestinationPath * -Model "D:\a \"b\"\\"'
            $called.Trigger.Daily, $called.Trigger.At.Hour | Should -Be $true, 4
            $called.Settings.MultipleInstances | Should -BeExactly 'IgnoreNew'
            (& $register @folders -Every 00:15).Trigger.RepetitionInterval.TotalMinutes | Should -Be 15
        } finally {
            Remove-Item function:*-ScheduledTask*
        }
    }
}

Describe 'segment-plate.sh' {
    It 'hands its words to Slurm as they are' -Skip:$IsWindows {
        $bin = "$TestDrive/bin"
        $null = New-Item -ItemType Directory $bin
        Set-Content "$bin/sbatch" "#!/bin/sh`nfor word; do printf '%s\n' `"`$word`"; done >> '$TestDrive/words'`necho 7"
        chmod +x "$bin/sbatch"
        $plate = New-Item -ItemType Directory "$TestDrive/a plate"
        $variables = @{ PATH = "${bin}:$env:PATH"; PWSH = "printf '%s\n'" }
        $result = Invoke-PowerShell -ArgumentList "$examples/tasks/segment-plate.sh", $plate, "$TestDrive/it's out" -Environment $variables '
            bash $args[0] --path $args[1] --destination $args[2] --tasks 3 --option -Recurse -- --mem=8G
            bash $args[0] --path "$($args[1])/none" --destination $args[2] --tasks 3
            exit $LASTEXITCODE'

        $result.Lines | Should -BeExactly 'tasks: job 7', 'end: job 7'
        $result.ExitCode, $result.Error.Trim() | Should -Be 1, "segment-plate: there is no folder $plate/none"
        $words = [IO.File]::ReadAllLines("$TestDrive/words")
        $words | Should -Contain '--array=1-3'
        $words | Should -Contain '--dependency=afterany:7'
        ($words -eq '--mem=8G').Count | Should -Be 2
        $command = ($words -match '^--wrap=')[0] -replace '^--wrap='
        $env:SLURM_ARRAY_TASK_ID = 2
        try {
            & bash -c $command | Select-Object -Last 11 | Should -BeExactly @(
                '-Path', "$plate", '-DestinationPath', (Get-Item "$TestDrive/it's out").FullName, '-Model', 'nuclei', '-Recurse'
                '-Part', '2', '-PartCount', '3')
        } finally {
            $env:SLURM_ARRAY_TASK_ID = $null
        }
    }
}

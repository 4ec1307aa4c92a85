BeforeAll {
    $examples = (Resolve-Path "$PSScriptRoot/../../examples").Path
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
        Get-ChildItem "$PSScriptRoot/../../examples", "$PSScriptRoot/../../benchmarks" -Recurse -Filter *.ps1 | ForEach-Object FullName
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
        Get-ChildItem "$TestDrive/named" | Should -HaveCount 4
    }
}

Describe '02-scheduled-task.ps1' {
    BeforeAll {
        $task = Get-Item "$examples/02-scheduled-task.ps1"
        $mixed = "$TestDrive/mixed"
        $null = Copy-Item $images $mixed -Recurse
        Set-Content "$mixed/bad.png" 'no image'
    }

    It 'ends with 0 when every image was segmented' {
        $result = Invoke-PowerShell $task '-Path', $images, '-ModelPath', $model, '-DestinationPath', "$TestDrive/task0"

        $result.ExitCode | Should -Be 0
        $result.Error | Should -BeNullOrEmpty
        $result.Lines | Should -BeExactly '2 segmented, 0 failed'
    }

    It 'ends with 1 when nothing could be done' {
        $result = Invoke-PowerShell $task '-Path', $images, '-ModelPath', "$TestDrive/none", '-DestinationPath', "$TestDrive/task1"

        $result.ExitCode | Should -Be 1
        $result.Lines | Should -BeNullOrEmpty
        $result.Error | Should -BeLike 'Nothing was segmented:*none*'
    }

    It 'ends with 1 when there is no such folder' {
        $result = Invoke-PowerShell $task '-Path', "$TestDrive/nowhere", '-DestinationPath', "$TestDrive/task1"

        $result.ExitCode | Should -Be 1
        $result.Error | Should -BeLike 'Nothing was segmented:*nowhere*'
    }

    It 'takes a folder by its very name' {
        $plate = "$TestDrive/plate[1]"
        $null = [IO.Directory]::CreateDirectory($plate)
        Copy-Item "$images/a.png" $plate
        $result = Invoke-PowerShell $task '-Path', $plate, '-ModelPath', $model, '-DestinationPath', "$TestDrive/task3"

        $result.ExitCode, "$($result.Lines)" | Should -Be 0, '1 segmented, 0 failed'
    }

    It 'ends with 2 when some images failed, and names them' {
        $result = Invoke-PowerShell $task '-Path', $mixed, '-ModelPath', $model, '-DestinationPath', "$TestDrive/task2"

        $result.ExitCode | Should -Be 2
        $result.Lines | Should -BeExactly '2 segmented, 1 failed'
        $result.Error | Should -BeLike '*bad.png*'
    }
}

BeforeDiscovery {
    $missing = 'slurmctld', 'slurmd', 'munged', 'sbatch', 'id' | Where-Object { -not (Get-Command $_ -CommandType Application -ErrorAction Ignore) }
    # Only root can start Slurm's daemons.
    $hasSlurm = $IsLinux -and -not $missing -and (id -u) -eq 0
}

Describe 'A study under Slurm' -Skip:(-not $hasSlurm) {
    BeforeAll {
        New-SimulatedCellDataset 8 -Width 64 -Height 64 -CellCount 5 | Export-CellDataset LabelFolder "$TestDrive/cells" -WarningAction Ignore
        $small = @{
            DatasetPath = "$TestDrive/cells"; Schema = 'Watershed'; Backbone = 'MobileNetV2'; Fraction = 0.25, 1; Seed = 0; Pretrained = $false
            Preset = 'Default'; ModelOption = @{ PyramidWidth = 16; HeadWidth = 8; FinestLevel = 3 }; StepCount = 4; TestTileSize = 48
            Option = @{ Epochs = 2; BatchSize = 2; CropSize = 32 }
        }
        $null = Start-SegmentationStudy DatasetSize "$TestDrive/local" @small
        $null = Start-SegmentationStudy DatasetSize "$TestDrive/study" @small -PlanOnly
        Set-Content "$TestDrive/run.ps1" @"
            `$ErrorActionPreference = 'Stop'
            Import-Module '$((Get-Module CellSeg).ModuleBase)'
            `$study = Start-SegmentationStudy -Path '$TestDrive/study' -Resume -Scheduler Slurm -Partition main -TimeLimit 0:10 -MaximumTasks 2
            `$study.Name
            (`$study | Wait-SegmentationStudy -Timeout 0:05).Done
            Remove-Item '$TestDrive/study/trainings/cells-watershed-mobilenetv2-location-scratch-f1-s0' -Recurse
            (Start-SegmentationStudy -Path '$TestDrive/study' -Resume -Scheduler Slurm | Wait-SegmentationStudy -Timeout 0:05).Done
            (Start-SegmentationStudy -Path '$TestDrive/study' -Resume -Scheduler Slurm).Done
"@
        Push-Location "$PSScriptRoot/../../.."
        try {
            $lines = & bash -c 'set -euo pipefail; source benchmarks/slurm_here.sh; $PWSH -NoProfile -File "$1" | cat' bash "$TestDrive/run.ps1"
            $exitCode = $LASTEXITCODE
        } finally {
            Pop-Location
        }
    }

    It 'is done as one array, and what is missing as another' {
        $exitCode | Should -Be 0
        $lines | Select-Object -Last 4 | Should -BeExactly 'DatasetSize', '2', '2', '2'
        Get-Content "$TestDrive/study/slurm/trainings-1.txt" | Should -HaveCount 2
        Get-Content "$TestDrive/study/slurm/trainings-2.txt" | Should -BeExactly 'cells-watershed-mobilenetv2-location-scratch-f1-s0'
        "$TestDrive/study/slurm/trainings-3.txt" | Should -Not -Exist
        Get-ChildItem "$TestDrive/study/slurm/logs" | Should -HaveCount 3
    }

    It 'has the table of a study on this machine' {
        (Get-FileHash "$TestDrive/study/study.csv").Hash | Should -Be (Get-FileHash "$TestDrive/local/study.csv").Hash
    }
}

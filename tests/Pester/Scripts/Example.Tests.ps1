BeforeAll {
    $examples = (Resolve-Path "$PSScriptRoot/../../../examples").Path
    $null = New-SimulatedCellDataset 6 -Width 64 -Height 64 -CellCount 4 -Seed 3 | Export-CellDataset LabelFolder "$TestDrive/mine"
    $few = '@{ Epochs = 1; CropsPerEpoch = 2; BatchSize = 2; CropSize = 32 }'
}

Describe 'The examples with data of the user' {
    It 'train and judge a model: 02-train-on-your-own-images.ps1' {
        $result = Invoke-PowerShell -ArgumentList $examples, "$TestDrive/mine", "$TestDrive/trained" "
            & `"`$(`$args[0])/02-train-on-your-own-images.ps1`" -DataPath `$args[1] -Output `$args[2] -Option $few | Out-String -Width 200"

        $result.Error | Should -BeNullOrEmpty
        $result.ExitCode | Should -Be 0
        "$TestDrive/trained/model/model.json" | Should -Exist
        Get-ChildItem "$TestDrive/trained/test" -Filter *_overlay.png | Should -Not -BeNullOrEmpty
        (Import-Csv "$TestDrive/trained/errors.csv").TrueCount | Should -Not -BeNullOrEmpty
    }

    It 'tell which model is better: 08-compare-models.ps1' {
        New-SegmentationModel | Export-SegmentationModel "$TestDrive/untrained"
        $result = Invoke-PowerShell -ArgumentList $examples, "$TestDrive/mine", "$TestDrive/untrained" '
            $rows = & "$($args[0])/08-compare-models.ps1" -DataPath $args[1] -Model $args[2], nuclei
            $rows.Model
            $rows[0].Interval'

        $result.Error | Should -BeNullOrEmpty
        $result.Lines[0..1] | Should -BeExactly 'nuclei', "$TestDrive/untrained"
        $result.Lines[2] | Should -Match '^[01]\.\d{3} to [01]\.\d{3}$'
    }

    It 'make a study and go on with it: 09-study.ps1' {
        $line = "& `"`$(`$args[0])/09-study.ps1`" -DataPath `$args[1] -Output `$args[2] -Schema Watershed, Pixelwise" +
            " -Fraction 0.5, 1 -Seed 0 -StepCount 2 -Option $few"
        $result = Invoke-PowerShell -ArgumentList $examples, "$TestDrive/mine", "$TestDrive/studied" "
            (Get-ChildItem (Join-Path `$args[2] 'study/plan.json') -ErrorAction Ignore).Count
            $line | Out-Null
            Remove-Item `"`$(`$args[2])/study/trainings/*-watershed-*`" -Recurse
            $line"

        $result.Error | Should -BeNullOrEmpty
        $result.Lines[-1] | Should -BeExactly "The report is $TestDrive/studied/report/report.html"
        Import-Csv "$TestDrive/studied/study/study.csv" | Should -HaveCount 8
        "$TestDrive/studied/report/report.html" | Should -Exist
    }

    It 'segment what is dropped into a folder, once: watch-folder.ps1' {
        $null = New-Item -ItemType Directory "$TestDrive/dropped"
        Copy-Item "$TestDrive/mine/images/*" "$TestDrive/dropped"
        $count = (Get-ChildItem "$TestDrive/dropped").Count
        Set-Content "$TestDrive/dropped/half.png" 'no image'
        Set-Content "$TestDrive/dropped/notes.txt" 'no image either'
        $watch = @{ ArgumentList = @(
                '-Path', "$TestDrive/dropped", '-DestinationPath', "$TestDrive/watched", '-OutputFormat', 'LabelTiff'
                '-Every', '00:00:00.05', '-For', '00:00:01') }
        $first = Invoke-PowerShell (Get-Item "$examples/tasks/watch-folder.ps1") @watch
        $first.ExitCode | Should -Be 2
        $first.Error | Should -BeLike '*half.png*'
        $first.Error | Should -Not -BeLike '*notes.txt*'
        $first.Lines | Should -HaveCount $count
        Get-ChildItem "$TestDrive/watched" -Filter *_labels.tif | Should -HaveCount $count

        # The half one is whole now, and a new one is there.
        Copy-Item (Get-Item "$TestDrive/mine/images/*")[0] "$TestDrive/dropped/half.png"
        $second = Invoke-PowerShell (Get-Item "$examples/tasks/watch-folder.ps1") @watch
        $second.ExitCode | Should -Be 0
        $second.Error | Should -BeNullOrEmpty
        Get-ChildItem "$TestDrive/watched" -Filter *_labels.tif | Should -HaveCount ($count + 1)
        Import-Csv "$TestDrive/watched/cellseg-images.csv" | Should -HaveCount ($count + 1)
    }

    It 'say what is wrong with a folder that is not there: watch-folder.ps1' {
        $result = Invoke-PowerShell (Get-Item "$examples/tasks/watch-folder.ps1") '-Path', "$TestDrive/none", '-DestinationPath', "$TestDrive/watched"
        $result.ExitCode | Should -Be 1
        $result.Error.Trim() | Should -BeExactly "There is no folder $TestDrive/none."
    }
}

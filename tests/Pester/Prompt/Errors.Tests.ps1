BeforeAll {
    $data = New-SimulatedCellDataset 4 -Width 64 -Height 64 -CellCount 4
    $split = $data | Split-CellDataset -TestFraction 0.25
    $model = New-SegmentationModel -PyramidWidth 16
    $missing = "$TestDrive/nowhere"
    $null = New-Item -ItemType Directory "$TestDrive/empty"
    Set-Content "$TestDrive/a.npz", "$TestDrive/a.zip", "$TestDrive/a.trks" 'no archive'
    $short = @{ Epochs = 1; BatchSize = 1; CropSize = 64 }

    # The errors of a line, whether they end it or not, as "id category: message".
    function Get-Failure([scriptblock] $Line) {
        $ErrorActionPreference = 'Continue'
        $problems = try {
            & $Line 2>&1 3>$null 6>$null | Where-Object { $_ -is [System.Management.Automation.ErrorRecord] }
        }
        catch {
            $_
        }
        $problems | ForEach-Object { "$($_.FullyQualifiedErrorId.Split(',')[0]) $($_.CategoryInfo.Category): $_" }
    }
}

Describe 'An error names what comes first' {
    It '<Expected> for <Line>' -ForEach @(
        @{ Line = { $data | Start-ModelTraining $model }; Expected = 'Split-CellDataset' }
        @{ Line = { $data.Movies[0] | Start-ModelTraining $model }; Expected = 'Split-CellDataset' }
        @{ Line = { Get-Item $TestDrive | Start-ModelTraining $model }; Expected = 'Import-CellDataset PATH | Split-CellDataset' }
        @{ Line = { $model | Start-ModelTraining $split }; Expected = 'model by -Model' }
        @{ Line = { Split-CellDataset "$TestDrive/empty" }; Expected = 'Import-CellDataset' }
        @{ Line = { "$TestDrive/empty" | Test-CellDataset }; Expected = 'Import-CellDataset' }
        @{ Line = { $split | Split-CellDataset }; Expected = 'Training, Validation or Test' }
        @{ Line = { $split | Export-CellDataset Npz "$TestDrive/x.npz" }; Expected = 'Training, Validation or Test' }
        @{ Line = { $split | Invoke-CellSegmentation }; Expected = 'Training, Validation or Test' }
        @{ Line = { Get-SegmentationModel | Invoke-CellSegmentation }; Expected = 'by -Model' }
        @{ Line = { $data | Measure-SegmentationError }; Expected = 'Invoke-CellSegmentation' }
        @{ Line = { $data | Measure-CellProperty }; Expected = 'Invoke-CellSegmentation' }
        @{ Line = { Invoke-CellSegmentation "$TestDrive/a.npz" }; Expected = 'Import-CellDataset' }
        @{ Line = { Invoke-CellSegmentation "$TestDrive/a.zip" }; Expected = 'Import-CellDataset' }
        @{ Line = { Invoke-CellSegmentation "$TestDrive/a.trks" }; Expected = 'Import-CellDataset' }
        @{ Line = { Invoke-CellSegmentation "$TestDrive/empty" }; Expected = '-Recurse' }
        @{ Line = { Invoke-CellSegmentation "$TestDrive/empty" -Model nuclie }; Expected = 'Bundled models are nuclei' }
    ) {
        $problem = Get-Failure $Line
        $problem | Should -HaveCount 1
        $problem | Should -BeLike "*$Expected*"
    }

    It 'where the data set comes from a job, which has lost its images' {
        $data | Export-Clixml "$TestDrive/data.xml"
        Get-Failure { Import-Clixml "$TestDrive/data.xml" | Split-CellDataset } | Should -BeLike '*lost its images*'
    }

    It 'and the data set as an argument is as good as from the pipe' {
        (Split-CellDataset $data -Seed 1).Training.MovieCount | Should -Be 3
        (Test-CellDataset $data).Kind | Should -Contain 'Summary'
        Test-CellDataset -Split $split | Should -Not -BeNullOrEmpty
    }
}

Describe 'What is not there' {
    It 'is called missing by <Line>' -ForEach @(
        @{ Line = { Import-CellDataset $missing } }
        @{ Line = { Invoke-CellSegmentation $missing } }
        @{ Line = { Invoke-CellSegmentation "$TestDrive/empty" -Model $missing } }
        @{ Line = { Measure-CellProperty $missing } }
        @{ Line = { Import-SegmentationModel $missing } }
        @{ Line = { Get-SegmentationModel -Path $missing } }
        @{ Line = { Get-SegmentationStudy $missing } }
        @{ Line = { Wait-SegmentationStudy $missing } }
        @{ Line = { Start-SegmentationStudy -Path $missing -Resume } }
        @{ Line = { Export-SegmentationReport $missing "$TestDrive/report" } }
        @{ Line = { $data | Split-CellDataset -SplitPath "$missing.csv" } }
    ) {
        Get-Failure $Line | Should -Match '^\w+ \w+: .*there is no such (file|folder|model folder)'
    }

    It 'is told once, whatever stands behind it in the pipe: <Line>' -ForEach @(
        @{ Line = { Invoke-CellSegmentation $missing | Measure-SegmentationError -Total } }
        @{ Line = { Import-CellDataset $missing | Invoke-CellSegmentation | Measure-SegmentationError -Total } }
        @{ Line = { Import-CellDataset $missing | Split-CellDataset | Start-ModelTraining $model | Invoke-CellSegmentation | Measure-CellProperty } }
    ) {
        Get-Failure $Line | Should -HaveCount 1
    }

    It 'but a pool of images none of which can be measured is an error of its own' {
        Write-CellPng "$TestDrive/plain.png" 200
        $problems = Get-Failure { Invoke-CellSegmentation "$TestDrive/plain.png" -Model $model | Measure-SegmentationError -Total }
        $problems -replace ' .*' | Should -Be 'NoTruth', 'NothingMeasured'
    }
}

Describe 'A card that is not there' {
    It 'ends <Name>, before any data are read' -ForEach @(
        @{ Name = 'a training'; Line = { $split | Start-ModelTraining $model -Device Cuda } }
        @{ Name = 'a segmentation'; Line = { $data | Invoke-CellSegmentation -Model $model -Device Cuda } }
    ) {
        if ((Test-CellSegEnvironment | Where-Object Name -EQ CUDA).Detail -notlike 'not available*') {
            Set-ItResult -Skipped -Because 'there is a card here'
        }
        { & $Line } | Should -Throw -ErrorId 'InvalidOption,*' -ExpectedMessage 'Cuda: *-Device Cpu*'
    }
}

Describe '-Verbose' {
    It 'tells of each epoch and of where checkpoints are' {
        $said = $split | Start-ModelTraining $model @short -Verbose 4>&1 | Where-Object { $_ -is [System.Management.Automation.VerboseRecord] }
        "$said" | Should -Match 'Checkpoints go to .*Epoch 1: loss \d'
    }

    It 'tells of each file' {
        $said = $data | Invoke-CellSegmentation -Model $model -DestinationPath "$TestDrive/told" -Verbose 4>&1 |
            Where-Object { $_ -is [System.Management.Automation.VerboseRecord] }
        @($said -match 'simulated-00\d, frame 0: \d+ cells in .* s -> .*_labels.tif') | Should -HaveCount 4
    }
}

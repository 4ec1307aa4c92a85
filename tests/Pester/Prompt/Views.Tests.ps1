BeforeAll {
    $library = (New-SimulatedCellDataset 1 -Width 32 -Height 32 -CellCount 1).GetType().Assembly
    $data = New-SimulatedCellDataset 6 -Width 64 -Height 64 -CellCount 4 -PixelSize 0.3251
    $split = $data | Split-CellDataset -TestFraction 0.3 -ValidationFraction 0.2
    $found = $data | Invoke-CellSegmentation -Model nuclei
}

Describe 'A view' {
    It 'is there as a table of 4 to 6 columns and as a list: <_>' -ForEach @(
        (Get-Command -Module CellSeg).OutputType.Type | Sort-Object FullName -Unique | Where-Object Namespace -Like CellSeg.* | ForEach-Object FullName
    ) {
        $controls = (Get-FormatData -TypeName $_ -PowerShellVersion $PSVersionTable.PSVersion).FormatViewDefinition.Control
        $tables = @($controls | Where-Object { $_ -is [System.Management.Automation.TableControl] })
        $tables | Should -Not -BeNullOrEmpty
        $tables | ForEach-Object { $_.Headers.Count | Should -BeIn 4, 5, 6 }
        $controls | Where-Object { $_ -is [System.Management.Automation.ListControl] } | Should -Not -BeNullOrEmpty
    }

    It 'is of a type that there is: <_>' -ForEach @(
        Get-ChildItem "$PSScriptRoot/../../../module/views" -Filter *.ps1xml | Select-String '<TypeName>(.+?)<' |
            ForEach-Object { $_.Matches[0].Groups[1].Value } | Sort-Object -Unique
    ) {
        $library.GetType(($_ -replace '#.*')) | Should -Not -BeNullOrEmpty
    }

    It 'is cut off nowhere at a prompt of 80 columns: <Name>' -ForEach @(
        @{ Name = 'data set'; Get = { $data } }
        @{ Name = 'split'; Get = { $split } }
        @{ Name = 'movies'; Get = { $data.Movies } }
        @{ Name = 'report'; Get = { $data | Test-CellDataset -AsReport } }
        @{ Name = 'frames'; Get = { ($data | Test-CellDataset -AsReport).Frames } }
        @{ Name = 'model'; Get = { New-SegmentationModel } }
        @{ Name = 'bundled models'; Get = { Get-SegmentationModel } }
        @{ Name = 'segmentations'; Get = { $data | Invoke-CellSegmentation -Model nuclei -DestinationPath "$TestDrive/out" -Force } }
        @{ Name = 'errors'; Get = { $found | Measure-SegmentationError } }
        @{ Name = 'detailed errors'; Get = { $found | Measure-SegmentationError -Detailed } }
        @{ Name = 'intervals'; Get = { $found | Measure-SegmentationError -Total -Bootstrap 20 } }
        @{ Name = 'detailed intervals'; Get = { $found | Measure-SegmentationError -Total -Detailed -Bootstrap 20 } }
        @{ Name = 'cells'; Get = { $found | Measure-CellProperty } }
    ) {
        $objects = & $Get
        $lines = ($objects | Format-Table | Out-String -Width 80) -split '\r?\n'
        $lines.Where({ $_ -match '^-' -or $_ -match '^ +-' }) | Should -HaveCount 1
        $lines | Where-Object { $_.TrimEnd().Length -gt 80 -or $_.Contains('…') } | Should -BeNullOrEmpty
        # A list has no long numbers and no names of classes in the place of values.
        $list = $objects | Select-Object -First 1 | Format-List | Out-String -Width 200
        $list | Should -Not -Match '\d\.\d{5}'
        $list | Should -Not -Match ': \{?CellSeg\.|\w+ \{ \w+ = '
    }

    It 'counts findings by their severity' {
        # A single finding is no list, which once counted as an error.
        ($data | Test-CellDataset -AsReport | Out-String -Width 80) | Should -Match '0 errors, 0 warnings'
    }

    It 'names the image of each cell, and rounds what its property has exactly' {
        $cell = @($found | Measure-CellProperty)[0]
        ($cell | Out-String -Width 80) | Should -Match "(?m)^simulated-001 +1 +$($cell.Area) +$($cell.CentroidRow.ToString('F1')) "
        "$($cell.CentroidRow)".Length | Should -BeGreaterThan 6
    }

    It 'says in words what went wrong with an image' {
        $shifted = $found[0] | ForEach-Object { $_ }
        $shifted.ReadLabels().Pixels[0] = 77
        ($shifted | Measure-SegmentationError | Out-String -Width 80) | Should -Match '1 gained'
        $shifted.ReadLabels().Pixels[0] = 0
    }

    It 'has intervals where they are asked for' {
        ($found | Measure-SegmentationError -Total | Out-String -Width 80) | Should -Not -Match '\d-\d'
        ($found | Measure-SegmentationError -Total | Format-List | Out-String) | Should -Not -Match ' to '
        ($found | Measure-SegmentationError -Total -Bootstrap 20 | Out-String -Width 80) | Should -Match '\d\.\d{3} \d\.\d{3}-\d\.\d{3}'
        ($found | Measure-SegmentationError -Total -Bootstrap 20 | Format-List | Out-String) | Should -Match 'F1 +: \d\.\d{3} \(\d\.\d{3} to \d\.\d{3}\)'
    }
}

Describe 'A result that is saved' {
    It 'is small, whatever its image: <_>' -ForEach 'ConvertTo-Json', 'Export-Clixml' {
        $large = New-SimulatedCellDataset 1 -Width 512 -Height 512 -CellCount 5 | Invoke-CellSegmentation -Model nuclei
        if ($_ -eq 'Export-Clixml') {
            $large | Export-Clixml "$TestDrive/large.xml"
            (Get-Item "$TestDrive/large.xml").Length | Should -BeLessThan 5000
        }
        else {
            ($large | ConvertTo-Json).Length | Should -BeLessThan 2000
        }
        $large.ReadLabels().Pixels.Count | Should -Be (512 * 512)
        $large.ReadTruth().CountCells() | Should -Be 5
    }

    It 'is shown as it was when it is read again' {
        $found | Export-Clixml "$TestDrive/found.xml"
        $read = Import-Clixml "$TestDrive/found.xml"
        ($read | Out-String -Width 80) | Should -BeExactly ($found | Out-String -Width 80)
        $read[0].Width, $read[0].HasTruth | Should -Be 64, $true
    }

    It 'is not larger than 20 kB either where it is a training' {
        $result = $split | Start-ModelTraining (New-SegmentationModel -PyramidWidth 16) -Epochs 2 -BatchSize 2 -CropSize 32
        ($result | ConvertTo-Json -WarningAction Ignore).Length | Should -BeLessThan 20000
        ($result | Out-String -Width 80) | Should -Match 'Watershed-MobileNetV2 +2 +[12] '
        ($result.History | Format-Table | Out-String -Width 80) | Should -Match 'ValidationF1'
    }
}

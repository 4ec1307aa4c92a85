Describe 'Tables' {
    BeforeAll {
        $folder = Join-Path $TestDrive 'movies'
        $null = New-Item -ItemType Directory (Join-Path $folder 'truth'), (Join-Path $folder 'found')
        $movie = (New-SimulatedCellDataset -MovieCount 1 -FrameCount 2 -Width 96 -Height 96 -CellCount 6 -Seed 1).Movies[0]
        $writer = $movie.GetType().Assembly.GetType('CellSeg.Imaging.ImageWriter')
        foreach ($frame in 0, 1) {
            $writer::WriteLabels((Join-Path $folder "truth/f${frame}_labels.tif"), $movie.ReadLabels($frame))
            $writer::WriteLabels((Join-Path $folder "found/f${frame}_labels.tif"), $movie.ReadLabels(0))
            Write-Tiff (Join-Path $folder "f$frame.tif") 96 @(, $movie.ReadImage($frame).Pixels)
        }
        $model = New-SegmentationModel
        $commands = @{
            Error = { Measure-SegmentationError "$folder/found" "$folder/truth" -Detailed @args }
            Pool = { Measure-SegmentationError "$folder/found" "$folder/truth" -Detailed -Total -Bootstrap 5 @args }
            Cell = { Measure-CellProperty "$folder/found" -ImagePath $folder -PixelSize 0.65 @args }
        }
        function Use-Culture([string] $Name, [scriptblock] $Script) {
            $culture = [cultureinfo]::CurrentCulture
            try {
                [cultureinfo]::CurrentCulture = $Name
                & $Script
            }
            finally {
                [cultureinfo]::CurrentCulture = $culture
            }
        }
    }

    BeforeEach {
        $csv = "$TestDrive/$(New-Guid)/table.csv"
    }

    It '<Name> makes a CSV file whose fields are numbers and names' -ForEach @{ Name = 'Error' }, @{ Name = 'Pool' }, @{ Name = 'Cell' } {
        $objects = @(& $commands[$Name])
        $exported = Join-Path $TestDrive 'exported.csv'
        $objects | Export-Csv $exported
        $rows = @(Import-Csv $exported)
        $rows.Count | Should -Be $objects.Count
        foreach ($property in $rows[0].PSObject.Properties | Where-Object Name -NE 'Path') {
            $property.Value | Should -Match '^(-?[0-9.]+(E-?[0-9]+)?|NaN|True|False| )*$' -Because $property.Name
        }
    }

    It 'scores at ten thresholds are one field' {
        $row = Measure-SegmentationError "$folder/found" "$folder/truth" -Detailed -Total | ConvertTo-Csv | ConvertFrom-Csv
        ($row.AveragePrecision -split ' ').Count | Should -Be 10
        $row.AveragePrecision50 | Should -Be ($row.AveragePrecision -split ' ')[0]
    }

    It '-CsvPath of <Name> has the columns of the objects, which go down the pipe all the same' -ForEach @(
        @{ Name = 'Error' }, @{ Name = 'Pool' }, @{ Name = 'Cell' }
    ) {
        $objects = @(& $commands[$Name] -CsvPath $csv)
        $rows = @(Import-Csv $csv)
        $rows.Count | Should -Be $objects.Count
        for ($i = 0; $i -lt $rows.Count; $i++) {
            $expected = $objects[$i].PSObject.Properties
            $rows[$i].PSObject.Properties.Name | Should -BeExactly $expected.Name
            foreach ($property in $expected) {
                # All digits, of which PowerShell's own text has 15.
                $text = $property.Value -is [IFormattable] ? $property.Value.ToString($null, [cultureinfo]::InvariantCulture) : "$($property.Value)"
                $rows[$i].($property.Name) | Should -BeExactly $text -Because $property.Name
            }
        }
    }

    It 'are the same bytes in every culture, <Name>' -ForEach @(
        @{ Name = 'Error' }, @{ Name = 'Pool' }, @{ Name = 'Cell' }, @{ Name = 'Csv of a segmentation' }
    ) {
        $hashes = foreach ($culture in 'en-US', 'de-DE', 'tr-TR') {
            $file = Use-Culture $culture {
                if ($commands[$Name]) {
                    $null = & $commands[$Name] -CsvPath $csv -Force
                    $csv
                }
                else {
                    (Invoke-CellSegmentation "$folder/f0.tif" -Model $model -DestinationPath (Split-Path $csv) -OutputFormat csv -Force).CsvPath
                }
            }
            (Get-Content $file -Raw) | Should -Match '[0-9]\.[0-9]'
            (Get-FileHash $file).Hash
        }
        $hashes | Select-Object -Unique | Should -HaveCount 1
    }

    It 'give the mean that the objects have, read in whatever culture' -ForEach @(
        @{ Culture = 'en-US' }, @{ Culture = 'de-DE' }, @{ Culture = 'tr-TR' }
    ) {
        Use-Culture $Culture {
            $cells = & $commands.Cell -CsvPath $csv
            $expected = ($cells | Measure-Object MeanIntensity -Average).Average
            $expected | Should -BeGreaterThan 300
            (Import-Csv $csv | Measure-Object MeanIntensity -Average).Average | Should -Be $expected
        }
    }

    It 'have one decimal separator in a row of Export-Csv, <Culture>' -ForEach @(
        @{ Culture = 'en-US'; Other = ',' }, @{ Culture = 'de-DE'; Other = '.' }, @{ Culture = 'tr-TR'; Other = '.' }
    ) {
        Use-Culture $Culture {
            foreach ($name in $commands.Keys) {
                $row = & $commands[$name] | Select-Object * -ExcludeProperty Path | ConvertTo-Csv | Select-Object -Last 1
                $row -replace '","' | Should -Not -Match "[0-9]$([regex]::Escape($Other))[0-9]" -Because $name
            }
        }
    }

    It 'replace a file only by force, and are not written by -WhatIf' {
        $null = & $commands.Cell -CsvPath $csv -WhatIf
        $csv | Should -Not -Exist

        $null = New-Item -ItemType Directory (Split-Path $csv)
        Set-Content $csv 'mine'
        $failure = { & $commands.Cell -CsvPath $csv } | Should -Throw -PassThru
        $failure | Get-Problem | Should -BeExactly 'OutputExists ResourceExists table.csv'
        Get-Content $csv | Should -BeExactly 'mine'
        $failure = { & $commands.Error -CsvPath (Split-Path $csv) -Force } | Should -Throw -PassThru
        "$failure" | Should -BeLike '*this is a folder*'

        $cells = & $commands.Cell -CsvPath $csv -Force
        Import-Csv $csv | Should -HaveCount $cells.Count
    }

    It 'appear whole or not at all when the pipeline is stopped' {
        & $commands.Cell -CsvPath $csv | Select-Object -First 1 | Should -HaveCount 1
        $csv | Should -Not -Exist
        Split-Path $csv | Should -Not -Exist
    }

    It 'have the header alone without cells' {
        Write-CellPng "$(Split-Path $csv)/none_labels.png"
        Measure-CellProperty "$(Split-Path $csv)/none_labels.png" -CsvPath $csv | Should -BeNullOrEmpty
        Get-Content $csv | Should -BeLike 'Path,Frame,Label,CellCount,Area,*'
    }

    It 'have the columns of all channels, whichever image comes first' {
        $root = Split-Path $csv
        foreach ($name in 'a', 'b') {
            Write-CellPng "$root/labels/${name}_labels.png" 1
            Write-Stack "$root/images/$name.tif" -Channels ($name -eq 'a' ? 2 : 3)
        }
        $cells = Measure-CellProperty "$root/labels" -ImagePath "$root/images" -CsvPath $csv
        $cells[1].MeanIntensity3 | Should -Be 3
        $cells[0].PSObject.Properties.Name | Should -Not -Contain 'MeanIntensity3'
        $rows = Import-Csv $csv
        $rows[0].PSObject.Properties.Name[-8..-1] | Should -BeExactly @(
            'MeanIntensity2', 'MinIntensity2', 'MaxIntensity2', 'StdIntensity2', 'MeanIntensity3', 'MinIntensity3', 'MaxIntensity3', 'StdIntensity3')
        $rows.MeanIntensity3 | Should -BeExactly 'NaN', '3'
    }
}

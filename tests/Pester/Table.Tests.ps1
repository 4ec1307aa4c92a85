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

Describe 'Reports of studies' {
    BeforeAll {
        # Watershed beats RetinaMask beats pixelwise by far, and more data help; the scores are those of their counts.
        function New-StudyRow($Schema, $Fraction, $Seed, $MinimumArea) {
            $correct = 800 + @{ Watershed = 100; RetinaMask = 60; Pixelwise = 0 }[$Schema] + [int](50 * $Fraction) + $Seed + 0.1 * $MinimumArea
            [pscustomobject] [ordered] @{
                Training = "cells-$Schema-f$Fraction-s$Seed"; Dataset = 'cells'; Schema = $Schema; Backbone = 'MobileNetV2'
                Location = $false; Pretrained = $true; TemporalMode = 'None'; FramesPerBatch = 1
                Fraction = $Fraction.ToString([cultureinfo]::InvariantCulture); Seed = $Seed; MinimumArea = $MinimumArea
                TrainingMovies = 10; AnnotationCount = [int](10000 * $Fraction) + $Seed; Steps = 500; BestEpoch = 3; ImageCount = 20
                TrueCount = 1000; PredictedCount = 1000; Correct = $correct; Missed = 1000 - $correct; Gained = 1000 - $correct
                Merges = 3; Splits = 2; Catastrophes = 1
                Precision = ($correct / 1000).ToString([cultureinfo]::InvariantCulture)
                Recall = ($correct / 1000).ToString([cultureinfo]::InvariantCulture)
                F1 = ($correct / 1000).ToString([cultureinfo]::InvariantCulture); Jaccard = 0.8
            }
        }
        $study = Join-Path $TestDrive 'study'
        $null = New-Item -ItemType Directory $study
        $rows = foreach ($schema in 'Watershed', 'RetinaMask', 'Pixelwise') {
            foreach ($fraction in 0.1, 0.5, 1) {
                foreach ($seed in 0..3) {
                    foreach ($area in 0, 100) { New-StudyRow $schema $fraction -Seed $seed -MinimumArea $area }
                }
            }
        }
        $rows | Export-Csv "$study/study.csv"
    }

    BeforeEach {
        $out = Join-Path $TestDrive (New-Guid)
    }

    It 'are files, and objects only with -PassThru' {
        Export-SegmentationReport $study $out | Should -BeNullOrEmpty
        $files = Export-SegmentationReport -Path "$study/study.csv" -DestinationPath $out -Force -PassThru
        $files.Path | Should -Exist
        Get-Content $files.Path -First 1 | Should -BeExactly '<!DOCTYPE html>'
        $files.ClaimPath, $files.TablePaths, $files.FigurePaths | ForEach-Object { $_ } | Should -Exist
        @(Import-Csv "$out/tables/table-7.csv").Count | Should -Be 12
        $files.TrainingCount | Should -Be 36
    }

    It 'judge each claim' {
        $claims = (Export-SegmentationReport $study $out -PassThru).Claims
        $claims.Count | Should -Be 7
        $schemas = $claims | Where-Object Name -EQ Schemas
        $schemas.Verdict | Should -BeExactly Confirmed
        $schemas.Pairs | Should -Be 12
        ($claims | Where-Object Name -EQ Transfer).Reason | Should -BeLike 'Not run: it takes trainings with and without*'
        $csv = Import-Csv "$out/claims.csv" | Where-Object Claim -EQ Schemas
        # Twelve pairs that all go one way: 2 * 2^-12.
        $csv.P | ForEach-Object { [double] $_ } | Should -Be @(0.00048828125, 0.00048828125)
        $csv[1].MeanDifference | ForEach-Object { [Math]::Round([double]::Parse($_, [cultureinfo]::InvariantCulture), 9) } | Should -Be 0.06
    }

    It 'have views' {
        $files = Export-SegmentationReport $study $out -PassThru
        $files | Out-String | Should -Match 'Trainings +Confirmed +Refuted +Undecided +Path'
        $files.Claims | Out-String -Width 160 | Should -Match '(?m)^Schemas +Confirmed +12 +0\.00'
    }

    It 'replace no report without -Force, and write nothing then' {
        $null = New-Item -ItemType Directory $out
        Set-Content "$out/claims.csv" mine
        Export-SegmentationReport $study $out -ErrorVariable problem -ErrorAction SilentlyContinue
        $problem.FullyQualifiedErrorId | Should -BeLike 'OutputExists,*'
        @(Get-ChildItem $out -Recurse -File).Count | Should -Be 1
        Export-SegmentationReport $study $out -Force
        Get-Content "$out/claims.csv" -First 1 | Should -BeLike 'Claim,*'
    }

    It 'say what they are asked to, and are not made by -WhatIf' {
        Export-SegmentationReport $study $out -WhatIf
        $out | Should -Not -Exist
        Export-SegmentationReport $study $out -Margin 0.02 -Note 'Two cores & no card.'
        Get-Content "$out/report.html" -Raw | Should -Match '(?s)Two cores &amp; no card\..*margin of 0\.02.*-Margin 0\.02'
    }

    It 'refuse <Case>' -ForEach @(
        @{ Case = 'a folder without a table'; Change = { Remove-Item "$folder/study.csv" }; Id = 'StudyUnreadable'; Text = 'no table of a study' }
        @{ Case = 'a table without a column'; Change = { $rows | Select-Object * -ExcludeProperty Seed | Export-Csv "$folder/study.csv" }
            Id = 'StudyUnreadable'; Text = 'no column Seed' }
        @{ Case = 'a table with another'; Change = { $rows | Select-Object *, Mood | Export-Csv "$folder/study.csv" }
            Id = 'StudyUnreadable'; Text = 'column Mood' }
    ) {
        $folder = Join-Path $TestDrive (New-Guid)
        Copy-Item $study $folder -Recurse
        & $Change
        { Export-SegmentationReport $folder $out } | Should -Throw -ErrorId "$Id,*" -ExpectedMessage "*$Text*"
        $out | Should -Not -Exist
    }

    It 'refuse a margin of nothing' {
        { Export-SegmentationReport $study $out -Margin 0 } | Should -Throw -ErrorId 'InvalidOption,*'
    }
}

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
    }

    It '<Name> makes a CSV file whose fields are numbers and names' -ForEach @(
        @{ Name = 'An error'; Command = { Measure-SegmentationError "$folder/found" "$folder/truth" -Detailed } }
        @{ Name = 'A pool'; Command = { Measure-SegmentationError "$folder/found" "$folder/truth" -Detailed -Total -Bootstrap 5 } }
        @{ Name = 'A cell'; Command = { Measure-CellProperty "$folder/found" -ImagePath $folder } }
    ) {
        $objects = @(& $Command)
        $csv = Join-Path $TestDrive 'table.csv'
        $objects | Export-Csv $csv
        $rows = @(Import-Csv $csv)
        $rows.Count | Should -Be $objects.Count
        foreach ($property in $rows[0].PSObject.Properties | Where-Object Name -NE 'Path') {
            $property.Value | Should -Match '^(-?[0-9.]+(E-?[0-9]+)?|NaN| )*$' -Because $property.Name
        }
    }

    It 'scores at ten thresholds are one field' {
        $row = Measure-SegmentationError "$folder/found" "$folder/truth" -Detailed -Total | ConvertTo-Csv | ConvertFrom-Csv
        ($row.AveragePrecision -split ' ').Count | Should -Be 10
        $row.AveragePrecision50 | Should -Be ($row.AveragePrecision -split ' ')[0]
    }
}

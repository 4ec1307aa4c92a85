# What paths, lists and cultures of other systems do here; tests/Wine has the same for Windows.
BeforeAll {
    $check = "$([System.IO.Path]::GetDirectoryName((Get-Module CellSeg).Path))/models/nuclei/check"

    # A copy of the bundled model's check image, in a folder that is made.
    function Copy-CheckImage([string] $Path) {
        $null = [System.IO.Directory]::CreateDirectory([System.IO.Path]::GetDirectoryName($Path))
        [System.IO.File]::Copy("$check/image.tif", $Path, $true)
    }
}

Describe 'Paths' {
    It 'may have spaces, brackets, quotes and letters beyond ASCII' {
        $image = "$TestDrive/Platte 1 (Ähre)/Bild [1] 'µm'.tif"
        Copy-CheckImage $image

        $found = Invoke-CellSegmentation -LiteralPath $image -Model nuclei -DestinationPath "$TestDrive/Ergebnis [1]" -OutputFormat LabelTiff, Csv

        $found.OutputPath | Should -BeExactly "$TestDrive/Ergebnis [1]/Bild [1] 'µm'_labels.tif"
        [System.IO.File]::Exists($found.OutputPath) | Should -BeTrue
        $table = "$TestDrive/Platte 1 (Ähre)/cells of 1.csv"
        $null = Measure-CellProperty -LiteralPath $found.OutputPath -CsvPath $table
        [System.IO.File]::ReadAllLines($table).Count | Should -Be ($found.CellCount + 1)
    }

    It 'may be written with backslashes, and with wildcards' {
        1..2 | ForEach-Object { Copy-CheckImage "$TestDrive/many/a$_.tif" }

        $found = Invoke-CellSegmentation "$TestDrive\many\*.tif" -Model nuclei -DestinationPath "$TestDrive\many\out"

        $found.Count | Should -Be 2
        "$TestDrive/many/out/a2_labels.tif" | Should -Exist
    }

    It 'may be longer than 260 characters' {
        $folder = "$TestDrive/" + (@('a folder with a rather long name') * 9 -join '/')
        Copy-CheckImage "$folder/image.tif"

        $null = Invoke-CellSegmentation "$folder/image.tif" -Model nuclei -DestinationPath "$folder/out" -OutputFormat LabelTiff, Csv

        "$folder/out/image_labels.tif", "$folder/out/image_cells.csv" | Should -Exist
    }

    It 'of a server that is not there are told by their names: <_>' -ForEach '\\no-such-server\share\a.tif', '//no-such-server/share/a.tif' {
        $problem = $null
        $found = Invoke-CellSegmentation -LiteralPath $_ -Model nuclei -DestinationPath "$TestDrive/server" -ErrorVariable problem -ErrorAction SilentlyContinue

        $found | Should -BeNullOrEmpty
        $problem.Count | Should -Be 1
        "$problem" | Should -Match 'no-such-server'
    }
}

Describe 'Lists and tables that Windows has written' {
    It 'end their lines in their own way' {
        1..4 | ForEach-Object {
            Copy-CheckImage "$TestDrive/data/images/i$_.tif"
            $null = [System.IO.Directory]::CreateDirectory("$TestDrive/data/labels")
            [System.IO.File]::Copy("$check/image_labels.tif", "$TestDrive/data/labels/i$_.tif", $true)
        }
        [System.IO.File]::WriteAllText("$TestDrive/list.txt", "i1`r`ni3`r`n")
        $data = Import-CellDataset "$TestDrive/data" -IncludeListPath "$TestDrive/list.txt"
        $data.Movies.Name | Should -BeExactly 'i1', 'i3'

        $null = $data | Split-CellDataset -TestFraction 0.5 -CsvPath "$TestDrive/split.csv"
        $text = [System.IO.File]::ReadAllText("$TestDrive/split.csv").Replace("`r`n", "`n")
        $splits = foreach ($end in "`n", "`r`n") {
            [System.IO.File]::WriteAllText("$TestDrive/other.csv", $text.Replace("`n", $end))
            $split = $data | Split-CellDataset -SplitPath "$TestDrive/other.csv"
            "$($split.Training.Movies.Name) | $($split.Test.Movies.Name)"
        }
        $splits[1] | Should -BeExactly $splits[0]
    }
}

Describe 'A batch where a comma is the decimal point' {
    It 'writes the very tables that it writes elsewhere' {
        $tables = foreach ($culture in 'en-US', 'de-DE') {
            $out = "$TestDrive/$culture"
            $result = Invoke-PowerShell -ArgumentList (Get-Module CellSeg).Path, $check, $out, $culture '
                param($Module, $Check, $Out, $Culture)
                [cultureinfo]::DefaultThreadCurrentCulture = [cultureinfo]::CurrentCulture = $Culture
                Import-Module $Module
                $found = Invoke-CellSegmentation "$Check/image.tif" -Model nuclei -PixelSize 0.65 -DestinationPath $Out -OutputFormat LabelTiff, Csv, GeoJson
                $null = $found | Measure-CellProperty -CsvPath "$Out/measured.csv"
                $null = Measure-SegmentationError "$Out/image_labels.tif" "$Check/image_labels.tif" -Detailed -CsvPath "$Out/errors.csv"
                (1.5).ToString()'
            $result.ExitCode | Should -Be 0 -Because $result.Error
            $result.Lines[-1] | Should -BeExactly (1.5).ToString([cultureinfo] $culture)
            $files = Get-ChildItem $out -Include *.csv, *.geojson, *.json -Recurse | Where-Object Name -NE 'cellseg-images.csv' | Sort-Object Name
            $files.Count | Should -BeGreaterOrEqual 4
            , @($files | ForEach-Object { "$($_.Name)`n$((Get-Content $_ -Raw).Replace($out, ''))" })
        }
        $tables[1] | Should -BeExactly $tables[0]
    }
}

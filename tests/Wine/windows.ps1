# The module for Windows from end to end, with the paths and the culture that a German Windows has.
param([string] $ModulePath, [string] $WorkPath, [string] $CountPath)
. "$PSScriptRoot/Support.ps1"
Import-Module $ModulePath

$check = "$ModulePath\models\nuclei\check"
$exists = { param($path) Assert-True ([System.IO.File]::Exists($path)) "$path is missing" }

Test-Behaviour 'the libraries are found, and compute what they should' {
    $wrong = Test-CellSegEnvironment | Where-Object Status -In 'Missing', 'Wrong'
    Assert-True (-not $wrong) ($wrong | ForEach-Object { "$($_.Name): $($_.Detail)" })
}
Test-Behaviour 'the bundled model finds the very cells that it finds on Linux' {
    $found = Invoke-CellSegmentation "$check\image.tif" -DestinationPath "$WorkPath\plain" -OutputFormat LabelTiff, Overlay, Csv
    foreach ($name in 'image_labels.tif', 'image_overlay.png', 'image_cells.csv') { & $exists "$WorkPath\plain\$name" }
    $difference = Measure-SegmentationError "$WorkPath\plain\image_labels.tif" "$check\image_labels.tif" -Detailed
    Assert-True ($found.CellCount -gt 0) 'there are no cells'
    Assert-True ($difference.PanopticQuality -eq 1) "the panoptic quality is $($difference.PanopticQuality), not 1"
}
Test-Behaviour 'one record a cell is measured' {
    $cells = @(Invoke-CellSegmentation "$check\image.tif" | Measure-CellProperty -CsvPath "$WorkPath\cells.csv")
    $lines = [System.IO.File]::ReadAllLines("$WorkPath\cells.csv")
    Assert-True ($cells.Count -gt 0 -and $lines.Count -eq $cells.Count + 1) "$($cells.Count) records, and $($lines.Count) lines"
}
Test-Behaviour 'tables are the same where a comma is the decimal point' {
    $thread = [System.Threading.Thread]::CurrentThread
    $culture = $thread.CurrentCulture
    try {
        $thread.CurrentCulture = [cultureinfo]::GetCultureInfo('de-DE')
        Assert-True ((1.5).ToString() -eq '1,5') 'this machine does not know German'
        $null = Invoke-CellSegmentation "$check\image.tif" | Measure-CellProperty -CsvPath "$WorkPath\german.csv"
    }
    finally { $thread.CurrentCulture = $culture }
    $tables = 'cells', 'german' | ForEach-Object { [System.IO.File]::ReadAllText("$WorkPath\$_.csv") }
    Assert-True ($tables[0] -ceq $tables[1]) 'the tables differ'
}
Test-Behaviour 'names may have spaces, brackets and letters beyond ASCII' {
    Copy-CheckImage "$WorkPath\Platte 1 (Ähre)\Bild [1] µm.tif"
    $null = Invoke-CellSegmentation -LiteralPath "$WorkPath\Platte 1 (Ähre)\Bild [1] µm.tif" -DestinationPath "$WorkPath\Ergebnis 1"
    & $exists "$WorkPath\Ergebnis 1\Bild [1] µm_labels.tif"
}
Test-Behaviour 'a path may have slashes of both kinds, and wildcards' {
    1..2 | ForEach-Object { Copy-CheckImage "$WorkPath\many\a$_.tif" }
    $found = @(Invoke-CellSegmentation "$WorkPath\many/*.tif" -DestinationPath "$WorkPath/many\out")
    Assert-True ($found.Count -eq 2) "there were $($found.Count) results"
    & $exists "$WorkPath\many\out\a2_labels.tif"
}
Test-Behaviour 'a path may be longer than 260 characters' {
    $folder = "$WorkPath\" + (@('a folder with a rather long name') * 9 -join '\')
    Copy-CheckImage "$folder\image.tif"
    $null = Invoke-CellSegmentation "$folder\image.tif" -DestinationPath "$folder\out" -OutputFormat LabelTiff, Csv
    & $exists "$folder\out\image_labels.tif"
    & $exists "$folder\out\image_cells.csv"
}
Test-Behaviour 'a path may be one of the device namespace' {
    $null = Invoke-CellSegmentation -LiteralPath "\\?\$WorkPath\many\a1.tif" -DestinationPath "$WorkPath\device"
    & $exists "$WorkPath\device\a1_labels.tif"
}
Test-Behaviour 'a file of a server that is not there is told by its name' {
    $message = Get-Failure { Invoke-CellSegmentation -LiteralPath '\\no-such-server\share\a.tif' -DestinationPath "$WorkPath\server" -ErrorAction Stop }
    Assert-True ($message.Contains('no-such-server')) "the message was: $message"
}
Test-Behaviour 'lists have lines as Windows ends them' {
    1..4 | ForEach-Object {
        Copy-CheckImage "$WorkPath\data\images\i$_.tif"
        $null = [System.IO.Directory]::CreateDirectory("$WorkPath\data\labels")
        [System.IO.File]::Copy("$check\image_labels.tif", "$WorkPath\data\labels\i$_.tif", $true)
    }
    [System.IO.File]::WriteAllText("$WorkPath\list.txt", "i1`r`ni3`r`n")
    $data = Import-CellDataset "$WorkPath\data" -IncludeListPath "$WorkPath\list.txt"
    Assert-True ("$($data.Movies.Name)" -eq 'i1 i3') "the movies were: $($data.Movies.Name)"
}
Test-Behaviour 'a model is trained, saved, used and judged' {
    $errors = New-SimulatedCellDataset -MovieCount 5 -Width 64 -Height 64 -CellCount 3 -Seed 1 | Split-CellDataset -Seed 0 |
        Start-ModelTraining -Model (New-SegmentationModel Watershed MobileNetV2) -Epochs 1 -BatchSize 4 -CropSize 64 -CheckpointPath "$WorkPath\my model" |
        Invoke-CellSegmentation -DestinationPath "$WorkPath\trained" | Measure-SegmentationError -Total
    Assert-True ($errors.TrueCount -gt 0) 'there was nothing to find'
    & $exists "$WorkPath\my model\weights.safetensors"
    $null = Invoke-CellSegmentation "$check\image.tif" -Model "$WorkPath\my model" -DestinationPath "$WorkPath\again"
    & $exists "$WorkPath\again\image_labels.tif"
}
Complete-Run

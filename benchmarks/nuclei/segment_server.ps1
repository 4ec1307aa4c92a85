# Our side of compare_segmentation.py: segments the file that each line of standard input names, as a user does, and
# answers with a line of JSON: seconds, cells, and the most memory that the process has had. A line is FILE|FOLDER|NUMBER TYPE.
$ErrorActionPreference = 'Stop'
Import-Module "$PSScriptRoot/../../artifacts/module/CellSeg"
$model = Import-SegmentationModel (Get-SegmentationModel nuclei).Path
$gflop = ($model.Summary.Parts | Measure-Object FlopPerPixel -Sum).Sum / 1000
[Console]::Out.WriteLine((@{ GFlop = $gflop; Weights = "$((Get-SegmentationModel nuclei).Path)/weights.safetensors" } | ConvertTo-Json -Compress))
while ($line = [Console]::In.ReadLine()) {
    $file, $folder, $precision = $line.Split('|')
    $clock = [Diagnostics.Stopwatch]::StartNew()
    $found = Invoke-CellSegmentation -LiteralPath $file -Model $model -DestinationPath $folder -Precision $precision -Force
    $seconds = $clock.Elapsed.TotalSeconds
    $process = [Diagnostics.Process]::GetCurrentProcess()
    $answer = @{ Seconds = $seconds; Cells = $found.CellCount; Megabytes = [Math]::Round($process.PeakWorkingSet64 / 1MB) }
    [Console]::Out.WriteLine(($answer | ConvertTo-Json -Compress))
}

# Our side of compare_segmentation.py: segments the file that each line of standard input names, as a user does, and
# answers with a line of JSON: seconds, cells, and the most memory that the process has had. A line is FILE|FOLDER|NUMBER TYPE.
param([string] $Model = 'nuclei')
$ErrorActionPreference = 'Stop'
Import-Module "$PSScriptRoot/../../artifacts/module/CellSeg"
$folder = (Test-Path -LiteralPath $Model -PathType Container) ? $Model : (Get-SegmentationModel $Model).Path
$network = Import-SegmentationModel $folder
$gflop = ($network.Summary.Parts | Measure-Object FlopPerPixel -Sum).Sum / 1000
[Console]::Out.WriteLine((@{ GFlop = $gflop; Weights = "$folder/weights.safetensors" } | ConvertTo-Json -Compress))
while ($line = [Console]::In.ReadLine()) {
    $file, $out, $precision = $line.Split('|')
    $clock = [Diagnostics.Stopwatch]::StartNew()
    $found = Invoke-CellSegmentation -LiteralPath $file -Model $network -DestinationPath $out -Precision $precision -Force
    $seconds = $clock.Elapsed.TotalSeconds
    $process = [Diagnostics.Process]::GetCurrentProcess()
    $answer = @{
        Seconds = $seconds; Network = $found.Duration.TotalSeconds; Cells = $found.CellCount; Megabytes = [Math]::Round($process.PeakWorkingSet64 / 1MB)
    }
    [Console]::Out.WriteLine(($answer | ConvertTo-Json -Compress))
}

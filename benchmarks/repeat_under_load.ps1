# Shows that a training repeats to the bit while other programs want the processor: the same training of 50 steps, time and
# again, beside one busy process for each core. Prints the number of different weights, which must be 1:
#   ./build.sh shell -- -File benchmarks/repeat_under_load.ps1
param([int] $Count = 20, [string] $Output = [IO.Path]::Combine([IO.Path]::GetTempPath(), 'cellseg-repeat'))
$ErrorActionPreference = 'Stop'
# 20 movies, 2 a step: 10 steps an epoch.
$split = New-SimulatedCellDataset -MovieCount 20 -Width 96 -Height 96 -CellCount 6 -Seed 1 | Split-CellDataset -TestFraction 0
$load = 1..[Environment]::ProcessorCount | ForEach-Object { Start-Job { while ($true) { } } }
try {
    $hashes = foreach ($i in 1..$Count) {
        $training = $split | Start-ModelTraining (New-SegmentationModel) -Epochs 5 -BatchSize 2 -CropSize 64 -CheckpointPath $Output -Force
        $hash = (Get-FileHash "$Output/weights.safetensors").Hash
        [Console]::Error.WriteLine("$i $(($training.History | Measure-Object Steps -Sum).Sum) steps, $([int]$training.Duration.TotalSeconds) s, $hash")
        $hash
    }
    "$Count trainings, $(@($hashes | Sort-Object -Unique).Count) different weights"
}
finally {
    $load | Stop-Job
    $load | Remove-Job
}

# Shows what a temporal module is good for: trains Watershed models of clips, with each module and without one, for the
# same number of steps on the same simulated movies, over seeds, and judges them on movies that were held out:
#   ./build.sh shell -- -File benchmarks/compare_temporal.ps1 -Output DIR
# The noise is as strong as the nuclei, so that one frame alone says little and its neighbours a lot. A model without a module
# sees single frames, as many a batch as the others have in their clips. Every training leaves OUTPUT/NAME.csv and is not
# repeated. Ends with means and standard deviations over the seeds.
param(
    [Parameter(Mandatory)] [string] $Output,
    [string[]] $Mode = ('None', 'GRU'),
    [long[]] $Seed = (0, 1, 2),
    [int] $Epochs = 20,
    [int] $FramesPerBatch = 3,
    [double] $Noise = 1.0
)
$ErrorActionPreference = 'Stop'
. "$PSScriptRoot/measure_training.ps1"
$null = [IO.Directory]::CreateDirectory($Output)
$movies = @{ MovieCount = 40; FrameCount = 9; Width = 128; Height = 128; CellCount = 12; Motion = 1.5; Noise = $Noise; Seed = 7 }
$dataset = New-SimulatedCellDataset @movies
foreach ($name in $Mode) {
    $scores = foreach ($number in $Seed) {
        $path = "$Output/$name-$number"
        if (-not [IO.File]::Exists("$path.csv")) {
            $temporal = if ($name -eq 'None') { @{} } else { @{ TemporalMode = $name; FramesPerBatch = $FramesPerBatch } }
            $model = New-SegmentationModel Watershed FeatureNet -Seed $number @temporal
            # An epoch has as many batches of as many frames, whether they come alone or in clips.
            $batch = if ($name -eq 'None') { 4 * $FramesPerBatch } else { 4 }
            $split = $dataset | Split-CellDataset -Seed $number -TestFraction 0.25 -ValidationFraction 0.1
            $split | Start-ModelTraining $model -Epochs $Epochs -BatchSize $batch -CropSize 128 -Seed $number -CheckpointPath $path -Force |
                Invoke-CellSegmentation | Measure-SegmentationError -MinimumArea 30 -Total -CsvPath "$path.csv" -Force | Out-Null
        }
        $row = Import-Csv "$path.csv"
        [Console]::Error.WriteLine("$name-${number}: F1 $($row.F1)")
        [double]::Parse($row.F1, [cultureinfo]::InvariantCulture)
    }
    $mean, $deviation = Get-Spread $scores
    [pscustomobject] @{ Mode = $name; Seeds = @($scores).Count; F1 = $mean; Deviation = $deviation }
}

# Trains the presets Default and Thesis for the same time on BBBC038, over seeds, with and without ImageNet weights, and
# judges each on the test part: cellseg compare_presets.ps1 -Data DIR -Output DIR -BackboneWeightPath FILE. Every training
# leaves OUTPUT/NAME.csv; what is there already is not trained again, so that the work can be cut off, or shared among
# processes by -Preset. Ends with the mean and the standard deviation over the seeds.
param(
    [Parameter(Mandatory)] [string] $Data,
    [Parameter(Mandatory)] [string] $Output,
    [Parameter(Mandatory)] [string] $BackboneWeightPath,
    [timespan] $TimeLimit = '00:10:00',
    [int[]] $Seed = (0, 1, 2),
    [string[]] $Preset = ('Default', 'Thesis'),
    [string[]] $Weights = ('ImageNet', 'Random'),
    [hashtable] $Option = @{}
)
$ErrorActionPreference = 'Stop'
$null = [IO.Directory]::CreateDirectory($Output)
$dataset = Import-CellDataset "$Data/stage1_train.zip" -IncludeListPath "$Data/fluorescence.txt"

function Measure-Training([string] $name, [string] $preset, [string] $weights, [int] $seed) {
    $start = if ($weights -eq 'ImageNet') { @{ BackboneWeightPath = $BackboneWeightPath } } else { @{} }
    $model = New-SegmentationModel Watershed MobileNetV2 -Preset $preset -Seed $seed @start
    $training = $dataset | Split-CellDataset -Seed $seed -TestFraction 0.2 -ValidationFraction 0.1 |
        Start-ModelTraining $model -Preset $preset -Epochs 100000 -TimeLimit $TimeLimit -Seed $seed -Option $Option -CheckpointPath "$Output/$name" -Force
    $errors = $training | Invoke-CellSegmentation | Measure-SegmentationError -MinimumArea 100 -Total
    $steps = 0
    foreach ($epoch in $training.History) { $steps += $epoch.Steps }
    $values = $preset, $weights, $seed, $training.Duration.TotalSeconds.ToString('F0'), $training.History.Count, $training.BestEpoch, $steps
    $counts = $errors.TrueCount, $errors.PredictedCount, $errors.Correct, $errors.Missed, $errors.Gained, $errors.Merges, $errors.Splits, $errors.Catastrophes
    [IO.File]::WriteAllLines("$Output/$name.csv", @(
        'Preset,Weights,Seed,Seconds,Epochs,BestEpoch,Steps,True,Predicted,Correct,Missed,Gained,Merges,Splits,Catastrophes,F1'
        ($values + $counts + $errors.F1.ToString('F4')) -join ','))
}

foreach ($weightKind in $Weights) {
    foreach ($presetName in $Preset) {
        $scores = foreach ($number in $Seed) {
            $name = "$presetName-$weightKind-$number"
            if (-not [IO.File]::Exists("$Output/$name.csv")) {
                Measure-Training $name $presetName $weightKind $number
            }
            $row = [IO.File]::ReadAllLines("$Output/$name.csv")[1]
            [Console]::Error.WriteLine($row)
            [double] $row.Split(',')[-1]
        }
        $mean = 0
        foreach ($score in $scores) { $mean += $score / @($scores).Count }
        $squares = 0
        foreach ($score in $scores) { $squares += ($score - $mean) * ($score - $mean) }
        $deviation = [Math]::Sqrt($squares / [Math]::Max(1, @($scores).Count - 1))
        [pscustomobject] @{ Preset = $presetName; Weights = $weightKind; Seeds = @($scores).Count; F1 = [Math]::Round($mean, 3); Deviation = [Math]::Round($deviation, 3) }
    }
}

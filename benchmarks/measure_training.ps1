# For compare_presets.ps1 and compare_options.ps1, which dot-source it: one training on BBBC038, judged on the validation
# part, by which choices are made, and on the test part; and the mean of several. What is there already is not trained
# again, so that the work can be cut off, or shared among processes.

function Import-Fluorescence([string] $Data) {
    Import-CellDataset "$Data/stage1_train.zip" -IncludeListPath "$Data/fluorescence.txt"
}

# Gives the F1 on the test part and on the validation part; leaves PATH.csv with all numbers beside the folder PATH of the
# training.
function Measure-Training($Dataset, [string] $Path, [string] $Preset, [string] $BackboneWeightPath, [int] $Seed, [hashtable] $Until, [hashtable] $Option) {
    if (-not [IO.File]::Exists("$Path.csv")) {
        $start = if ($BackboneWeightPath) { @{ BackboneWeightPath = $BackboneWeightPath } } else { @{} }
        $model = New-SegmentationModel Watershed MobileNetV2 -Preset $Preset -Seed $Seed @start
        $split = $Dataset | Split-CellDataset -Seed $Seed -TestFraction 0.2 -ValidationFraction 0.1
        $training = $split | Start-ModelTraining $model -Preset $Preset @Until -Seed $Seed -Option $Option -CheckpointPath $Path -Force
        $errors = $training | Invoke-CellSegmentation | Measure-SegmentationError -MinimumArea 100 -Total
        $validation = $split.Validation | Invoke-CellSegmentation -Model $Path | Measure-SegmentationError -MinimumArea 100 -Total
        $steps = 0
        foreach ($epoch in $training.History) { $steps += $epoch.Steps }
        $values = [IO.Path]::GetFileName($Path), $Seed, $training.Duration.TotalSeconds.ToString('F0'), $training.History.Count,
            $training.BestEpoch, $steps
        $counts = $errors.TrueCount, $errors.PredictedCount, $errors.Correct, $errors.Missed, $errors.Gained, $errors.Merges,
            $errors.Splits, $errors.Catastrophes
        [IO.File]::WriteAllLines("$Path.csv", @(
            'Name,Seed,Seconds,Epochs,BestEpoch,Steps,True,Predicted,Correct,Missed,Gained,Merges,Splits,Catastrophes,ValidationF1,F1'
            ($values + $counts + $validation.F1.ToString('F4') + $errors.F1.ToString('F4')) -join ','))
    }
    $row = [IO.File]::ReadAllLines("$Path.csv")[1]
    [Console]::Error.WriteLine($row)
    $f1 = [double[]] $row.Split(',')[-2, -1]
    [pscustomobject] @{ ValidationF1 = $f1[0]; F1 = $f1[1] }
}

# Mean and standard deviation, rounded.
function Get-Spread([double[]] $Scores) {
    $mean = 0
    foreach ($score in $Scores) { $mean += $score / $Scores.Count }
    $squares = 0
    foreach ($score in $Scores) { $squares += ($score - $mean) * ($score - $mean) }
    [Math]::Round($mean, 3)
    [Math]::Round([Math]::Sqrt($squares / [Math]::Max(1, $Scores.Count - 1)), 3)
}

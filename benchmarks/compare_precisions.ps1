# Shows what bfloat16 costs in accuracy: trains the default watershed model on BBBC038 in float32 and in bfloat16, for the
# same number of steps or, with -TimeLimit, for the same time, and lets each model segment the test part and the validation
# part in both number types:
#   ./build.sh shell -- -File benchmarks/compare_precisions.ps1 -Data DIR -Output DIR -BackboneWeightPath FILE
# Every training leaves a folder in OUTPUT and is not repeated; OUTPUT/precisions.csv has a line for each model and type.
param(
    [Parameter(Mandatory)] [string] $Data,
    [Parameter(Mandatory)] [string] $Output,
    [Parameter(Mandatory)] [string] $BackboneWeightPath,
    [int] $Epochs = 5,
    [timespan] $TimeLimit,
    [int] $CropSize = 128,
    [int[]] $Seed = (0, 1, 2),
    [string[]] $Precision = ('Float32', 'BFloat16'),
    [string[]] $Trained = $Precision
)
$ErrorActionPreference = 'Stop'
. "$PSScriptRoot/measure_training.ps1"
$null = New-Item -ItemType Directory -Force $Output
$dataset = Import-Fluorescence $Data
$until = if ($PSBoundParameters.ContainsKey('TimeLimit')) { @{ Epochs = 100000; TimeLimit = $TimeLimit } } else { @{ Epochs = $Epochs } }
$rows = foreach ($number in $Seed) {
    $split = $dataset | Split-CellDataset -Seed $number -TestFraction 0.2 -ValidationFraction 0.1
    foreach ($type in $Trained) {
        $folder = Join-Path $Output "$type-$number"
        if (-not (Test-Path "$folder/done")) {
            $model = New-SegmentationModel Watershed MobileNetV2 -Seed $number -BackboneWeightPath $BackboneWeightPath
            $training = $split | Start-ModelTraining $model @until -CropSize $CropSize -Seed $number -Precision $type -CheckpointPath $folder -Force
            ($training.History | Measure-Object Steps -Sum).Sum | Set-Content "$folder/done"
        }
        foreach ($predicted in $Precision) {
            $scores = foreach ($part in $split.Test, $split.Validation) {
                $part | Invoke-CellSegmentation -Model $folder -Precision $predicted | Measure-SegmentationError -MinimumArea 100 -Total
            }
            $row = [pscustomobject] @{
                Seed = $number; Trained = $type; Steps = [int](Get-Content "$folder/done"); Predicted = $predicted
                F1 = $scores[0].F1; ValidationF1 = $scores[1].F1
                Correct = $scores[0].Correct; Missed = $scores[0].Missed; Gained = $scores[0].Gained
                Merges = $scores[0].Merges; Splits = $scores[0].Splits; Catastrophes = $scores[0].Catastrophes
            }
            [Console]::Error.WriteLine($row)
            $row
        }
    }
}
$rows | Export-Csv (Join-Path $Output precisions.csv)
$rows | Group-Object Trained, Predicted | ForEach-Object {
    $mean, $deviation = Get-Spread $_.Group.F1
    $validation, $null = Get-Spread $_.Group.ValidationF1
    [pscustomobject] @{
        Trained = $_.Group[0].Trained; Predicted = $_.Group[0].Predicted; Seeds = $_.Count
        F1 = $mean; Deviation = $deviation; ValidationF1 = $validation
    }
}

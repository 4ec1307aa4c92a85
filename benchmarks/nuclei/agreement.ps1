# Whether a model finds the same cells by every number type, and on every processor: segments 20 images of BBBC038's validation
# part in float32 and in bfloat16, and compares the labels with each other and with those of -Reference, an OUTPUT folder of
# this script from another machine. F1 counts objects that have an IoU of at least 0.9:
#   ./build.sh shell -- -File benchmarks/nuclei/agreement.ps1 -Data DIR -Output DIR [-Reference DIR] [-ModelPath nuclei]
param(
    [Parameter(Mandatory)] [string] $Data,
    [Parameter(Mandatory)] [string] $Output,
    [string] $Reference,
    [string] $ModelPath = 'nuclei',
    [int] $Count = 20,
    [string] $SplitPath = "$PSScriptRoot/../../docs/results/nuclei/split.csv"
)
$ErrorActionPreference = 'Stop'
. "$PSScriptRoot/../measure_training.ps1"

$validation = (Import-Fluorescence $Data | Split-CellDataset -SplitPath $SplitPath).Validation.Movies
# Evenly over the part, so that every size of image is there.
$names = foreach ($i in 0..($Count - 1)) { $validation[[int] [Math]::Floor($i * @($validation).Count / $Count)].Name }
$list = [IO.Path]::GetTempFileName()
[IO.File]::WriteAllLines($list, [string[]] $names)
$images = Import-CellDataset "$Data/stage1_train.zip" -IncludeListPath $list
foreach ($type in 'Float32', 'BFloat16') {
    $null = $images | Invoke-CellSegmentation -Model $ModelPath -Precision $type -DestinationPath "$Output/$type" -Force
}
Remove-Item $list

function Compare-Segmentation([string] $Name, [string] $Path, [string] $TruthPath) {
    $errors = Measure-SegmentationError -Path $Path -TruthPath $TruthPath -Total -Detailed
    $precision = $errors.AveragePrecision[8]
    [pscustomobject] @{ Labels = $Name; Cells = $errors.PredictedCount; Others = $errors.TrueCount; F1 = 2 * $precision / (1 + $precision) }
}

Compare-Segmentation 'bfloat16 against float32' -Path "$Output/BFloat16" -TruthPath "$Output/Float32"
if ($Reference) {
    foreach ($type in 'Float32', 'BFloat16') {
        Compare-Segmentation "$type against that of the reference" -Path "$Output/$type" -TruthPath "$Reference/$type"
    }
}

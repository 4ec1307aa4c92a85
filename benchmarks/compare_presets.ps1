# Trains the presets Default and Thesis for the same time on BBBC038, over seeds, with and without ImageNet weights, and
# judges each on the test part:
#   ./build.sh shell -- -File benchmarks/compare_presets.ps1 -Data DIR -Output DIR -BackboneWeightPath FILE
# Every training leaves OUTPUT/NAME.csv and is not repeated. Ends with the mean and the standard deviation over the seeds.
param(
    [Parameter(Mandatory)] [string] $Data,
    [Parameter(Mandatory)] [string] $Output,
    [Parameter(Mandatory)] [string] $BackboneWeightPath,
    [timespan] $TimeLimit = '00:10:00',
    [int[]] $Seed = (0, 1, 2),
    [string[]] $Preset = ('Default', 'Thesis'),
    [string[]] $Weights = ('ImageNet', 'Random')
)
$ErrorActionPreference = 'Stop'
. "$PSScriptRoot/measure_training.ps1"
$null = [IO.Directory]::CreateDirectory($Output)
$dataset = Import-Fluorescence $Data
foreach ($kind in $Weights) {
    foreach ($name in $Preset) {
        $scores = foreach ($number in $Seed) {
            $file = if ($kind -eq 'ImageNet') { $BackboneWeightPath } else { '' }
            Measure-Training $dataset "$Output/$name-$kind-$number" $name $file $number @{ Epochs = 100000; TimeLimit = $TimeLimit } @{}
        }
        $mean, $deviation = Get-Spread $scores.F1
        [pscustomobject] @{ Preset = $name; Weights = $kind; Seeds = @($scores).Count; F1 = $mean; Deviation = $deviation }
    }
}

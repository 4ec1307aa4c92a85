# Shows what each choice of the preset Default is good for: trains with one of them changed at a time, for the same number
# of steps, on BBBC038, over seeds, and judges each on the validation part, by which to choose, and on the test part:
#   ./build.sh shell -- -File benchmarks/compare_options.ps1 -Data DIR -Output DIR -BackboneWeightPath FILE
# Every training leaves OUTPUT/NAME.csv and is not repeated. Ends with means and standard deviations over the seeds.
param(
    [Parameter(Mandatory)] [string] $Data,
    [Parameter(Mandatory)] [string] $Output,
    [Parameter(Mandatory)] [string] $BackboneWeightPath,
    [int] $Epochs = 7,
    [int[]] $Seed = (0, 1),
    [string[]] $Variant
)
$ErrorActionPreference = 'Stop'
. "$PSScriptRoot/measure_training.ps1"
$variants = [ordered] @{
    'default' = @{}
    'average' = @{ AverageDecay = 0.98 }
    'foreground-0.1' = @{ LossWeights = @{ Foreground = 0.1 } }
    'constant-rate' = @{ Schedule = 'Exponential'; RateDecay = 1 }
    'constant-rate-average' = @{ Schedule = 'Exponential'; RateDecay = 1; AverageDecay = 0.98 }
    'no-warm-up' = @{ WarmUp = 0 }
    'no-weight-decay' = @{ WeightDecay = 0 }
}
$null = [IO.Directory]::CreateDirectory($Output)
$dataset = Import-Fluorescence $Data
foreach ($name in $Variant ? $Variant : $variants.Keys) {
    $scores = foreach ($number in $Seed) {
        Measure-Training $dataset "$Output/$name-$number" Default $BackboneWeightPath $number @{ Epochs = $Epochs } $variants[$name]
    }
    $validation, $validationDeviation = Get-Spread $scores.ValidationF1
    $mean, $deviation = Get-Spread $scores.F1
    [pscustomobject] @{
        Variant = $name; Seeds = @($scores).Count
        ValidationF1 = $validation; ValidationDeviation = $validationDeviation; F1 = $mean; Deviation = $deviation
    }
}

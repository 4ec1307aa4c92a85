# The steps by which the recipe of the bundled model was chosen: trains what differs from it in one thing each, for the same number
# of steps, and judges by the validation part alone:
#   ./build.sh shell -- -File benchmarks/nuclei/steps.ps1 -Data DIR -Output DIR -BackboneWeightPath FILE [-Step Width48,BFloat16]
# Every step leaves a folder in OUTPUT and is not repeated; OUTPUT/steps.csv has a line for each that is there.
param(
    [Parameter(Mandatory)] [string] $Data,
    [Parameter(Mandatory)] [string] $Output,
    [Parameter(Mandatory)] [string] $BackboneWeightPath,
    [string[]] $Step,
    [int] $Epochs = 4,
    [long] $Seed = 0
)
$ErrorActionPreference = 'Stop'
$recipe = "$PSScriptRoot/../../examples/05-train-nuclei.ps1"
$steps = [ordered] @{
    Recipe = @{}
    # What the recipe has, and a simpler one has not.
    BatchOf8 = @{ Option = @{ BatchSize = 8 } }
    LowerRate = @{ Option = @{ LearningRate = 1e-3 } }
    ConstantRate = @{ Option = @{ Schedule = 'Exponential'; RateDecay = 1.0 } }
    PlainPyramid = @{ Specification = @{ PyramidWidth = 64; HeadWidth = 64; RefinedPyramid = $false } }
    NoTouching = @{ Option = @{ Losses = @{ TouchingWeight = 1.0 } } }
    EqualImages = @{ Option = @{ AreaExponent = 0.0 } }
    EqualWeights = @{ Option = @{ LossWeights = @{ InnerDistance = 1.0; OuterDistance = 1.0 } } }
    Profile2020 = @{ Option = @{ Targets = @{ AlphaExponent = 0.5; Beta = 1.0 } } }
    NoScaling = @{ Option = @{ Augmentation = @{ ScaledShare = 0.0 } } }
    # What else may be as good, or better.
    Level2 = @{ Specification = @{ FinestLevel = 2 } }
    ThreeHeads = @{ Specification = @{ SharedHead = $false } }
    MoreScaling = @{ Option = @{ Augmentation = @{ ScaledShare = 0.5; LargestDiameter = 120.0 } } }
    MilderLight = @{ Option = @{ Augmentation = @{ Gain = 0.3; Gamma = 0.4; Noise = 0.06; Blur = 1.2; Ground = 0.0 } } }
    StrongerLight = @{ Option = @{ Augmentation = @{ Gain = 0.8; Gamma = 0.8; Noise = 0.2; Blur = 2.0; Ground = 0.5 } } }
    SmoothL1 = @{ Option = @{ Losses = @{ Distances = 'SmoothL1'; TouchingWeight = 5.0 } } }
    Dice = @{ Option = @{ Losses = @{ Foreground = 'Dice'; TouchingWeight = 5.0 } } }
    Crop256 = @{ Option = @{ CropSize = 256; BatchSize = 2 } }
    Crop128 = @{ Option = @{ CropSize = 128; BatchSize = 9 } }
    BFloat16 = @{ Precision = 'BFloat16' }
}
foreach ($name in $Step.Count -gt 0 ? ($Step -split ',') : $steps.Keys) {
    if (-not $steps.Contains($name)) {
        throw "There is no step $name, only $($steps.Keys -join ', ')."
    }
    if (-not (Test-Path "$Output/$name/validation.json")) {
        $different = $steps[$name]
        & $recipe -Data $Data -Output "$Output/$name" -BackboneWeightPath $BackboneWeightPath -Epochs $Epochs -Seed $Seed -Choosing @different |
            ForEach-Object { [Console]::Error.WriteLine($_) }
    }
}
$rows = foreach ($folder in Get-ChildItem $Output -Directory | Where-Object { Test-Path "$($_.FullName)/validation.json" }) {
    $all, $scaled = (Get-Content "$($folder.FullName)/validation.json" -Raw | ConvertFrom-Json).Where({ $_.Part -eq 'Validation' }, 'Split')
    $row = [ordered] @{ Step = $folder.Name; GFlop = $all[0].GFlop; Seconds = $all[0].Seconds; Steps = $all[0].Steps }
    foreach ($score in 'F1', 'AP50', 'AP75', 'AP90', 'ThesisF1') { $row[$score] = [Math]::Round($all[0].$score, 3) }
    foreach ($entry in $scaled) { $row["F1x$($entry.Scale)"] = [Math]::Round($entry.F1, 3) }
    [pscustomobject] $row
}
$rows | Export-Csv "$Output/steps.csv"
$rows | Format-Table -AutoSize | Out-String -Width 200

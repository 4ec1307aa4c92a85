<#
The thesis' analyses of data size, transfer learning and location on BBBC038's fluorescence images, MobileNetV2, in as many runs as
it takes (docs/results/thesis-study.md).

    ./build.sh shell -- -File benchmarks/studies/thesis_study.ps1 -Data DIR -BackboneWeightPath FILE [-Path STUDY] [-Parallel 2]

DIR has stage1_train.zip and fluorescence.txt. A run goes on with what is there. -ResultPath is a file that keeps the results of
finished trainings, a line each, so that a study also goes on where its folder, with hundreds of megabytes of models, is gone: what it
has is not trained again, and what is finished is added to it. -CollectOnly only adds.
#>
param(
    [Parameter(Mandatory)] [string] $Data,
    [Parameter(Mandatory)] [string] $BackboneWeightPath,
    [string] $Path = "$PSScriptRoot/../../artifacts/thesis-study",
    [string] $ResultPath = "$PSScriptRoot/../../docs/results/thesis-study/trainings.jsonl",
    [int] $StepCount = 400,
    [int] $Parallel = 2,
    [switch] $CollectOnly
)

$ErrorActionPreference = 'Stop'
$Path = $PSCmdlet.GetUnresolvedProviderPathFromPSPath($Path)
$ResultPath = $PSCmdlet.GetUnresolvedProviderPathFromPSPath($ResultPath)
$plan = @{
    Analysis = 'DatasetSize', 'Transfer', 'Location'
    Path = $Path
    DatasetPath = "bbbc038=$Data/stage1_train.zip"
    IncludeListPath = "$Data/fluorescence.txt"
    Backbone = 'MobileNetV2'
    BackboneWeightPath = $BackboneWeightPath
    Preset = 'Default'
    StepCount = $StepCount
    ValidationFraction = 0.05
    # Whole images: a tile of nothing but background, normalised for itself, is noise as bright as cells.
    TestTileSize = 0
    Option = @{ BatchSize = 4; CropSize = 128; Epochs = 4 }
}

function Save-Result {
    $lines = foreach ($file in Get-ChildItem "$Path/trainings/*/result.json" | Sort-Object FullName) {
        # Numbers stay as they are written.
        [System.Text.Json.Nodes.JsonNode]::Parse((Get-Content -LiteralPath $file -Raw)).ToJsonString()
    }
    if ($lines) { Set-Content -LiteralPath $ResultPath $lines }
    "$(@($lines).Count) trainings are finished"
}

if (-not $CollectOnly) {
    if (-not (Test-Path "$Path/plan.json")) {
        $null = Start-SegmentationStudy @plan -PlanOnly
        foreach ($line in (Test-Path -LiteralPath $ResultPath) ? @(Get-Content -LiteralPath $ResultPath) : @()) {
            $training = ($line | ConvertFrom-Json).records[0].training
            $null = New-Item -ItemType Directory -Force "$Path/trainings/$training"
            Set-Content -LiteralPath "$Path/trainings/$training/result.json" $line
        }
    }
    Start-SegmentationStudy -Path $Path -Resume -Parallel $Parallel
}
Save-Result

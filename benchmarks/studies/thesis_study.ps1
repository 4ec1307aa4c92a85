<#
The thesis' analyses of data size, transfer learning and location on BBBC038's fluorescence images, and of temporal modules on simulated
movies, MobileNetV2, in as many runs as it takes (docs/results/thesis-study.md).

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
    [int] $StepCount = 800,
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
    # A narrower pyramid: twice as many steps in the same time.
    ModelOption = @{ PyramidWidth = 64 }
    # Whole images: a tile of nothing but background, normalised for itself, is noise as bright as cells.
    TestTileSize = 0
    Option = @{ BatchSize = 4; CropSize = 128; Epochs = 4 }
}

$temporal = @{
    Analysis = 'Temporal'
    Path = "$Path-temporal"
    DatasetPath = "simulated=$Path-movies"
    Backbone = 'MobileNetV2'
    FramesPerBatch = 3
    Seed = 0, 1, 2
    Pretrained = $false
    Preset = 'Default'
    ModelOption = @{ PyramidWidth = 64 }
    StepCount = $StepCount / 2
    ValidationFraction = 0.1
    TestTileSize = 0
    Option = @{ BatchSize = 2; CropSize = 96; Epochs = 4 }
}
# So noisy that one frame alone says little.
$movies = @{ MovieCount = 20; FrameCount = 6; Width = 128; Height = 128; CellCount = 12; Motion = 1.5; Noise = 1; Seed = 7 }

function Save-Result {
    $folders = "$Path/trainings", "$Path-temporal/trainings" | Where-Object { Test-Path $_ }
    $lines = foreach ($file in $folders | Get-ChildItem -Recurse -Filter result.json | Sort-Object FullName) {
        # Numbers stay as they are written.
        [System.Text.Json.Nodes.JsonNode]::Parse((Get-Content -LiteralPath $file -Raw)).ToJsonString()
    }
    $null = New-Item -ItemType Directory -Force (Split-Path $ResultPath)
    if ($lines) { Set-Content -LiteralPath $ResultPath $lines }
    "$(@($lines).Count) trainings are finished"
}

function Start-Plan([hashtable] $Plan) {
    $folder = $Plan.Path
    if (-not (Test-Path "$folder/plan.json")) {
        $study = Start-SegmentationStudy @Plan -PlanOnly
        $known = ($study | Get-SegmentationStudy -Detailed).Id
        foreach ($line in (Test-Path -LiteralPath $ResultPath) ? @(Get-Content -LiteralPath $ResultPath) : @()) {
            $training = ($line | ConvertFrom-Json).records[0].training
            if ($training -in $known) {
                $null = New-Item -ItemType Directory -Force "$folder/trainings/$training"
                Set-Content -LiteralPath "$folder/trainings/$training/result.json" $line
            }
        }
    }
    Start-SegmentationStudy -Path $folder -Resume -Parallel $Parallel
    Export-SegmentationReport $folder -DestinationPath "$folder/report" -Force
}

if (-not $CollectOnly) {
    Start-Plan $plan
    if (-not (Test-Path "$Path-movies")) {
        New-SimulatedCellDataset @movies | Export-CellDataset LabelFolder "$Path-movies"
    }
    Start-Plan $temporal
}
Save-Result

<#
The thesis' analyses of data size, transfer learning and location on BBBC038's fluorescence images, of temporal modules on simulated
movies, and of data size again with more steps at both ends of it, MobileNetV2, in as many runs as it takes
(docs/results/thesis-study.md).

    ./build.sh shell -- -File benchmarks/studies/thesis_study.ps1 -Data DIR -BackboneWeightPath FILE [-Path FOLDER] [-Parallel 2]

DIR has stage1_train.zip and fluorescence.txt. A run goes on with what is there. -ResultPath is a folder that keeps the results of
finished trainings, a file a study and a line a training, so that a study also goes on where its own folder, with hundreds of
megabytes of models, is gone: what it has is not trained again, and what is finished is added to it, with a table in Markdown of the
means over seeds. -CollectOnly only adds.
#>
param(
    [Parameter(Mandatory)] [string] $Data,
    [Parameter(Mandatory)] [string] $BackboneWeightPath,
    [string] $Path = "$PSScriptRoot/../../artifacts/thesis-study",
    [string] $ResultPath = "$PSScriptRoot/../../docs/results/thesis-study",
    [int] $StepCount = 800,
    [int] $Parallel = 2,
    [ValidateSet('bbbc038', 'temporal', 'longer')] [string[]] $Study = @('bbbc038', 'temporal', 'longer'),
    [switch] $CollectOnly
)

$ErrorActionPreference = 'Stop'
$Path = $PSCmdlet.GetUnresolvedProviderPathFromPSPath($Path)
$ResultPath = $PSCmdlet.GetUnresolvedProviderPathFromPSPath($ResultPath)
$network = @{
    Backbone = 'MobileNetV2'
    Preset = 'Default'
    # A narrower pyramid: twice as many steps in the same time.
    ModelOption = @{ PyramidWidth = 64 }
    # Whole images: a tile of nothing but background, normalised for itself, is noise as bright as cells.
    TestTileSize = 0
}
$images = $network + @{
    DatasetPath = "bbbc038=$Data/stage1_train.zip"
    IncludeListPath = "$Data/fluorescence.txt"
    BackboneWeightPath = $BackboneWeightPath
    ValidationFraction = 0.05
}
$plans = @{
    bbbc038 = $images + @{
        Analysis = 'DatasetSize', 'Transfer', 'Location'
        StepCount = $StepCount
        Option = @{ BatchSize = 4; CropSize = 128; Epochs = 4 }
    }
    temporal = $network + @{
        Analysis = 'Temporal'
        DatasetPath = "simulated=$Path/movies"
        FramesPerBatch = 3
        Seed = 0, 1, 2
        # From scratch RetinaMask finds nothing after so few steps.
        Pretrained = $true
        BackboneWeightPath = $BackboneWeightPath
        StepCount = $StepCount / 2
        ValidationFraction = 0.1
        Option = @{ BatchSize = 2; CropSize = 96; Epochs = 4 }
    }
    longer = $images + @{
        Analysis = 'DatasetSize'
        Schema = 'Watershed'
        Fraction = 0.01, 1
        StepCount = $StepCount * 3
        Option = @{ BatchSize = 4; CropSize = 128; Epochs = 12 }
    }
}
# So noisy that one frame alone says little.
$movies = @{ MovieCount = 20; FrameCount = 6; Width = 128; Height = 128; CellCount = 12; Motion = 1.5; Noise = 1; Seed = 7 }

function Save-Result([string] $Name) {
    $lines = foreach ($file in Get-ChildItem "$Path/$Name/trainings" -Recurse -Filter result.json | Sort-Object FullName) {
        # Numbers stay as they are written.
        [System.Text.Json.Nodes.JsonNode]::Parse((Get-Content -LiteralPath $file -Raw)).ToJsonString()
    }
    $null = New-Item -ItemType Directory -Force $ResultPath
    if ($lines) {
        Set-Content -LiteralPath "$ResultPath/$Name.jsonl" $lines
        Set-Content -LiteralPath "$ResultPath/$Name.md" (Format-Result ($lines | ConvertFrom-Json))
    }
    "${Name}: $(@($lines).Count) trainings are finished"
}

# One line a setting: means over its seeds, with the sample standard deviation of F1; errors are those after small objects were removed.
function Format-Result($Results) {
    function Format-F1($Values) {
        $deviation = $Values.Count -gt 1 ? ' ± {0:f3}' -f ($Values | Measure-Object -StandardDeviation).StandardDeviation : ''
        '{0:f3}{1}' -f ($Values | Measure-Object -Average).Average, $deviation
    }
    $heads = @(
        'schema', 'ImageNet', 'location', 'temporal', 'fraction', 'seeds', 'annotated cells', 'F1', 'F1 without small objects'
        'missed', 'gained', 'merges', 'splits', 'catastrophes'
    )
    "| $($heads -join ' | ') |"
    '| --- | --- | --- | --- | {0} |' -f (@('---:') * 10 -join ' | ')
    $trainings = $Results | ForEach-Object { [pscustomobject] @{ Before = $_.records[0]; After = $_.records[1] } }
    $groups = $trainings | Group-Object {
        $training = $_.After
        '{0}|{1}|{2}|{3}|{4:f3}' -f $training.schema, -not $training.pretrained, -not $training.location, $training.temporalMode, $training.fraction
    }
    foreach ($group in $groups | Sort-Object Name) {
        $after = $group.Group.After
        $first = $after[0]
        $errors = foreach ($kind in 'missed', 'gained', 'merges', 'splits', 'catastrophes') {
            '{0:n0}' -f ($after | Measure-Object $kind -Average).Average
        }
        $cells = @(
            $first.schema, ($first.pretrained ? 'yes' : 'no'), ($first.location ? 'yes' : 'no'), $first.temporalMode, $first.fraction, $after.Count
            '{0:n0}' -f ($after | Measure-Object annotationCount -Average).Average
            Format-F1 $group.Group.Before.f1
            Format-F1 $after.f1
            $errors
        )
        "| $($cells -join ' | ') |"
    }
}

function Start-Plan([string] $Name) {
    $folder = "$Path/$Name"
    $kept = "$ResultPath/$Name.jsonl"
    if (-not (Test-Path "$folder/plan.json")) {
        $plan = $plans[$Name]
        $known = (Start-SegmentationStudy @plan -Path $folder -PlanOnly | Get-SegmentationStudy -Detailed).Id
        foreach ($line in (Test-Path -LiteralPath $kept) ? @(Get-Content -LiteralPath $kept) : @()) {
            $record = ($line | ConvertFrom-Json).records[0]
            # With another -StepCount it is another training of the same name.
            if ($record.training -in $known -and $record.steps -eq $plan.StepCount) {
                $null = New-Item -ItemType Directory -Force "$folder/trainings/$($record.training)"
                Set-Content -LiteralPath "$folder/trainings/$($record.training)/result.json" $line
            }
        }
    }
    Start-SegmentationStudy -Path $folder -Resume -Parallel $Parallel
    Export-SegmentationReport $folder -DestinationPath "$folder/report" -Force
}

if (-not $CollectOnly -and 'temporal' -in $Study -and -not (Test-Path "$Path/movies")) {
    $null = New-SimulatedCellDataset @movies | Export-CellDataset LabelFolder "$Path/movies"
}
foreach ($name in $Study) {
    if (-not $CollectOnly) { Start-Plan $name }
    if (Test-Path "$Path/$name/trainings") { Save-Result $name }
}

# Which schema, and how many annotated images? A study of one's own images that takes an evening rather than a week: networks of each
# schema learn from a tenth, a half and all of the images, three times each. OUTPUT/report/report.html says what came of it. It can be
# killed at any time; the same line goes on.
#   ./build.sh shell -- -File examples/09-study.ps1 -DataPath DIR -Output DIR
param(
    # What Import-CellDataset reads, such as a folder with images/ and labels/.
    [Parameter(Mandatory)] [string] $DataPath,
    [Parameter(Mandatory)] [string] $Output,
    [string[]] $Schema = ('Watershed', 'Pixelwise', 'RetinaMask'),
    [string] $Backbone = 'MobileNetV2',
    # Weights of the backbone that were learnt on ImageNet, in safetensors; without them it starts from drawn ones.
    [string] $BackboneWeightPath,
    [double[]] $Fraction = (0.1, 0.5, 1),
    [long[]] $Seed = (0, 1, 2),
    # Every training has as many, whatever it learns from. More steps, better networks.
    [int] $StepCount = 400,
    # Training options that differ from the preset's, such as @{ CropSize = 128 }.
    [hashtable] $Option = @{},
    [int] $Parallel = 1,
    # Only says how long it would take.
    [switch] $EstimateOnly
)
$ErrorActionPreference = 'Stop'
$built = "$PSScriptRoot/../artifacts/module/CellSeg"
Import-Module ([System.IO.Directory]::Exists($built) ? $built : 'CellSeg')

$study = "$Output/study"
if (Test-Path -LiteralPath "$study/plan.json") {
    Start-SegmentationStudy -Path $study -Resume -Parallel $Parallel
} else {
    $weights = $BackboneWeightPath ? @{ BackboneWeightPath = $BackboneWeightPath } : @{ Pretrained = $false }
    Start-SegmentationStudy DatasetSize $study -DatasetPath $DataPath -Schema $Schema -Backbone $Backbone @weights -Fraction $Fraction -Seed $Seed `
        -Preset Default -StepCount $StepCount -ValidationFraction 0.1 -TestTileSize 0 -Option $Option -Parallel $Parallel -WhatIf:$EstimateOnly
}
if (-not $EstimateOnly) {
    Export-SegmentationReport $study -DestinationPath "$Output/report" -Force
    "The report is $Output/report/report.html"
}

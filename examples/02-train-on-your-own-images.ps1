# Trains a model on annotated images of one's own: looks for what is wrong with them, trains, and judges on images that were held out.
# Leaves the model in OUTPUT/model, label images and overlays of the held out images, and a table of their errors.
#   ./build.sh shell -- -File examples/02-train-on-your-own-images.ps1 -DataPath DIR -Output DIR
param(
    # What Import-CellDataset reads, such as a folder with images/ and labels/.
    [Parameter(Mandatory)] [string] $DataPath,
    [Parameter(Mandatory)] [string] $Output,
    [ValidateSet('Watershed', 'Pixelwise', 'RetinaMask')] [string] $Schema = 'Watershed',
    [string] $Backbone = 'MobileNetV2',
    # Weights of the backbone that were learnt on ImageNet, in safetensors; without them it starts from drawn ones.
    [string] $BackboneWeightPath,
    # The training ends here at the latest, with the best it has found.
    [timespan] $TimeLimit = '00:30:00',
    [long] $Seed = 0,
    # What Import-CellDataset is told besides, such as @{ Channel = 'DAPI' }.
    [hashtable] $Import = @{},
    # Training options that differ from the preset's, such as @{ Epochs = 60; BatchSize = 8 }.
    [hashtable] $Option = @{}
)
$ErrorActionPreference = 'Stop'
$built = "$PSScriptRoot/../artifacts/module/CellSeg"
Import-Module ([System.IO.Directory]::Exists($built) ? $built : 'CellSeg')

$weights = @{}
if ($BackboneWeightPath) { $weights.BackboneWeightPath = $BackboneWeightPath }
$model = New-SegmentationModel $Schema $Backbone -Seed $Seed @weights

$split = Import-CellDataset $DataPath @Import | Split-CellDataset -Seed $Seed -ValidationFraction 0.1
# What is there twice, damaged or out of the ordinary is told before it is learnt.
$split | Test-CellDataset

$split | Start-ModelTraining $model -Seed $Seed -TimeLimit $TimeLimit -Option $Option -CheckpointPath "$Output/model" |
    Invoke-CellSegmentation -DestinationPath "$Output/test" -OutputFormat LabelTiff, Overlay -Force |
    Measure-SegmentationError -CsvPath "$Output/errors.csv" -Force -Total

# Trains where there are no annotated images yet: simulated nuclei are learnt, movies that were held out are segmented and
# compared with their known truth. The overlays are for looking at.
param(
    [int] $MovieCount = 24,
    [int] $Epochs = 80,
    [int] $Size = 192,
    [int] $CropSize = 128,
    [int] $CellCount = 20,
    [string] $DestinationPath = [System.IO.Path]::Combine([System.IO.Path]::GetDirectoryName($PSScriptRoot), 'artifacts', 'simulated')
)
$ErrorActionPreference = 'Stop'
$built = "$PSScriptRoot/../artifacts/module/CellSeg"
Import-Module ([System.IO.Directory]::Exists($built) ? $built : 'CellSeg')

$model = New-SegmentationModel -Schema Watershed -Backbone MobileNetV2
New-SimulatedCellDataset -MovieCount $MovieCount -Width $Size -Height $Size -CellCount $CellCount -Seed 1 |
    Split-CellDataset -Seed 0 |
    Start-ModelTraining -Model $model -Epochs $Epochs -BatchSize 4 -CropSize $CropSize |
    Invoke-CellSegmentation -DestinationPath $DestinationPath -OutputFormat LabelTiff, Overlay -Force |
    Measure-SegmentationError -Total

$folder = $ExecutionContext.SessionState.Path.GetUnresolvedProviderPathFromPSPath($DestinationPath)
"Overlays and label images are in $folder"

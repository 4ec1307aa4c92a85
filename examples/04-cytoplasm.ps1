# Whole cells instead of nuclei: a model of two channels learns them from images of nuclei and cytoplasm, and cells that were
# held out are segmented, measured, and compared with their known truth. The images are simulated; for real ones give
# Import-CellDataset two channels by -Channel and labels of whole cells.
param(
    [int] $MovieCount = 30,
    [int] $Epochs = 60,
    [int] $Size = 192,
    [int] $CropSize = 128,
    [string] $DestinationPath = [System.IO.Path]::Combine([System.IO.Path]::GetDirectoryName($PSScriptRoot), 'artifacts', 'cytoplasm')
)
$ErrorActionPreference = 'Stop'
$built = "$PSScriptRoot/../artifacts/module/CellSeg"
Import-Module ([System.IO.Directory]::Exists($built) ? $built : 'CellSeg')

$model = New-SegmentationModel -Schema Watershed -Backbone MobileNetV2 -InputChannels 2
New-SimulatedCellDataset $MovieCount -Cytoplasm -LabelTarget Cell -CellKind Oval, Irregular, Spindle `
    -Width $Size -Height $Size -CellCount 25 -PixelSize 0.5 -Seed 1 |
    Split-CellDataset -Seed 0 |
    Start-ModelTraining -Model $model -Epochs $Epochs -BatchSize 4 -CropSize $CropSize |
    Invoke-CellSegmentation -DestinationPath $DestinationPath -OutputFormat LabelTiff, Overlay, Csv -Force |
    Measure-SegmentationError -Total

$folder = $ExecutionContext.SessionState.Path.GetUnresolvedProviderPathFromPSPath($DestinationPath)
"Overlays, label images and tables of the cells' sizes and intensities are in $folder"

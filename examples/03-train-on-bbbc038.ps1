# Trains a deep watershed model on the fluorescence images of BBBC038 and judges it on a fifth that it never saw.
param([string] $Data, [string] $Output, [string] $BackboneWeightPath, [timespan] $TimeLimit = '00:29:00')
$built = "$PSScriptRoot/../artifacts/module/CellSeg"
Import-Module ([System.IO.Directory]::Exists($built) ? $built : 'CellSeg')
$start = @{}; if ($BackboneWeightPath) { $start.BackboneWeightPath = $BackboneWeightPath }
$model = New-SegmentationModel Watershed MobileNetV2 @start
Import-CellDataset "$Data/stage1_train.zip" -IncludeListPath "$Data/fluorescence.txt" |
    Split-CellDataset -Seed 0 -TestFraction 0.2 -ValidationFraction 0.1 |
    Start-ModelTraining -Model $model -Epochs 1000 -TimeLimit $TimeLimit -CheckpointPath "$Output/model" |
    Invoke-CellSegmentation -DestinationPath $Output -OutputFormat LabelTiff, Overlay | Measure-SegmentationError -MinimumArea 100 -Total -Detailed

# Fine-tunes a trained model on a few dozen annotated images of one's own, and says what it is worth on images that neither
# model was trained on: F1 before and after. Leaves the model in OUTPUT/model.
#   ./build.sh shell -- -File examples/06-fine-tune.ps1 -DataPath DIR -Output DIR
param(
    # What Import-CellDataset reads, such as a folder with images/ and labels/.
    [Parameter(Mandatory)] [string] $DataPath,
    [Parameter(Mandatory)] [string] $Output,
    # A bundled model's name, or a folder that Start-ModelTraining or Export-SegmentationModel wrote.
    [string] $ModelPath = 'nuclei',
    [double] $TestFraction = 0.3,
    [long] $Seed = 0,
    # What Import-CellDataset is told besides, such as @{ Invert = $true } for dark cells on bright ground.
    [hashtable] $Import = @{},
    # Training options that differ from the preset's, such as @{ Epochs = 60; FrozenPart = 'Backbone' }.
    [hashtable] $Option = @{}
)
$ErrorActionPreference = 'Stop'
$built = "$PSScriptRoot/../artifacts/module/CellSeg"
Import-Module ([System.IO.Directory]::Exists($built) ? $built : 'CellSeg')

$split = Import-CellDataset $DataPath @Import | Split-CellDataset -Seed $Seed -TestFraction $TestFraction
$result = $split | Start-ModelTraining $ModelPath -Preset FineTune -Seed $Seed -Option $Option -CheckpointPath "$Output/model"

$before = $split.Test | Invoke-CellSegmentation -Model $ModelPath | Measure-SegmentationError -Total
$after = $split.Test | Invoke-CellSegmentation -Model $result.Model | Measure-SegmentationError -Total
'{0} images with {1} cells to learn from, {2} with {3} to judge by' -f @(
    $split.Training.MovieCount, $split.AnnotationCount, $split.Test.MovieCount, $before.TrueCount)
"F1 before $([Math]::Round($before.F1, 3)), after $([Math]::Round($after.F1, 3))"

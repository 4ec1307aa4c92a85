# Which of several models is best on annotated images: errors counted as cells, and F1 with its interval of confidence, best first.
#   ./build.sh shell -- -Command "./examples/08-compare-models.ps1 -DataPath DIR -Model nuclei, ./my-model"
param(
    # What Import-CellDataset reads. Images that a model has learnt from flatter it.
    [Parameter(Mandatory)] [string] $DataPath,
    # Names of bundled models, and folders of one's own.
    [Parameter(Mandatory)] [string[]] $Model,
    # Cells with fewer pixels are removed before the comparison.
    [int] $MinimumArea = 0,
    # What Import-CellDataset is told besides, such as @{ Channel = 'DAPI' }.
    [hashtable] $Import = @{}
)
$ErrorActionPreference = 'Stop'
$built = "$PSScriptRoot/../artifacts/module/CellSeg"
Import-Module ([System.IO.Directory]::Exists($built) ? $built : 'CellSeg')

$data = Import-CellDataset $DataPath @Import
$Model | ForEach-Object {
    $total = $data | Invoke-CellSegmentation -Model $_ | Measure-SegmentationError -Total -Bootstrap 1000 -MinimumArea $MinimumArea
    [pscustomobject] @{
        Model = $_; Cells = $total.TrueCount; F1 = [Math]::Round($total.F1, 3)
        Interval = '{0:F3} to {1:F3}' -f $total.F1Low, $total.F1High
        Missed = $total.Missed; Gained = $total.Gained; Merges = $total.Merges; Splits = $total.Splits
    }
} | Sort-Object F1 -Descending

# Segments every image of a folder with a saved model: label images, overlays, and a table of the cell counts.
param(
    [Parameter(Mandatory)] [string] $Path,
    [Parameter(Mandatory)] [string] $ModelPath,
    [Parameter(Mandatory)] [string] $DestinationPath
)
$built = "$PSScriptRoot/../artifacts/module/CellSeg"
Import-Module ([System.IO.Directory]::Exists($built) ? $built : 'CellSeg')
Invoke-CellSegmentation -Path "$Path/*" -Model $ModelPath -DestinationPath $DestinationPath -OutputFormat LabelTiff, Overlay

# Segments every image of a folder, with the bundled model or a saved one: label images, overlays, and a table of the cell counts.
param(
    [Parameter(Mandatory)] [string] $Path,
    [Parameter(Mandatory)] [string] $DestinationPath,
    [string] $ModelPath = 'nuclei'
)
$built = "$PSScriptRoot/../artifacts/module/CellSeg"
Import-Module ([System.IO.Directory]::Exists($built) ? $built : 'CellSeg')
Invoke-CellSegmentation -LiteralPath $Path -Model $ModelPath -DestinationPath $DestinationPath -OutputFormat LabelTiff, Overlay

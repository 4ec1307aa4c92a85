# Cells a minute after the build, offline: the bundled model segments simulated cells whose truth is known or, with -Path, your
# own images. Leaves overlays, label images and a table of cells a image in -DestinationPath.
#   ./build.sh demo
#   ./build.sh demo -- -Path ./my-images
param(
    [string] $Path,
    [string] $DestinationPath = [System.IO.Path]::Combine([System.IO.Path]::GetDirectoryName($PSScriptRoot), 'artifacts', 'demo'),
    [int] $MovieCount = 6,
    [int] $Size = 256,
    [int] $CellCount = 25
)
$ErrorActionPreference = 'Stop'
$built = "$PSScriptRoot/../artifacts/module/CellSeg"
Import-Module ([System.IO.Directory]::Exists($built) ? $built : 'CellSeg')

$output = @{ DestinationPath = $DestinationPath; OutputFormat = 'LabelTiff', 'Overlay', 'Csv'; Force = $true }
if ($Path) {
    # What cannot be read is told of, and the others go on.
    Invoke-CellSegmentation -Path $Path @output -ErrorAction Continue
} else {
    New-SimulatedCellDataset -MovieCount $MovieCount -Width $Size -Height $Size -CellCount $CellCount -Seed 1 |
        Invoke-CellSegmentation @output | Measure-SegmentationError -Total
}

$folder = $ExecutionContext.SessionState.Path.GetUnresolvedProviderPathFromPSPath($DestinationPath)
"Overlays, label images and tables are in $folder"

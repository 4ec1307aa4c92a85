# For the task scheduler: segments a folder and ends with an exit code that says how it went.
#   0  every image was segmented
#   1  nothing could be done at all (no model, no such folder)
#   2  some images failed; each is named on standard error, the others are done
param(
    [Parameter(Mandatory)] [string] $Path,
    [Parameter(Mandatory)] [string] $DestinationPath,
    # A bundled model's name, or a model folder.
    [string] $ModelPath = 'nuclei'
)
try {
    $built = "$PSScriptRoot/../artifacts/module/CellSeg"
    Import-Module ([System.IO.Directory]::Exists($built) ? $built : 'CellSeg') -ErrorAction Stop
    if (-not (Test-Path -LiteralPath $Path -PathType Container)) {
        throw "There is no folder $Path."
    }
    $done = @(Invoke-CellSegmentation -LiteralPath $Path -Model $ModelPath -DestinationPath $DestinationPath -Force -ErrorVariable failed)
}
catch {
    [Console]::Error.WriteLine("Nothing was segmented: $_")
    exit 1
}
"$($done.Count) segmented, $($failed.Count) failed"
if ($failed.Count -gt 0) { exit 2 }
exit 0

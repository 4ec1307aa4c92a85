<#
Segments a folder of copies of one image, a call a round, and prints the milliseconds a file of each round.

    ./build.sh shell -- -File benchmarks/segmentation/many_images.ps1 IMAGE [-Count 30] [-Rounds 6]

The first round has the start of the module in it, and the next ones what is compiled once it is used often.
#>
param([Parameter(Mandatory)] [string] $Path, [int] $Count = 30, [int] $Rounds = 6)

$ErrorActionPreference = 'Stop'
$folder = Join-Path ([IO.Path]::GetTempPath()) "cellseg-many-$PID"
try {
    $null = New-Item -ItemType Directory "$folder/in"
    foreach ($i in 1..$Count) { Copy-Item -LiteralPath $Path "$folder/in/image$i$([IO.Path]::GetExtension($Path))" }
    $times = foreach ($round in 1..$Rounds) {
        $clock = [Diagnostics.Stopwatch]::StartNew()
        $found = @(Invoke-CellSegmentation "$folder/in" -DestinationPath "$folder/out" -Force -InformationAction Ignore)
        if ($found.Count -ne $Count) { throw "$($found.Count) of $Count images were segmented" }
        '{0:F0}' -f ($clock.Elapsed.TotalMilliseconds / $Count)
    }
    "Milliseconds a file, by rounds of $Count`: $($times -join ', ')"
}
finally {
    Remove-Item $folder -Recurse -Force -ErrorAction SilentlyContinue
}

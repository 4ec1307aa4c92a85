# Reads the archives of benchmarks/python/formats/check_npz.py, and lets it read what is written of them, by every pixel and every
# cell of a lineage. Prints a line for each file: equal, refused with the reason, or WRONG, which none may be.
#   ./build.sh shell -- -NoProfile -File benchmarks/check_npz.ps1 -Python PYTHON-WITH-NUMPY
param([Parameter(Mandatory)] [string] $Python)
$ErrorActionPreference = 'Stop'

$script = Join-Path $PSScriptRoot 'python' 'formats' 'check_npz.py'
$folder = Join-Path ([IO.Path]::GetTempPath()) "cellseg-check-$PID"
$wrong = 0

function Get-Number([Array] $Values) {
    $sum = 0.0
    for ($i = 0; $i -lt $Values.Length; $i++) { $sum += $Values[$i] * ($i % 97 + 1) }
    $sum
}

# The same as the script gives, as text.
function Get-Description($Dataset) {
    $movies = foreach ($movie in $Dataset.Movies) {
        $frames = 0..($movie.FrameCount - 1)
        $image = $movie.ReadImage(0)
        [ordered] @{
            shape = @($movie.FrameCount, $image.Channels, $image.Height, $image.Width)
            images = @($frames | ForEach-Object { Get-Number $movie.ReadImage($_).Pixels })
            labels = @($frames | ForEach-Object { Get-Number $movie.ReadLabels($_).Pixels })
            cells = @($movie.Tracks | ForEach-Object { , @($_.Label, $_.FirstFrame, $_.LastFrame, ($_.Parent ?? 0)) })
        }
    }
    ConvertTo-Json @($movies) -Depth 5 -Compress
}

# Numbers of two origins, written alike.
function Format-Description($Movies, [switch] $WithoutCells) {
    $text = foreach ($movie in $Movies) {
        $cells = $WithoutCells ? '' : (($movie.cells | ForEach-Object { $_ -join ' ' }) -join ', ')
        "$($movie.shape) | $([double[]] $movie.images) | $([double[]] $movie.labels) | $cells"
    }
    $text -join "`n"
}

function Compare-Description([string] $What, $Expected, $Actual, [switch] $WithoutCells) {
    $isEqual = (Format-Description $Expected -WithoutCells:$WithoutCells) -ceq (Format-Description $Actual -WithoutCells:$WithoutCells)
    if (-not $isEqual) { $script:wrong++ }
    "$What`: $($isEqual ? 'equal' : 'WRONG')"
}

try {
    & $Python $script write $folder
    $expected = Get-Content "$folder/expected.json" -Raw | ConvertFrom-Json -AsHashtable
    foreach ($file in Get-ChildItem "$folder/*" -File -Exclude *.json | Sort-Object Name) {
        $name = $file.Name
        $dataset = Import-CellDataset $file -ErrorAction SilentlyContinue -ErrorVariable problems -WarningAction SilentlyContinue
        if ($name.StartsWith('refused')) {
            if ($dataset) { $wrong++ }
            "$name`: $($dataset ? 'WRONG' : "refused: $($problems[0].Exception.Reason)")"
            continue
        }
        Compare-Description "$name read" -Expected $expected[$name] -Actual (ConvertFrom-Json (Get-Description $dataset))
        $written = @("$folder/out-$name.trks")
        if (@($dataset.Movies.FrameCount | Select-Object -Unique).Count -eq 1) { $written += "$folder/out-$name.npz" }
        if ($dataset.MovieCount -eq 1) { $written += "$folder/out-$name.trk" }
        foreach ($path in $written) {
            $format = $path.EndsWith('npz') ? 'Npz' : 'Trks'
            $null = $dataset | Export-CellDataset $format $path -WarningAction SilentlyContinue
            $isTracked = $format -eq 'Trks' -and $dataset.Movies[0].Tracks.Count -gt 0
            $read = & $Python $script describe $path
            if ($LASTEXITCODE -ne 0) { throw "$path cannot be read." }
            $what = "$name written as $([IO.Path]::GetExtension($path))"
            Compare-Description $what -Expected $expected[$name] -Actual ($read | ConvertFrom-Json) -WithoutCells:(-not $isTracked)
        }
    }
}
finally {
    Remove-Item $folder -Recurse -Force -ErrorAction SilentlyContinue
}
"$wrong wrong"
exit [Math]::Min($wrong, 1)

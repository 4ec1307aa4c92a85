# Makes a folder of images of which some are damaged, each in a way of its own, and segments it as a scheduled task does: every
# good image has its results, every bad one an error with its name, and the second run is over in seconds.
#   ./build.sh shell -- -File benchmarks/segmentation/damaged_folder.ps1 [-Count 300] [-Size 192] [-Folder DIR]
param([int] $Count = 300, [int] $Size = 192, [string] $Folder = (Join-Path ([IO.Path]::GetTempPath()) "cellseg-$(New-Guid)"))
$ErrorActionPreference = 'Stop'
$in, $out = "$Folder/in", "$Folder/out"
$null = New-Item -ItemType Directory $in, "$in/sub"

# Made before the good images, of one of which each is a part or a likeness.
$damages = [ordered] @{
    'empty.tif' = { [byte[]]::new(0) }
    'header-only.tif' = { $tiff[0..7] }
    'half.tif' = { $tiff[0..($tiff.Length / 2)] }
    'last-byte-missing.tif' = { $tiff[0..($tiff.Length - 2)] }
    'text.tif' = { [Text.Encoding]::UTF8.GetBytes("This is no image.`n") }
    'zeros.tif' = { [byte[]]::new($tiff.Length) }
    'zip.png' = { $zip }
    'half.png' = { $png[0..($png.Length / 2)] }
    'noise.jpg' = { $bytes = [byte[]]::new(5000); [Random]::new(1).NextBytes($bytes); $bytes }
    'huge.tif' = {
        # One page of 100,000 x 100,000 pixels of 16 bits, of which there are none.
        $stream = [IO.MemoryStream]::new()
        $writer = [IO.BinaryWriter]::new($stream)
        $writer.Write([byte[]] (0x49, 0x49, 42, 0, 8, 0, 0, 0, 8, 0))
        foreach ($entry in (256, 4, 100000), (257, 4, 100000), (258, 3, 16), (259, 3, 1), (262, 3, 1), (273, 4, 110), (278, 4, 100000), (279, 4, 2000000000)) {
            $writer.Write([uint16] $entry[0]); $writer.Write([uint16] $entry[1]); $writer.Write([uint32] 1); $writer.Write([uint32] $entry[2])
        }
        $writer.Write([uint32] 0)
        $stream.ToArray()
    }
}

$good = $Count - $damages.Count
New-SimulatedCellDataset $good -Width $Size -Height $Size -CellCount 15 -WarningAction Ignore |
    Export-CellDataset LabelFolder "$Folder/made" -WarningAction Ignore | Out-Null
Get-ChildItem "$Folder/made/images" | Move-Item -Destination $in
$first = (Get-ChildItem $in -File)[0]
$tiff = [IO.File]::ReadAllBytes($first)
$null = Invoke-CellSegmentation $first -DestinationPath "$Folder/picture" -OutputFormat Overlay 6> $null
$png = [IO.File]::ReadAllBytes((Get-ChildItem "$Folder/picture" -Filter *.png).FullName)
Compress-Archive $first "$Folder/one.zip"
$zip = [IO.File]::ReadAllBytes("$Folder/one.zip")
foreach ($name in $damages.Keys) {
    [IO.File]::WriteAllBytes("$in/$name", [byte[]] @(& $damages[$name]))
}
# What is no image, and no problem either.
foreach ($name in 'Thumbs.db', '.DS_Store', 'sub/inner.tif') {
    Set-Content "$in/$name" 'no image'
}

$program = [Environment]::ProcessPath
$words = @(
    if ([IO.Path]::GetFileNameWithoutExtension($program) -eq 'dotnet') { "$PSHOME/pwsh.dll" }
    '-NoProfile', '-NonInteractive', '-File', "$PSScriptRoot/../../examples/tasks/segment-folder.ps1", '-Path', $in, '-DestinationPath', $out)

function Measure-Run([int] $Segmented, [int] $Skipped) {
    $start = [Diagnostics.ProcessStartInfo]::new($program, [string[]] $words)
    $start.RedirectStandardOutput = $start.RedirectStandardError = $true
    $clock = [Diagnostics.Stopwatch]::StartNew()
    $process = [Diagnostics.Process]::Start($start)
    $output, $problems = $process.StandardOutput.ReadToEndAsync(), $process.StandardError.ReadToEndAsync()
    $peak = 0
    while (-not $process.WaitForExit(100)) {
        $process.Refresh()
        # The number is gone with the process, which may have ended since the line before; the one from before stands.
        try { $peak = [Math]::Max($peak, $process.PeakWorkingSet64) } catch { continue }
    }
    $last = @($output.Result.Split("`n", [StringSplitOptions] 'RemoveEmptyEntries, TrimEntries'))[-1]
    $named = @($damages.Keys | Where-Object { $problems.Result -match [regex]::Escape($_) }).Count
    $isRight = $process.ExitCode -eq 2 -and $named -eq $damages.Count -and
        $last -eq "$Segmented segmented, $Skipped done before, $($damages.Count) failed"
    [pscustomobject] @{
        Right = $isRight; ExitCode = $process.ExitCode; Summary = $last; Named = $named
        Seconds = [Math]::Round($clock.Elapsed.TotalSeconds, 1); PeakMB = [Math]::Round($peak / 1e6)
    }
}

$runs = @(Measure-Run $good 0; Measure-Run 0 $good)
$runs | Format-Table -AutoSize | Out-String -Width 160
$labels = @(Get-ChildItem $out -Filter *_labels.tif).Count
$rows = Import-Csv "$out/cellseg-images.csv"
"$labels label images; a table of $($rows.Count) images, $(@($rows | Where-Object Status -EQ Failed).Count) of them failed"
$rows | Where-Object Status -EQ Failed | ForEach-Object { "  $([IO.Path]::GetFileName($_.Path)): $($_.Reason)" }
$isRight = -not ($runs.Right -contains $false) -and $labels -eq $good -and $rows.Count -eq $Count
$isRight ? 'RIGHT' : 'WRONG'
# Some of it is hidden.
Remove-Item $Folder -Recurse -Force
exit ($isRight ? 0 : 1)

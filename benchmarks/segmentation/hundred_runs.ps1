# A scheduled task over a folder that fills up: segment-folder.ps1 runs a hundred times, one run after another, while images, damaged images and
# rubbish are dropped between the runs, and damaged images are replaced by whole ones. Every image is segmented once and never again, every
# damaged one is named in each run that finds it, and every exit code is the documented one.
#   ./build.sh shell -- -File benchmarks/segmentation/hundred_runs.ps1 [-RunCount 100] [-Seed 0] [-Folder DIR]
param([int] $RunCount = 100, [int] $Seed = 0, [string] $Folder = (Join-Path ([IO.Path]::GetTempPath()) "cellseg-$(New-Guid)"))
$ErrorActionPreference = 'Stop'
$in, $out = "$Folder/in", "$Folder/out"
$random = [Random]::new($Seed)

New-SimulatedCellDataset 20 -Width 128 -Height 128 -CellCount 8 -WarningAction Ignore |
    Export-CellDataset LabelFolder "$Folder/made" -WarningAction Ignore | Out-Null
$images = @(Get-ChildItem "$Folder/made/images" -Filter *.tif)
$program = [Environment]::ProcessPath
$words = @(
    if ([IO.Path]::GetFileNameWithoutExtension($program) -eq 'dotnet') { "$PSHOME/pwsh.dll" }
    '-NoProfile', '-NonInteractive', '-File', "$PSScriptRoot/../../examples/tasks/segment-folder.ps1", '-Path', $in, '-DestinationPath', $out
    '-OutputFormat', 'LabelTiff,Csv')
$codes = [System.Collections.Generic.SortedDictionary[int, int]]::new()
$written = @{}      # by label file: when it was written
$good, $bad, $serial, $problems = 0, @{}, 0, @()

for ($run = 1; $run -le $RunCount; $run++) {
    # The first run finds no folder, the second one an empty folder.
    if ($run -eq 2) {
        $null = New-Item -ItemType Directory $in
    }
    for ($new = $run -gt 2 ? $random.Next(4) : 0; $new -gt 0; $new--) {
        $serial++
        $name = "image-$serial.tif"
        if ($random.NextDouble() -lt 0.2) {
            $bytes = [IO.File]::ReadAllBytes($images[$serial % $images.Count])
            [IO.File]::WriteAllBytes("$in/$name", $bytes[0..$random.Next($bytes.Length / 2)])
            $bad[$name] = $true
        } else {
            Copy-Item $images[$serial % $images.Count] "$in/$name"
            $good++
        }
    }
    if ($run -gt 2 -and $random.NextDouble() -lt 0.3) {
        Set-Content "$in/$(@('Thumbs.db', '.DS_Store', 'notes.txt', 'plate.xml', '~lock.docx')[$random.Next(5)])" "rubbish $run"
    }
    if ($bad.Count -gt 0 -and $random.NextDouble() -lt 0.4) {
        $name = @($bad.Keys | Sort-Object)[0]
        Copy-Item $images[$run % $images.Count] "$in/$name" -Force
        $bad.Remove($name)
        $good++
    }

    # Sometimes another run is at work in the destination: this process says so.
    $isBusy = $run -gt 2 -and $run % 25 -eq 0
    if ($isBusy) {
        $self = [Diagnostics.Process]::GetCurrentProcess()
        @{
            Machine = [Environment]::MachineName; ProcessId = $self.Id; ProcessStart = $self.StartTime.ToUniversalTime()
            User = [Environment]::UserName; Since = [DateTime]::UtcNow
        } | ConvertTo-Json -Compress | Set-Content "$out/cellseg-batch.lock"
    }
    $start = [Diagnostics.ProcessStartInfo]::new($program, [string[]] $words)
    $start.RedirectStandardOutput = $start.RedirectStandardError = $true
    $process = [Diagnostics.Process]::Start($start)
    $output, $errors = $process.StandardOutput.ReadToEndAsync(), $process.StandardError.ReadToEndAsync()
    $process.WaitForExit()
    if ($isBusy) {
        Remove-Item "$out/cellseg-batch.lock"
    }

    $expected = $run -eq 1 ? 1 : $isBusy ? 3 : $bad.Count -gt 0 ? 2 : 0
    $codes[$process.ExitCode] = 1 + ($codes.ContainsKey($process.ExitCode) ? $codes[$process.ExitCode] : 0)
    if ($process.ExitCode -ne $expected) {
        $problems += "run ${run}: exit code $($process.ExitCode) instead of ${expected}: $($errors.Result)"
    }
    if ($expected -in 0, 2) {
        foreach ($name in $bad.Keys | Where-Object { -not $errors.Result.Contains($_) }) {
            $problems += "run ${run}: $name is not named"
        }
        $labels = @(Get-ChildItem $out -Filter *_labels.tif -ErrorAction Ignore)
        if ($labels.Count -ne $good) {
            $problems += "run ${run}: $($labels.Count) label images of $good images"
        }
        foreach ($file in $labels) {
            if (-not $written.ContainsKey($file.Name)) {
                $written[$file.Name] = $file.LastWriteTimeUtc
            } elseif ($written[$file.Name] -ne $file.LastWriteTimeUtc) {
                $problems += "run ${run}: $($file.Name) was made again"
            }
        }
    }
}
$rows = @(Import-Csv "$out/cellseg-images.csv")
if ($rows.Count -ne $good + $bad.Count) {
    $problems += "the table has $($rows.Count) images of $($good + $bad.Count)"
}
$ends = ($codes.GetEnumerator() | ForEach-Object { "$($_.Value) x $($_.Key)" }) -join ', '
"$RunCount runs; $good images, each segmented once; $($bad.Count) damaged at the end; exit codes: $ends"
$problems
$problems ? 'WRONG' : 'RIGHT'
Remove-Item $Folder -Recurse -Force
exit ($problems ? 1 : 0)

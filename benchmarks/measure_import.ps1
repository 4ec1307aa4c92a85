# Measures what reading BBBC038 takes: importing it, then reading every label image and every image as a training does.
# Seconds of the clock and of the processors, the memory that stays, and sums of the pixels, which tell whether two trees
# read the same numbers:
#   ./build.sh shell -- -File benchmarks/measure_import.ps1 -Data DIR [-Count 3]
# DIR has stage1_train.zip, or is its unpacked folder.
param([Parameter(Mandatory)] [string] $Data, [int] $Count = 3)
$ErrorActionPreference = 'Stop'
$path = [IO.File]::Exists("$Data/stage1_train.zip") ? "$Data/stage1_train.zip" : $Data
$process = [Diagnostics.Process]::GetCurrentProcess()

function Measure-Step([string] $Step, [scriptblock] $Work) {
    [GC]::Collect()
    $process.Refresh()
    $clock, $processors = [Diagnostics.Stopwatch]::StartNew(), $process.TotalProcessorTime
    $sum = & $Work
    $clock.Stop()
    $process.Refresh()
    [pscustomobject] @{
        Step = $Step
        Seconds = [Math]::Round($clock.Elapsed.TotalSeconds, 2)
        ProcessorSeconds = [Math]::Round(($process.TotalProcessorTime - $processors).TotalSeconds, 2)
        ManagedMB = [Math]::Round([GC]::GetTotalMemory($true) / 1e6, 1)
        PeakMB = [Math]::Round($process.PeakWorkingSet64 / 1e6)
        Sum = $sum
    }
}

# The sum of all pixels of all movies in order.
function Get-Sum($Dataset, [string] $Read) {
    $hash = [Security.Cryptography.IncrementalHash]::CreateHash('SHA256')
    foreach ($movie in $Dataset.Movies) {
        $pixels = $movie.$Read(0).Pixels
        $bytes = [byte[]]::new(4 * $pixels.Length)
        [Buffer]::BlockCopy($pixels, 0, $bytes, 0, $bytes.Length)
        $hash.AppendData($bytes)
    }
    [Convert]::ToHexString($hash.GetHashAndReset()).Substring(0, 16)
}

$rows = foreach ($i in 1..$Count) {
    Measure-Step 'Import' {
        $script:dataset = Import-CellDataset $path
        "$($dataset.MovieCount) movies, $($dataset.AnnotationCount) cells"
    }
    Measure-Step 'Labels' { Get-Sum $dataset ReadLabels }
    Measure-Step 'Images' { Get-Sum $dataset ReadImage }
}
$rows | Format-Table -AutoSize | Out-String -Width 160

<#
.SYNOPSIS
Segments what is new in a folder, unattended: for the task scheduler, cron, or a cluster.
.DESCRIPTION
    pwsh -NoProfile -NonInteractive -File segment-folder.ps1 -Path D:\plates -DestinationPath D:\results

Images that a run before has finished are passed over; what failed before is tried again. Each failure is named on standard error and
in the log. The exit code says how it went:

    0  every image is segmented, now or before; also where there is none
    1  it could not run: no such folder, no such model, a destination that cannot be written to
    2  some images failed, the others are done
    3  another run is at work in the destination: nothing was done, and nothing has to be
.PARAMETER Path
A folder of images. Sub-folders are not looked into without -Recurse; what operating systems leave in a folder is no image.
.PARAMETER DestinationPath
A folder for the results, made when missing.
.PARAMETER Model
A bundled model's name, or a model folder.
.PARAMETER OutputFormat
What to write for each image; several by commas.
.PARAMETER Recurse
Looks into sub-folders, too.
.PARAMETER KeepFolders
Keeps the sub-folders of images below the destination.
.PARAMETER Part
The part of the folder to do, from 1 to -PartCount, while other processes do the others. A run without it, when they are done, does
what they left undone and writes the table of all images.
.PARAMETER PartCount
In how many parts the folder is done.
.PARAMETER LogPath
A folder for transcripts, one a run; 'logs' in the destination when left out.
.PARAMETER LogCount
How many transcripts are kept.
#>
param(
    [Parameter(Mandatory)] [string] $Path,
    [Parameter(Mandatory)] [string] $DestinationPath,
    [string] $Model = 'nuclei',
    [string] $OutputFormat = 'LabelTiff,Csv',
    [switch] $Recurse,
    [switch] $KeepFolders,
    [int] $Part,
    [int] $PartCount,
    [string] $LogPath = (Join-Path $DestinationPath 'logs'),
    [ValidateRange(1, 10000)] [int] $LogCount = 100
)

$logPrefix = 'segment-folder-'
try {
    $name = "$logPrefix$([datetime]::UtcNow.ToString('yyyyMMdd-HHmmss'))-$PID.log"
    $null = Start-Transcript -LiteralPath (Join-Path $LogPath $name) -UseMinimalHeader -ErrorAction Stop
    # Their names are in the order of time.
    Get-ChildItem -LiteralPath $LogPath -Filter "$logPrefix*.log" | Sort-Object Name -Descending | Select-Object -Skip $LogCount |
        Remove-Item -ErrorAction SilentlyContinue
}
catch {
    # Images are worth more than their log.
    [Console]::Error.WriteLine("There is no log of this run: $_")
}

$code = 0
try {
    if (-not (Test-Path -LiteralPath $Path -PathType Container)) {
        throw "There is no folder $Path."
    }
    $built = "$PSScriptRoot/../../artifacts/module/CellSeg"
    Import-Module ([System.IO.Directory]::Exists($built) ? $built : 'CellSeg') -ErrorAction Stop
    $options = @{
        LiteralPath = $Path; DestinationPath = $DestinationPath; Model = $Model; OutputFormat = $OutputFormat.Split(',').Trim()
        Recurse = $Recurse; KeepFolders = $KeepFolders; Resume = $true
    }
    foreach ($name in 'Part', 'PartCount') {
        if ($PSBoundParameters.ContainsKey($name)) {
            $options[$name] = $PSBoundParameters[$name]
        }
    }
    # Everything is written when it comes, and images are not kept: there may be more than fit into memory.
    $failures = 0
    $summary = '0 segmented, 0 done before, 0 failed'
    Invoke-CellSegmentation @options -ErrorAction Continue 2>&1 6>&1 | ForEach-Object {
        if ($_ -is [System.Management.Automation.InformationRecord]) {
            $summary = "$_"
        } elseif ($_ -isnot [System.Management.Automation.ErrorRecord]) {
            "$($_.Path)$($_.Frame -gt 0 ? " frame $($_.Frame)" : ''): $($_.CellCount) cells"
        } elseif ($_.FullyQualifiedErrorId -like 'NoImages,*') {
            "There are no images in $Path."
        } else {
            $failures++
            "FAILED $_"
            [Console]::Error.WriteLine("$_")
        }
    }
    $summary
    if ($failures -gt 0) {
        $code = 2
    }
}
catch {
    $isBusy = $_.FullyQualifiedErrorId -like 'BatchBusy,*'
    $text = $isBusy ? "Nothing to do: $_" : "Nothing was segmented: $_"
    [Console]::Error.WriteLine($text)
    $code = $isBusy ? 3 : 1
}
finally {
    # It throws where no log could be begun, which has been told above.
    try { $null = Stop-Transcript } catch { Write-Verbose "$_" }
}
exit $code

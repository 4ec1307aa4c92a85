<#
.SYNOPSIS
Segments images while a microscope writes them into a folder, until Ctrl+C or until -For is over.
.DESCRIPTION
    ./watch-folder.ps1 -Path D:\acquisition -DestinationPath D:\results

An image is taken when two looks in a row see the same size and time, so that half of one is not. What fails is named on standard error
and tried again when the file changes. Started again, it passes over what is done. The exit code says how it went: 0 when all went well,
1 when it could not run, 2 when some images failed.
.PARAMETER Path
A folder of images, which may be empty yet.
.PARAMETER DestinationPath
A folder for the results, made when missing.
.PARAMETER Model
A bundled model's name, or a model folder.
.PARAMETER OutputFormat
What to write for each image; several by commas.
.PARAMETER Include
Names of files that are images; several by commas.
.PARAMETER Every
Time between two looks.
.PARAMETER For
Ends after this time. Without it, it looks until it is stopped.
#>
param(
    [Parameter(Mandatory)] [string] $Path,
    [Parameter(Mandatory)] [string] $DestinationPath,
    [string] $Model = 'nuclei',
    [string] $OutputFormat = 'LabelTiff,Csv',
    [string] $Include = '*.tif,*.tiff,*.png,*.jpg,*.jpeg,*.bmp,*.gif',
    [timespan] $Every = '00:00:10',
    [timespan] $For = [timespan]::MaxValue
)
$code = 0
try {
    if (-not (Test-Path -LiteralPath $Path -PathType Container)) {
        throw "There is no folder $Path."
    }
    $built = "$PSScriptRoot/../../artifacts/module/CellSeg"
    Import-Module ([System.IO.Directory]::Exists($built) ? $built : 'CellSeg') -ErrorAction Stop
    $clock = [System.Diagnostics.Stopwatch]::StartNew()
    $seen = @{}
    $taken = @{}
    do {
        $files = Get-ChildItem -LiteralPath $Path -File | Where-Object { $name = $_.Name; $Include.Split(',').Trim().Where({ $name -like $_ }) }
        $ready = foreach ($file in $files) {
            $state = "$($file.Length) $($file.LastWriteTimeUtc.Ticks)"
            if ($seen[$file.FullName] -eq $state -and $taken[$file.FullName] -ne $state) {
                $taken[$file.FullName] = $state
                $file.FullName
            }
            $seen[$file.FullName] = $state
        }
        if ($ready) {
            $options = @{ LiteralPath = $ready; DestinationPath = $DestinationPath; Model = $Model; OutputFormat = $OutputFormat.Split(',').Trim() }
            Invoke-CellSegmentation @options -Resume -ErrorAction Continue -InformationAction Ignore 2>&1 | ForEach-Object {
                if ($_ -is [System.Management.Automation.ErrorRecord]) {
                    $code = 2
                    [Console]::Error.WriteLine("$_")
                } else {
                    "$($_.Path): $($_.CellCount) cells"
                }
            }
        }
        $isOver = $clock.Elapsed -ge $For
        if (-not $isOver) {
            Start-Sleep -Duration $Every
        }
    } until ($isOver)
}
catch {
    [Console]::Error.WriteLine("$_")
    $code = 1
}
exit $code

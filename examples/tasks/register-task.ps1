<#
.SYNOPSIS
Lets Windows' task scheduler run segment-folder.ps1 every day, or every few minutes. Elsewhere it prints the line for cron instead.
.DESCRIPTION
    ./register-task.ps1 -Path 'D:\new plates' -DestinationPath D:\results -At 02:00
    ./register-task.ps1 -Path 'D:\new plates' -DestinationPath D:\results -Every 00:15 -WhatIf

A run that is still at work when the next one is due goes on, and the next one is left out.
.PARAMETER Path
The folder of images.
.PARAMETER DestinationPath
The folder for the results.
.PARAMETER Model
A bundled model's name, or a model folder.
.PARAMETER ArgumentList
What else segment-folder.ps1 gets, such as -Recurse, -KeepFolders.
.PARAMETER TaskName
The name of the task; one of this name is replaced.
.PARAMETER At
The time of the day.
.PARAMETER Every
Time between runs, at least a minute, instead of once a day.
#>
[CmdletBinding(SupportsShouldProcess)]
param(
    [Parameter(Mandatory)] [string] $Path,
    [Parameter(Mandatory)] [string] $DestinationPath,
    [string] $Model = 'nuclei',
    [string[]] $ArgumentList = @(),
    [string] $TaskName = 'CellSeg segment-folder',
    [datetime] $At = '02:00',
    [timespan] $Every
)
$ErrorActionPreference = 'Stop'

# As a program of Windows takes its command line apart: backslashes count only before quotes.
function ConvertTo-WindowsArgument([string] $Text) {
    if ($Text -match '^[\w\-./\\:]+$') { $Text } else { '"' + ($Text -replace '(\\*)"', '$1$1\"' -replace '(\\+)$', '$1$1') + '"' }
}

# As a shell takes it apart; cron makes a new line of each percent sign before that.
function ConvertTo-CronArgument([string] $Text) {
    ($Text -match '^[\w\-./:]+$' ? $Text : "'" + $Text.Replace("'", "'\''") + "'").Replace('%', '\%')
}

function Resolve-FullPath([string] $Text) {
    $ExecutionContext.SessionState.Path.GetUnresolvedProviderPathFromPSPath($Text)
}

# A PowerShell that came as a dotnet tool has no program of its own.
$program = [System.Environment]::ProcessPath
$words = @(
    if ([System.IO.Path]::GetFileNameWithoutExtension($program) -eq 'dotnet') { "$PSHOME/pwsh.dll" }
    '-NoProfile', '-NonInteractive', '-File', (Join-Path $PSScriptRoot 'segment-folder.ps1')
    '-Path', (Resolve-FullPath $Path), '-DestinationPath', (Resolve-FullPath $DestinationPath)
    # The name of a bundled model is none of a folder here.
    '-Model', ((Test-Path -LiteralPath $Model -PathType Container) ? (Resolve-FullPath $Model) : $Model)
    $ArgumentList
)
if ($PSBoundParameters.ContainsKey('Every') -and $Every -lt [timespan]::FromMinutes(1)) {
    throw "-Every is $Every, which is less than a minute."
}

if (-not (Get-Command Register-ScheduledTask -ErrorAction Ignore)) {
    $when = if (-not $PSBoundParameters.ContainsKey('Every')) { "$($At.Minute) $($At.Hour) * * *" }
    elseif ($Every.TotalHours -lt 1) { "*/$([int] $Every.TotalMinutes) * * * *" }
    else { "0 */$([Math]::Clamp([int] $Every.TotalHours, 1, 23)) * * *" }
    'There is no task scheduler of Windows here. This line of a crontab (crontab -e) does the same; a run that finds another at work ends with 3:'
    "$when $(($program, $words | ForEach-Object { $_ } | ForEach-Object { ConvertTo-CronArgument $_ }) -join ' ')"
    return
}

$action = New-ScheduledTaskAction -Execute $program -Argument (($words | ForEach-Object { ConvertTo-WindowsArgument $_ }) -join ' ')
$trigger = if ($PSBoundParameters.ContainsKey('Every')) {
    New-ScheduledTaskTrigger -Once -At $At -RepetitionInterval $Every
} else {
    New-ScheduledTaskTrigger -Daily -At $At
}
$settings = New-ScheduledTaskSettingsSet -MultipleInstances IgnoreNew -StartWhenAvailable -ExecutionTimeLimit ([timespan]::Zero)
if ($PSCmdlet.ShouldProcess($TaskName, "Register a task: $program $($action.Arguments)")) {
    Register-ScheduledTask -TaskName $TaskName -Action $action -Trigger $trigger -Settings $settings -Force
}

# Runs the Pester tests and writes "passed failed skipped" for the build, or "0 0 0" where there is no Pester 5.
param([Parameter(Mandatory)] [string] $CountPath)

$ErrorActionPreference = 'Stop'
$pester = Get-Module Pester -ListAvailable | Where-Object { $_.Version.Major -eq 5 } | Select-Object -First 1
if (-not $pester) {
    Set-Content $CountPath '0 0 0' -NoNewline
    exit 0
}
Import-Module $pester
$configuration = New-PesterConfiguration
$configuration.Run.Path = $PSScriptRoot
$configuration.Run.PassThru = $true
$configuration.Output.Verbosity = 'Normal'
$run = Invoke-Pester -Configuration $configuration
$failed = $run.FailedCount + $run.FailedBlocksCount + $run.FailedContainersCount
Set-Content $CountPath "$($run.PassedCount) $failed $($run.SkippedCount + $run.NotRunCount)" -NoNewline
exit [int]($failed -gt 0)

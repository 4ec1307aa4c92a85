# Runs the tests of this folder, or those named, against the staged module; ./build.sh test calls it after a build. While
# writing tests: ./build.sh shell -- -File tests/Pester/run.ps1 -Path Training.Tests.ps1
param(
    # The manifest of Pester; without it the one that the last ./build.sh test has restored.
    [string] $PesterPath = "$PSScriptRoot/../../artifacts/packages/pester/*/tools/Pester.psd1",
    # Where "passed failed skipped" is written.
    [string] $CountPath,
    # Files of this folder; pwsh -File hands a list over as one text with commas.
    [string[]] $Path = ('*.Tests.ps1', '*/*.Tests.ps1')
)
$ErrorActionPreference = 'Stop'
# What is not staged must not be found elsewhere on this machine: in NuGet's cache, or in a libtorch of the user's own.
$env:NUGET_PACKAGES = "$PSScriptRoot/../../artifacts/test/no-packages"
$env:CELLSEG_LIBTORCH = $null
Import-Module (Resolve-Path $PesterPath | Select-Object -Last 1)
Import-Module "$PSScriptRoot/../../artifacts/module/CellSeg", "$PSScriptRoot/Support"

$configuration = New-PesterConfiguration
$configuration.Run.Path = @($Path -split ',' | ForEach-Object { Join-Path $PSScriptRoot $_ })
$configuration.Run.PassThru = $true
$configuration.Output.Verbosity = 'Normal'
$run = Invoke-Pester -Configuration $configuration
$failed = $run.FailedCount + $run.FailedBlocksCount + $run.FailedContainersCount
if ($CountPath) {
    Set-Content $CountPath "$($run.PassedCount) $failed $($run.SkippedCount + $run.InconclusiveCount + $run.NotRunCount)" -NoNewline
}
exit [int]($failed -gt 0 -or $run.PassedCount -eq 0)

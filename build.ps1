# Everything is done by the program in build/; this only starts it. ./build.ps1 --help lists what it can do.
$ErrorActionPreference = 'Stop'
if (-not (Get-Command dotnet -ErrorAction Ignore)) {
    Write-Error 'The .NET 10 SDK is needed and there is no dotnet on the path; see https://dotnet.microsoft.com/download'
}
$env:DOTNET_CLI_TELEMETRY_OPTOUT = '1'
$env:DOTNET_NOLOGO = '1'
dotnet run --project (Join-Path $PSScriptRoot 'build') --verbosity quiet -- @args
exit $LASTEXITCODE

#!/usr/bin/env bash
# Everything is done by the program in build/; this only starts it. ./build.sh --help lists what it can do.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

if ! command -v dotnet >/dev/null; then
    echo "build: the .NET 10 SDK is needed and there is no dotnet on the path; see https://dotnet.microsoft.com/download" >&2
    exit 1
fi
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1
# dotnet, NuGet and PowerShell keep files in the home folder. A service or a container may have none that can be written to.
if [ -z "${HOME:-}" ] || ! mkdir -p "$HOME/.dotnet" 2>/dev/null || [ ! -w "$HOME/.dotnet" ]; then
    mkdir -p artifacts/home
    export HOME="$PWD/artifacts/home"
fi
# The SDK stops at once on a machine without ICU, unless it is told to do without; PowerShell asks for cultures by name.
# The list is read to its end first: where a reader stops early, ldconfig fails, and with it the pipeline.
libraries="$(ldconfig -p 2>/dev/null || /sbin/ldconfig -p 2>/dev/null || true)"
if [[ $libraries != *libicuuc* ]] && [ "$(uname)" = Linux ]; then
    export DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=1 DOTNET_SYSTEM_GLOBALIZATION_PREDEFINED_CULTURES_ONLY=false
fi
exec dotnet run --project build --verbosity quiet -- "$@"

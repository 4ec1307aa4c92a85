#!/usr/bin/env bash
# Everything is done by the program in build/; this only starts it. ./build.sh --help lists what it can do.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

if ! command -v dotnet >/dev/null; then
    echo "build: the .NET 10 SDK is needed and there is no dotnet on the path; see https://dotnet.microsoft.com/download" >&2
    exit 1
fi
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1
# The SDK stops at once on a machine without ICU, unless it is told to do without.
if ! { ldconfig -p 2>/dev/null || /sbin/ldconfig -p 2>/dev/null; } | grep -q libicuuc && [ "$(uname)" = Linux ]; then
    export DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=1
fi
exec dotnet run --project build --verbosity quiet -- "$@"

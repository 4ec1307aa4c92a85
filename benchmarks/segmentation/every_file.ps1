<#
Segments every file below some folders by itself, and tells for each what came of it: its frames and cells, or why not.

    ./build.sh shell -- -File benchmarks/segmentation/every_file.ps1 FOLDER [FOLDER ...]

What is wrong with a file has to be an error record of that file: anything else ends the script.
#>
param([Parameter(Mandatory, ValueFromRemainingArguments)] [string[]] $Path)

$ErrorActionPreference = 'Stop'
$out = Join-Path ([IO.Path]::GetTempPath()) "cellseg-every-file-$PID"
try {
    $results = foreach ($file in Get-ChildItem $Path -Recurse -File) {
        $problems = $null
        $found = @(Invoke-CellSegmentation -LiteralPath $file.FullName -DestinationPath $out -Force -ErrorAction SilentlyContinue `
                -ErrorVariable problems -WarningAction SilentlyContinue -InformationAction SilentlyContinue)
        $strange = $problems | Where-Object { $_ -is [Management.Automation.ErrorRecord] -and $_.CategoryInfo.TargetName -ne $file.FullName }
        if ($strange) { throw $strange[0] }
        if (-not $found -and -not $problems) { throw "$file gave neither cells nor an error" }
        [pscustomobject]@{
            File   = [IO.Path]::GetRelativePath($PWD, $file.FullName)
            Frames = $found.Count
            Cells  = ($found | Measure-Object CellCount -Sum).Sum
            Error  = @($problems)[0]
        }
    }
    $results
    "$($results.Where{ -not $_.Error }.Count) of $($results.Count) files segmented, $($results.Where{ $_.Error }.Count) refused"
}
finally {
    Remove-Item $out -Recurse -Force -ErrorAction SilentlyContinue
}

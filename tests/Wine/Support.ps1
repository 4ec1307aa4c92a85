# What the scripts of this folder share. Each is given -ModulePath, -WorkPath and -CountPath.
$ErrorActionPreference, $ProgressPreference = 'Stop', 'SilentlyContinue'
$passed = $failed = 0

# One test: what it throws is why it has failed.
function Test-Behaviour([string] $Name, [scriptblock] $Body) {
    try {
        $null = & $Body
        $script:passed++
        "ok      $Name"
    }
    catch {
        $script:failed++
        "FAILED  ${Name}: $($_.Exception.Message) $($_.ScriptStackTrace)"
    }
}

function Assert-True([bool] $Condition, [string] $Otherwise) {
    if (-not $Condition) { throw $Otherwise }
}

# Runs a command and gives the message of the error that it ends with.
function Get-Failure([scriptblock] $Body) {
    try { $null = & $Body }
    catch { return "$_" }
    throw 'there was no error'
}

# A copy of the bundled model's check image at a path whose folders are made, as its owner might have named it.
function Copy-CheckImage([string] $Path) {
    $null = [System.IO.Directory]::CreateDirectory([System.IO.Path]::GetDirectoryName($Path))
    [System.IO.File]::Copy("$ModulePath\models\nuclei\check\image.tif", $Path, $true)
}

function Complete-Run {
    [System.IO.File]::WriteAllText($CountPath, "$passed $failed 0")
    exit [int]($failed -gt 0 -or $passed -eq 0)
}

# Only types of the platform are used here: a cmdlet such as Join-Path or Add-Type would have its module loaded first.
$bin = [System.IO.Path]::Combine($PSScriptRoot, 'bin')

# The loader stays in the process once it is there, and so do the cmdlets: a second import has the same types, also that
# of a copy of the module in another folder. The loader refuses a copy that differs, since libtorch is loaded once only.
$loader = 'CellSeg.Loader.ModuleLoadContext' -as [type]
if ($null -eq $loader) {
    $path = [System.IO.Path]::Combine($bin, 'CellSeg.Loader.dll')
    $loader = [System.Reflection.Assembly]::LoadFrom($path).GetType('CellSeg.Loader.ModuleLoadContext', $true)
}
try {
    $assembly = $loader::LoadCmdlets($bin)
}
catch [System.Management.Automation.MethodInvocationException] {
    throw $_.Exception.InnerException.Message
}
$cmdlets = Import-Module -Assembly $assembly -PassThru

# When the module is imported again with -Force, PowerShell takes the binary module from its cache and no longer
# passes the cmdlets on to the module around it (PowerShell issue 20710). They are added by hand then.
$outer = $ExecutionContext.SessionState.Module
$add = [System.Management.Automation.PSModuleInfo].GetMethod(
    'AddExportedCmdlet', [System.Reflection.BindingFlags]'Instance, NonPublic')
if ($null -ne $add) {
    foreach ($cmdlet in $cmdlets.ExportedCmdlets.Values) {
        if (-not $outer.ExportedCmdlets.ContainsKey($cmdlet.Name)) {
            $null = $add.Invoke($outer, @(, $cmdlet))
        }
    }
}

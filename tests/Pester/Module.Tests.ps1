# The staged module in a real PowerShell, where the host of this repository has no part.
BeforeAll {
    $root = Split-Path (Split-Path $PSScriptRoot)
    $modules = Join-Path $root 'artifacts' 'module'
    $manifest = Join-Path $modules 'CellSeg' 'CellSeg.psd1'
    if (-not (Test-Path $manifest)) {
        throw "$manifest has not been staged; run ./build.sh build first."
    }
    $env:PSModulePath = $modules + [System.IO.Path]::PathSeparator + $env:PSModulePath
    Import-Module CellSeg
}

Describe 'The manifest' {
    It 'is valid' {
        { Test-ModuleManifest $manifest -ErrorAction Stop } | Should -Not -Throw
    }

    It 'has the version of the build' {
        $version = ([xml](Get-Content (Join-Path $root 'Directory.Build.props'))).Project.PropertyGroup.Version | Where-Object { $_ }
        (Get-Module CellSeg).Version | Should -Be $version
    }

    It 'names the cmdlets that there are' {
        $named = (Import-PowerShellDataFile $manifest).CmdletsToExport
        (Get-Command -Module CellSeg).Name | Sort-Object | Should -Be ($named | Sort-Object)
    }
}

Describe 'Importing' {
    It 'loads no libtorch, and completion does not either' -Skip:(-not $IsLinux) {
        $maps = pwsh -NoProfile -Command "
            Import-Module '$manifest'
            `$null = Get-Command -Module CellSeg
            foreach (`$line in 'New-SegmentationModel -Schema ', 'Start-ModelTraining -', 'Invoke-CellSegmentation -Model ./') {
                `$null = TabExpansion2 `$line -cursorColumn `$line.Length
            }
            [System.IO.File]::ReadAllText('/proc/self/maps')"
        $maps | Should -Not -Match 'libtorch|LibTorchSharp|libvips'
    }

    It 'keeps the cmdlets when it is forced, time and again' {
        $before = (Get-Command -Module CellSeg).Name
        foreach ($i in 1..3) {
            Import-Module CellSeg -Force
            (Get-Command -Module CellSeg).Name | Should -Be $before
        }
        New-SimulatedCellDataset -MovieCount 1 -Width 64 -Height 64 -CellCount 2 -Seed 1 | Should -Not -BeNullOrEmpty
    }

    It 'keeps its libraries in a context of its own' {
        $assembly = [System.AppDomain]::CurrentDomain.GetAssemblies() | Where-Object { $_.GetName().Name -eq 'CellSeg.PowerShell' }
        [System.Runtime.Loader.AssemblyLoadContext]::GetLoadContext($assembly).Name | Should -Be 'CellSeg'
    }

    It 'lets the module be removed and imported again' {
        Remove-Module CellSeg
        Get-Module CellSeg | Should -BeNullOrEmpty
        Import-Module CellSeg
        (Get-Module CellSeg).ExportedCmdlets.Count | Should -BeGreaterThan 0
    }
}

Describe 'Tab completion' {
    It 'offers <Expected> for -<Parameter>' -ForEach @(
        @{ Parameter = 'Schema'; Expected = 'Watershed' }
        @{ Parameter = 'Backbone'; Expected = 'MobileNetV2' }
    ) {
        $line = "New-SegmentationModel -$Parameter "
        (TabExpansion2 $line -cursorColumn $line.Length).CompletionMatches.CompletionText | Should -Contain $Expected
    }

    It 'offers files for <_>' -ForEach 'Import-CellDataset -Path', 'Invoke-CellSegmentation -Model', 'Start-ModelTraining -CheckpointPath' {
        $line = "$_ $root/READ"
        (TabExpansion2 $line -cursorColumn $line.Length).CompletionMatches.ListItemText | Should -Contain 'README.md'
    }
}

Describe 'Cmdlets' {
    It '<_> has an approved verb' -ForEach (Import-PowerShellDataFile (Join-Path $PSScriptRoot '..' '..' 'module' 'CellSeg.psd1')).CmdletsToExport {
        (Get-Verb).Verb | Should -Contain ($_ -split '-')[0]
    }
}

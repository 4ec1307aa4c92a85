BeforeAll {
    $module = (Get-Module CellSeg).Path
    # A copy as far as it is loaded: the libraries of others are there once in a process.
    function Copy-Module([string] $Path) {
        $null = New-Item -ItemType Directory "$Path/bin"
        $source = Split-Path $module
        Copy-Item "$source/CellSeg.psd1", "$source/CellSeg.psm1", "$source/views" $Path -Recurse
        Copy-Item "$source/bin/CellSeg.*" "$Path/bin"
        "$Path/CellSeg.psd1"
    }
}

Describe 'Objects travel' {
    It 'to a job and back: <_>' -ForEach 'Start-ThreadJob', 'Start-Job' {
        $job = & $_ -ArgumentList $module {
            Import-Module $args[0]
            New-SimulatedCellDataset 2 -Width 64 -Height 64 -CellCount 3 | Invoke-CellSegmentation -Model nuclei
        }
        $found = $job | Receive-Job -Wait -AutoRemoveJob

        $found | Should -HaveCount 2
        $found.CellCount | Should -Be 3, 3
        ($found | Out-String -Width 80) | Should -Match '(?m)^simulated-001 +0 +3 +64x64 +\d'
    }

    It 'through runspaces side by side, with the same cells in each' {
        $found = 1..3 | ForEach-Object -Parallel {
            Import-Module $using:module
            New-SimulatedCellDataset 1 -Width 64 -Height 64 -CellCount 3 | Invoke-CellSegmentation
        }
        $found | Should -HaveCount 3
        $found[1].ReadLabels().Pixels | Should -Be $found[0].ReadLabels().Pixels
        $found[2].ReadLabels().Pixels | Should -Be $found[0].ReadLabels().Pixels
    }

    It 'until nobody wants more: <Name>' -ForEach @(
        @{ Name = 'Select-Object -First 1'; Line = { $data | Invoke-CellSegmentation -Model nuclei | Select-Object -First 1 } }
        @{ Name = 'a closed pipeline'; Line = {
                # What the step throws reaches the one who runs the pipeline.
                $pipe = { $data | Invoke-CellSegmentation -Model nuclei | ForEach-Object { $_; throw 'enough' } }
                try { & $pipe } catch { if ("$_" -ne 'enough') { throw } } } }
    ) {
        $data = New-SimulatedCellDataset 6 -Width 64 -Height 64 -CellCount 3
        & $Line | Should -HaveCount 1
        # Nothing is left behind that the next call would stumble over.
        $data | Invoke-CellSegmentation -Model nuclei | Should -HaveCount 6
    }
}

Describe 'A second copy of the module' {
    It 'has the cmdlets and types of the first where it is the same' {
        $copy = Copy-Module "$TestDrive/same"
        $result = Invoke-PowerShell -ArgumentList $module, $copy '
            Import-Module $args[0]
            $data = New-SimulatedCellDataset 3 -Width 64 -Height 64 -CellCount 3
            Import-Module $args[1]
            (Get-Module CellSeg).ModuleBase
            $result = $data | Split-CellDataset -TestFraction 0.3 |
                Start-ModelTraining (New-SegmentationModel -PyramidWidth 16) -Epochs 1 -BatchSize 2 -CropSize 32
            "trained $($result.BestEpoch)"
            Remove-Module CellSeg
            Import-Module $args[1] -Force
            ($result | Invoke-CellSegmentation).GetType().Name'

        $result.Error | Should -BeNullOrEmpty
        $result.Lines | Sort-Object | Should -BeExactly (@(Split-Path $module; Split-Path $copy) + 'trained 1', 'CellSegmentation' | Sort-Object)
    }

    It 'is refused with both folders where it is another build' {
        $copy = Copy-Module "$TestDrive/other"
        $library = "$TestDrive/other/bin/CellSeg.PowerShell.dll"
        # What tells builds apart is a number that the compiler makes of all that it compiles.
        $bytes = [System.IO.File]::ReadAllBytes($library)
        $id = [Convert]::ToHexString((Get-Command New-SegmentationModel).ImplementingType.Assembly.ManifestModule.ModuleVersionId.ToByteArray())
        $place = [Convert]::ToHexString($bytes).IndexOf($id) / 2
        $bytes[$place] = $bytes[$place] -bxor 1
        [System.IO.File]::WriteAllBytes($library, $bytes)

        $result = Invoke-PowerShell -ArgumentList $module, $copy '
            Import-Module $args[0]
            try { Import-Module $args[1] } catch { "$_" }
            (Get-Module CellSeg).ModuleBase
            (New-SimulatedCellDataset 1 -Width 64 -Height 64 -CellCount 3).MovieCount'

        $result.Lines[0] | Should -BeLike "*$(Split-Path $module)*"
        $result.Lines[0] | Should -BeLike "*$(Split-Path $copy)*new PowerShell*"
        $result.Lines[1..2] | Should -BeExactly (Split-Path $module), '1'
    }
}

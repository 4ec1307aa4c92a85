BeforeAll {
    $root = (Resolve-Path "$PSScriptRoot/../..").Path
    $base = Join-Path $root 'artifacts' 'module' 'CellSeg'
    $manifest = Join-Path $base 'CellSeg.psd1'
    $version = ([xml] (Get-Content "$root/Directory.Build.props")).Project.PropertyGroup.Version | Where-Object { $_ }
    # As a user has it who has put the module's folder on the path.
    $onPath = @{ PSModulePath = Split-Path $base }
}

Describe 'The manifest' {
    It 'is valid' {
        { Test-ModuleManifest $manifest -ErrorAction Stop } | Should -Not -Throw
    }

    It 'has the version of the build' {
        (Get-Module CellSeg).Version | Should -Be $version
    }

    It 'names the cmdlets that there are' {
        $named = (Import-PowerShellDataFile $manifest).CmdletsToExport
        (Get-Command -Module CellSeg).Name | Sort-Object | Should -Be ($named | Sort-Object)
    }
}

Describe 'Importing' {
    It 'finds the module by its name' {
        $result = Invoke-PowerShell 'Import-Module CellSeg; $m = Get-Module CellSeg; "$($m.Version)"; $m.ModuleBase' -Environment $onPath

        $result.Error | Should -BeNullOrEmpty
        $result.Lines | Should -BeExactly $version, $base
    }

    It 'is done by the first cmdlet' {
        $result = Invoke-PowerShell '(New-SimulatedCellDataset 1 -Width 64 -Height 64 -CellCount 2).GetType().Name' -Environment $onPath

        $result.Error | Should -BeNullOrEmpty
        $result.Lines | Should -BeExactly 'CellDataset'
    }

    It 'loads no libtorch, and listing and completing commands does not either' {
        $result = Invoke-PowerShell -Environment $onPath '
            Import-Module CellSeg
            $null = Get-Command -Module CellSeg
            $lines = "New-SegmentationModel -Schema ", "Start-ModelTraining -", "Start-ModelTraining -Option ", "Invoke-CellSegmentation -Model ./"
            foreach ($line in $lines) {
                $null = TabExpansion2 $line -cursorColumn $line.Length
            }
            [AppDomain]::CurrentDomain.GetAssemblies() | ForEach-Object { $_.GetName().Name }
            [System.Diagnostics.Process]::GetCurrentProcess().Modules.FileName
            if ($IsLinux) { [System.IO.File]::ReadAllText("/proc/self/maps") }'

        $result.Error | Should -BeNullOrEmpty
        $result.Lines | Should -Contain 'CellSeg.PowerShell'
        $result.Lines | Where-Object { $_ -match 'torch|libvips' } | Should -BeNullOrEmpty
    }

    It 'is quick' {
        $result = Invoke-PowerShell -Environment $onPath '
            $process = [System.Diagnostics.Process]::GetCurrentProcess()
            $before = $process.TotalProcessorTime
            Import-Module CellSeg
            $process.Refresh()
            [int] ($process.TotalProcessorTime - $before).TotalMilliseconds'

        # The time of the processor, because a test must not fail for what else a machine does. The goal is 400 ms; the
        # compiler threads of the runtime count here too, and caches may be cold.
        [int] $result.Lines[0] | Should -BeLessThan 1200
    }

    It 'keeps the cmdlets when it is forced, time and again' {
        $before = (Get-Command -Module CellSeg).Name
        $before | Should -Not -BeNullOrEmpty
        foreach ($i in 1..3) {
            Import-Module $manifest -Force -Global
            (Get-Command -Module CellSeg).Name | Should -Be $before
            (Get-Module CellSeg).ExportedCmdlets.Keys | Sort-Object | Should -Be $before
        }
        New-SimulatedCellDataset -MovieCount 1 -Width 64 -Height 64 -CellCount 2 -Seed 1 | Should -Not -BeNullOrEmpty
    }

    It 'keeps its libraries in a context of its own' {
        $assembly = [AppDomain]::CurrentDomain.GetAssemblies() | Where-Object { $_.GetName().Name -eq 'CellSeg.PowerShell' }
        [System.Runtime.Loader.AssemblyLoadContext]::GetLoadContext($assembly).Name | Should -Be 'CellSeg'
    }

    It 'lets the module be removed and imported again' {
        Remove-Module CellSeg
        Get-Module CellSeg | Should -BeNullOrEmpty
        Import-Module $manifest -Global
        (Get-Module CellSeg).ExportedCmdlets.Count | Should -BeGreaterThan 0
    }
}

Describe 'The libraries' {
    It 'are those that are staged, and enough to make a model' {
        $env:NUGET_PACKAGES | Should -Not -Exist
        (New-SegmentationModel -Schema Watershed -Backbone MobileNetV2).ParameterCount | Should -BeGreaterThan 1000000
    }

    It 'are what Test-CellSegEnvironment finds: <_>' -ForEach 'libtorch', 'libvips' {
        Test-CellSegEnvironment | Where-Object Name -EQ $_ | ForEach-Object Status | Should -Be 'Ok'
    }
}

Describe 'Test-CellSegEnvironment' {
    BeforeAll {
        $checks = Test-CellSegEnvironment
    }

    It 'tells of the processor: <_>' -ForEach 'Processor', 'Instruction set', 'Caches' {
        ($checks | Where-Object Name -EQ $_).Detail | Should -Not -BeNullOrEmpty
    }

    It 'has compared every convolution of the networks with its known answer in <_>' -ForEach 'float32', 'bfloat16' {
        $check = $checks | Where-Object Name -EQ $_

        $check.Status | Should -Be 'Ok'
        $check.Detail | Should -Match 'right in all \d{2} convolutions'
    }

    It 'says which number type is taken' {
        ($checks | Where-Object Name -EQ 'Number type').Detail | Should -BeExactly '-Precision Auto computes in float32'
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

    It 'offers every option of a training with the value of the preset' {
        $line = 'Start-ModelTraining -Preset Thesis -Option '
        $offered = (TabExpansion2 $line -cursorColumn $line.Length).CompletionMatches

        $offered.CompletionText | Should -Contain '@{ MinimumObjects = 3 }'
        $offered.CompletionText | Should -Contain "@{ Optimizer = 'Adam' }"
        $offered.CompletionText | Should -Contain '@{ WarpTargets = $true }'
        $offered.CompletionText | Should -Contain '@{ TimeLimit = $null }'
        $offered.CompletionText | Where-Object { $_ -like "@{ Losses = @{ *Classes = 'WeightedCrossEntropy'; *} }" } | Should -HaveCount 1
        ($offered | Where-Object ListItemText -EQ 'Optimizer').ToolTip |
            Should -BeLike "``[OptimizerKind``] Optimizer, 'Adam' by default: AdamW, Adam. How gradients become steps.*"
        $offered.ListItemText | Should -Not -Contain 'Resume'
        # What is offered can be taken.
        foreach ($table in $offered.CompletionText) {
            $null = @() | Start-ModelTraining (New-SegmentationModel) -Preset Thesis -Option (& ([scriptblock]::Create($table)))
        }
    }

    It 'offers what New-SegmentationModel <Line> can have' -ForEach @(
        @{ Line = '-Backbone FeatureNet -Preset Thesis -Option '; Offered = '@{ FinestLevel = 3 }', '@{ RandomChannels = $true }'; Other = 'Schema' }
        @{ Line = 'RetinaMask FeatureNet -Option '; Offered = '@{ PyramidWidth = 128 }', '@{ LowPercentile = $null }'; Other = 'Backbone' }
        @{ Line = '-DecoderOption '; Offered = "@{ MarkerMethod = 'ProminentPeaks' }", '@{ PeakRadius = 5 }'; Other = 'ScoreThreshold' }
        @{ Line = 'Watershed -Preset Thesis -DecoderOption '; Offered = "@{ MarkerMethod = 'AllPeaks' }", '@{ PeakRadius = 10 }'; Other = 'ScoreThreshold' }
        @{ Line = 'Pixelwise -Preset Thesis -DecoderOption '; Offered = '@{ InteriorThreshold = 0.8 }', '@{ GrowthRounds = 0 }'; Other = 'PeakRadius' }
    ) {
        $line = "New-SegmentationModel $Line"
        $choices = (TabExpansion2 $line -cursorColumn $line.Length).CompletionMatches
        $Offered | ForEach-Object { $choices.CompletionText | Should -Contain $_ }
        $choices.ListItemText | Should -Not -Contain $Other
        # What is offered can be taken, together.
        $choices | Should -Not -BeNullOrEmpty
        foreach ($table in $choices.CompletionText) {
            & ([scriptblock]::Create("$line $table")) | Should -Not -BeNullOrEmpty
        }
    }

    It 'offers the options of the decoder of the model that the line names' {
        $boxes = New-SegmentationModel RetinaMask FeatureNet -DecoderOption @{ ScoreThreshold = 0.375 }
        New-SegmentationModel Pixelwise FeatureNet -DecoderOption @{ GrowthRounds = 5 } | Export-SegmentationModel "$TestDrive/pixels"
        Push-Location $TestDrive
        try {
            foreach ($case in
                @('', "@{ MarkerMethod = 'ProminentPeaks' }"), @('-Model nuclei', "@{ MarkerMethod = 'ProminentPeaks' }"),
                @('-Model $boxes', '@{ ScoreThreshold = 0.375 }'), @('-Model pixels', '@{ GrowthRounds = 5 }')) {
                $line = "Invoke-CellSegmentation $($case[0]) -DecoderOption "
                (TabExpansion2 $line -cursorColumn $line.Length).CompletionMatches.CompletionText | Should -Contain $case[1] -Because $line
            }
            $line = 'Invoke-CellSegmentation -Model ./missing -DecoderOption '
            (TabExpansion2 $line -cursorColumn $line.Length).CompletionMatches.CompletionText | Should -Not -Contain '@{ FillHoles = $true }'
        }
        finally {
            Pop-Location
        }
    }

    It 'offers the options of a training that begin with what has been typed: <Typed>' -ForEach @(
        @{ Typed = 'aver'; Expected = 'AverageDecay' }
        @{ Typed = '@'; Expected = 'AverageDecay' }
    ) {
        $line = "Start-ModelTraining -Option $Typed"
        $offered = TabExpansion2 $line -cursorColumn $line.Length

        $offered.CompletionMatches.ListItemText | Should -Contain $Expected
        $offered.ReplacementLength | Should -Be $Typed.Length
    }

    It 'offers files for <_>' -ForEach 'Import-CellDataset -Path', 'Invoke-CellSegmentation -Model', 'Start-ModelTraining -CheckpointPath' {
        $line = "$_ $root/READ"
        (TabExpansion2 $line -cursorColumn $line.Length).CompletionMatches.ListItemText | Should -Contain 'README.md'
    }
}

Describe 'Cmdlets' {
    It 'have an option behind each parameter that is marked as one' {
        $marked = foreach ($command in Get-Command -Module CellSeg -CommandType Cmdlet) {
            foreach ($parameter in $command.ImplementingType.GetProperties()) {
                foreach ($mark in $parameter.GetCustomAttributes($false) | Where-Object { $_.GetType().Name -like 'OptionOfAttribute*' }) {
                    $type = $mark.GetType().GetGenericArguments()[0]
                    $path = $mark.Path ? $mark.Path : $parameter.Name
                    foreach ($name in $path -split '\.') {
                        $type = ${type}?.GetProperty($name)?.PropertyType
                    }
                    $plain = $type ? ([Nullable]::GetUnderlyingType($type) ?? $type) : $null
                    $own = [Nullable]::GetUnderlyingType($parameter.PropertyType) ?? $parameter.PropertyType
                    [pscustomobject] @{
                        Name = "$($command.Name) -$($parameter.Name)"
                        Fits = ${plain}?.IsAssignableFrom($own -eq [switch] ? [bool] : $own) ?? $false
                    }
                }
            }
        }

        $marked.Count | Should -BeGreaterOrEqual 36
        $marked | Where-Object Fits -EQ $false | ForEach-Object Name | Should -BeNullOrEmpty
    }

    It 'take their options from parameters, and what is not given from the record' {
        $split = New-SimulatedCellDataset 5 -Width 48 -Height 32 -CellCount 2 | Split-CellDataset -TestFraction 0.4
        $choices = @{ PixelClasses = 4; LocationLayer = $false; FramesPerBatch = 3; TemporalMode = 'Gru'; Preset = 'Thesis'; Seed = 7 }
        $specification = (New-SegmentationModel Pixelwise @choices).Specification

        $split.Training.MovieCount, $split.Validation.MovieCount, $split.Test.MovieCount | Should -Be 3, 0, 2
        $split.Training.Movies[0].ReadImage(0).Width, $split.Training.Movies[0].FrameCount | Should -Be 48, 1
        $specification.PixelClasses, $specification.InputChannels, $specification.Seed | Should -Be 4, 1, 7
        $specification.LocationLayer | Should -BeFalse
        $specification.Normalization, $specification.Temporal.Mode | Should -Be 'WholeImage', 'Gru'
        $specification.Temporal.FramesPerBatch | Should -Be 3
        $specification.Temporal.Residual | Should -BeTrue
    }

    It '<_> has an approved verb' -ForEach (Import-PowerShellDataFile "$PSScriptRoot/../../module/CellSeg.psd1").CmdletsToExport {
        (Get-Verb).Verb | Should -Contain ($_ -split '-')[0]
    }
}

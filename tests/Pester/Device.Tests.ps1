Describe 'A device' {
    It 'is completed' {
        $line = 'Invoke-CellSegmentation -Device '
        (TabExpansion2 $line -cursorColumn $line.Length).CompletionMatches.CompletionText | Should -BeExactly 'Auto', 'Cpu', 'Cuda'
    }

    It 'can be chosen where there is one, and is refused with a remedy where there is none' {
        $file = "$TestDrive/a.png"
        Write-CellPng $file 200 -Background 10
        $model = New-SegmentationModel
        $check = Test-CellSegEnvironment | Where-Object Name -EQ CUDA

        foreach ($device in 'Auto', 'Cpu') {
            # Without CUDA in libtorch there is no other to choose.
            (Invoke-CellSegmentation $file -Model $model -Device $device).Device | Should -Be 'Cpu'
        }
        if ($check.Detail -like 'not available*') {
            $failure = { Invoke-CellSegmentation $file -Model $model -Device Cuda } | Should -Throw '*-Device Cpu*' -PassThru
            $failure.FullyQualifiedErrorId.Split(',')[0] | Should -BeExactly 'InvalidOption'
        }
        else {
            (Invoke-CellSegmentation $file -Model $model -Device Cuda).Device | Should -Be 'Cuda'
        }
    }
}

Describe "The user's own libtorch" {
    It 'is where <_> is loaded from' -ForEach 'c10_cuda', 'torch_cuda' {
        $name = $IsWindows ? "$_.dll" : $IsMacOS ? "lib$_.dylib" : "lib$_.so"
        $folder = (New-Item -ItemType Directory "$TestDrive/$_").FullName
        Set-Content "$folder/$name" 'no library'

        # Libraries are loaded once in a process.
        $result = Invoke-PowerShell -Environment @{ CELLSEG_LIBTORCH = $folder } -ArgumentList (Get-Module CellSeg).Path '
            Import-Module $args[0]
            New-SegmentationModel -ErrorAction SilentlyContinue -ErrorVariable problems
            $problems.Exception.Message'

        $said = $result.Error + $result.Lines
        $said | Should -BeLike "*$name*"
        $said | Should -BeLike "*$folder*"
    }
}

Describe 'Idle threads of the processor' {
    BeforeDiscovery {
        $obstacle = $IsLinux ? $null : "only GNU's OpenMP library, which is that of Linux, tells its settings"
    }

    It 'wait <Expected> when the user sets <Setting>' -ForEach @(
        @{ Setting = 'nothing'; Environment = @{}; Expected = 'a little'; IsLittle = $true; Obstacle = $obstacle }
        @{ Setting = 'OMP_WAIT_POLICY'; Environment = @{ OMP_WAIT_POLICY = 'active' }; Expected = 'longer'; IsLittle = $false; Obstacle = $obstacle }
        @{ Setting = 'GOMP_SPINCOUNT'; Environment = @{ GOMP_SPINCOUNT = '77' }; Expected = 'as chosen'; IsLittle = $false; Obstacle = $obstacle }
    ) {
        if ($Obstacle) {
            Set-ItResult -Skipped -Because $Obstacle
        }
        # Native code sees the variables that a process has when it starts.
        $result = Invoke-PowerShell -Environment ($Environment + @{ OMP_DISPLAY_ENV = 'verbose' }) -ArgumentList (Get-Module CellSeg).Path '
            Import-Module $args[0]
            $null = New-SegmentationModel'

        $line = @($result.Error.Split("`n") -match 'GOMP_SPINCOUNT')
        $line | Should -HaveCount 1
        $line[0] -match "'10000'" | Should -Be $IsLittle
    }
}

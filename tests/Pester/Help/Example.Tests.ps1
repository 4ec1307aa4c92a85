# Runs the examples of the cmdlets' pages in a folder in which there is what they name: small, so that they are quick.
BeforeDiscovery {
    $examples = Get-ChildItem "$PSScriptRoot/../../../docs/en-US" -Recurse -Filter *-*.md | ForEach-Object {
        $name = $_.BaseName
        # What cannot be done here is told in a comment before the code.
        $pattern = '(?ms)^### (?<title>[^\n]+)\n\s*(?:<!-- (?<mark>[^:]+): [^\n]+ -->\n)?```powershell\n(?<code>.*?)\n```'
        [regex]::Matches((Get-Content $_ -Raw).ReplaceLineEndings("`n"), $pattern) | ForEach-Object {
            @{ Name = $name; Title = $_.Groups['title'].Value; Mark = $_.Groups['mark'].Value; Code = $_.Groups['code'].Value }
        }
    }
    $run = $examples | Where-Object Mark -NE 'only parsed'
}

Describe 'The examples' {
    BeforeAll {
        $lab = "$TestDrive/lab"
        $quiet = @{ WarningAction = 'Ignore' }
        $size = @{ Width = 64; Height = 64; CellCount = 5 }
        # Images of a plate with their truth, and annotated images.
        $null = New-SimulatedCellDataset 3 @size -Seed 1 | Export-CellDataset LabelFolder "$lab/pairs" @quiet
        $null = Move-Item "$lab/pairs/images" "$lab/plate1"
        $null = Move-Item "$lab/pairs/labels" "$lab/truth"
        $null = New-SimulatedCellDataset 8 @size -Seed 2 | Export-CellDataset LabelFolder "$lab/mine" @quiet
        foreach ($day in 'day1', 'day2') {
            $null = New-Item -ItemType Directory "$lab/experiment" -Force
            $null = Copy-Item "$lab/plate1" "$lab/experiment/$day" -Recurse
        }
        # Movies, tracked ones of five frames among them.
        $null = New-SimulatedCellDataset 1 @size -FrameCount 4 -DriftX 2 -Seed 3 | Export-CellDataset LabelFolder "$lab/movie" @quiet
        $movies = New-SimulatedCellDataset 8 @size -FrameCount 5 -Seed 4
        foreach ($file in 'hela.trks', 'nih3t3.trks') {
            $null = $movies | Export-CellDataset Trks "$lab/$file" @quiet
        }
        foreach ($file in 'raw264.npz', 'hek293.npz') {
            $null = $movies | Export-CellDataset Npz "$lab/$file" @quiet
        }
        Write-Stack "$lab/stack.tif" -Channels 2
        Write-CellPng "$lab/mask.png" 255, 255
        Write-Tiff "$lab/flatfield.tif" 64 (, (New-CellPixel -Background 1000 -Size 64 -Type ([int16])))
        Set-Content "$lab/curve.csv" 'ImageCount,F1', '0,0.55', '5,0.64', '10,0.71', '20,0.78', '40,0.81', '80,0.83'
        # A small model, and a study of two trainings of it.
        $small = @{ PyramidWidth = 16; HeadWidth = 8; FinestLevel = 3 }
        New-SegmentationModel @small | Export-SegmentationModel "$lab/my-model"
        $null = Start-SegmentationStudy DatasetSize "$lab/study" -DatasetPath "$lab/mine" -Schema Watershed -Backbone MobileNetV2 -Fraction 0.5, 1 `
            -Seed 0 -Pretrained $false -Preset Default -ModelOption $small -StepCount 2 -TestTileSize 0 -Option @{ Epochs = 1; BatchSize = 1; CropSize = 32 } @quiet
        # Files of weights are told apart by their names alone, as long as nothing is trained.
        foreach ($tensor in 'features.0.0.weight', 'layer1.0.conv3.weight') {
            $header = [System.Text.Encoding]::ASCII.GetBytes("{`"$tensor`":{`"dtype`":`"F32`",`"shape`":[1],`"data_offsets`":[0,4]}}")
            $null = New-Item -ItemType Directory "$lab/weights" -Force
            [System.IO.File]::WriteAllBytes("$lab/weights/$tensor.safetensors", [System.BitConverter]::GetBytes([long] $header.Length) + $header + [byte[]]::new(4))
        }
    }

    It 'run: <Name>, <Title>' -ForEach $run {
        $folder = "$TestDrive/$(New-Guid)"
        $null = Copy-Item $lab $folder -Recurse
        $before = (Get-ChildItem $folder -Recurse).FullName
        # What an example leaves open is small here; a study is planned only.
        $PSDefaultParameterValues = @{
            'Start-ModelTraining:TimeLimit' = '00:00:01'; 'Start-ModelTraining:CropSize' = 64; 'Start-ModelTraining:BatchSize' = 1
            'Start-SegmentationStudy:PlanOnly' = $Mark -eq 'planned only'
        }
        $ErrorActionPreference = 'Stop'
        Push-Location $folder
        try {
            $output = . ([scriptblock]::Create($Code)) 3>$null 4>$null 6>$null
            $shown = $output | Out-String
        } finally {
            Pop-Location
        }
        $made = (Get-ChildItem $folder -Recurse).FullName | Where-Object { $_ -notin $before }
        # What does neither shows nothing.
        ($shown.Trim() + $made) | Should -Not -BeNullOrEmpty
        # Each file and folder that it is to write is there.
        foreach ($path in [regex]::Matches($Code, '-(?:DestinationPath|CsvPath|ShiftPath|PlotPath|ContactSheetPath|CheckpointPath|Overlay) (\.?/?[\w./-]+)')) {
            Join-Path $folder $path.Groups[1].Value | Should -Exist
        }
    }

    It 'are PowerShell with cmdlets and parameters that there are: <Name>, <Title>' -ForEach $examples {
        $problems = $null
        $tree = [System.Management.Automation.Language.Parser]::ParseInput($Code, [ref] $null, [ref] $problems)
        $problems | Should -BeNullOrEmpty
        $calls = $tree.FindAll({ $args[0] -is [System.Management.Automation.Language.CommandAst] }, $true)
        $calls.GetCommandName() | Should -Contain $Name
        foreach ($call in $calls) {
            $command = Get-Command $call.GetCommandName()
            foreach ($parameter in $call.CommandElements | Where-Object { $_ -is [System.Management.Automation.Language.CommandParameterAst] }) {
                { $command.ResolveParameter($parameter.ParameterName) } | Should -Not -Throw
            }
        }
    }
}

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
    $topics = Get-ChildItem "$PSScriptRoot/../../../docs/en-US" -Recurse -Filter about_*.md | ForEach-Object {
        $name = $_.BaseName
        [regex]::Matches((Get-Content $_ -Raw).ReplaceLineEndings("`n"), '(?ms)^```powershell\n(?<code>.*?)\n```') | ForEach-Object {
            @{ Name = $name; Title = $_.Groups['code'].Value.Split("`n")[0]; Mark = 'only parsed'; Code = $_.Groups['code'].Value }
        }
    }
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
        $null = Start-SegmentationStudy DatasetSize "$lab/study" -DatasetPath "$lab/mine" -Schema Watershed -Backbone MobileNetV2 `
            -Fraction 0.5, 1 -Seed 0 -Pretrained $false -Preset Default -ModelOption $small -StepCount 2 -TestTileSize 0 `
            -Option @{ Epochs = 1; BatchSize = 2; CropSize = 32 } @quiet
        # Weights as they are published: those of a backbone under its own names.
        foreach ($backbone in 'MobileNetV2', 'ResNet50') {
            New-SegmentationModel Watershed $backbone @small | Export-SegmentationModel "$TestDrive/$backbone"
            $content = [System.IO.File]::ReadAllBytes("$((Get-PSDrive TestDrive).Root)/$backbone/weights.safetensors")
            $length = [System.BitConverter]::ToInt64($content, 0)
            $names = [System.Text.Encoding]::UTF8.GetBytes([System.Text.Encoding]::UTF8.GetString($content, 8, $length).Replace('"backbone.', '"'))
            $null = New-Item -ItemType Directory "$TestDrive/weights" -Force
            $file = [System.IO.File]::Create("$((Get-PSDrive TestDrive).Root)/weights/$($backbone.ToLowerInvariant()).safetensors")
            $file.Write([System.BitConverter]::GetBytes([long] $names.Length))
            $file.Write($names)
            $file.Write($content, 8 + $length, $content.Length - 8 - $length)
            $file.Dispose()
        }
    }

    It 'run: <Name>, <Title>' -ForEach $run {
        $folder = "$TestDrive/$(New-Guid)"
        $null = Copy-Item $lab $folder -Recurse
        # They are too large to be copied for each example.
        if ($Code -like '*./weights*') {
            $null = Copy-Item "$TestDrive/weights" $folder -Recurse
        }
        $before = (Get-ChildItem $folder -Recurse).FullName
        # What an example leaves open is small here; a study is planned only.
        $PSDefaultParameterValues = @{
            'Start-ModelTraining:Epochs' = 1; 'Start-ModelTraining:TimeLimit' = '00:00:01'
            'Start-ModelTraining:CropSize' = 64; 'Start-ModelTraining:BatchSize' = 1
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
        $outputs = '-(?:DestinationPath|CsvPath|ShiftPath|PlotPath|ContactSheetPath|CheckpointPath|Overlay) (\.?/?[\w./-]+)'
        foreach ($path in [regex]::Matches($Code, $outputs)) {
            Join-Path $folder $path.Groups[1].Value | Should -Exist
        }
    }

    It 'are PowerShell with cmdlets and parameters that there are: <Name>, <Title>' -ForEach @($examples; $topics) {
        $problems = $null
        $tree = [System.Management.Automation.Language.Parser]::ParseInput($Code, [ref] $null, [ref] $problems)
        $problems | Should -BeNullOrEmpty
        $calls = $tree.FindAll({ $args[0] -is [System.Management.Automation.Language.CommandAst] }, $true)
        if ($Name -like '*-*') {
            $calls.GetCommandName() | Should -Contain $Name
        }
        # Other programs and scripts have words of their own.
        foreach ($call in $calls | Where-Object { $_.GetCommandName() -match '^\w+-\w+$' }) {
            $command = Get-Command $call.GetCommandName()
            foreach ($parameter in $call.CommandElements | Where-Object { $_ -is [System.Management.Automation.Language.CommandParameterAst] }) {
                { $command.ResolveParameter($parameter.ParameterName) } | Should -Not -Throw
            }
        }
    }
}

# Prints sums of what a change of the code alone must not change: the weights of a training of 50 steps with each schema,
# its history and its tuned decoder, and the labels that each of these models finds in ten real images. Two trees have the
# same numbers where this prints the same lines on one machine:
#   ./build.sh shell -- -File benchmarks/fingerprint.ps1 -Data DIR -BackboneWeightPath FILE [-Output DIR]
# DIR has the images of BBBC038 (stage1_train.zip and the list fluorescence.txt), FILE published weights of MobileNetV2,
# with which 50 steps suffice to find cells.
param(
    [Parameter(Mandatory)] [string] $Data,
    [Parameter(Mandatory)] [string] $BackboneWeightPath,
    [string] $Output = [IO.Path]::Combine([IO.Path]::GetTempPath(), 'cellseg-fingerprint')
)
$ErrorActionPreference = 'Stop'
. "$PSScriptRoot/measure_training.ps1"

function Get-Sum([string[]] $Text) {
    $bytes = [Security.Cryptography.SHA256]::HashData([Text.Encoding]::UTF8.GetBytes($Text -join "`n"))
    [Convert]::ToHexString($bytes).Substring(0, 16)
}

# What was trained, but for how long it took and where it lies.
function Get-Fingerprint([string] $Name, $Training, $Images) {
    $folder = Join-Path $Output $Name
    $history = $Training.History | ForEach-Object {
        '{0} {1} {2:R} {3:R} {4:R} {5:R}' -f $_.Epoch, $_.Steps, $_.Loss, $_.LearningRate, $_.ValidationLoss, $_.ValidationF1
    }
    $decoder = (Get-Content "$folder/model.json" -Raw | ConvertFrom-Json).decoder | ConvertTo-Json -Depth 5
    $cells = 0
    $labels = foreach ($cell in $Images | Invoke-CellSegmentation -Model $folder) {
        $cells += $cell.CellCount
        "$($cell.Name) $($cell.ReadLabels().Pixels -join ' ')"
    }
    [pscustomobject] @{
        Training = $Name; Steps = ($Training.History | Measure-Object Steps -Sum).Sum
        Weights = (Get-FileHash "$folder/weights.safetensors").Hash.Substring(0, 16)
        History = Get-Sum $history; Decoder = Get-Sum $decoder; Cells = $cells; Labels = Get-Sum $labels
    }
}

$dataset = Import-Fluorescence $Data
# 40 images to learn from and 10 to choose the decoder by; the ten of the labels are others.
$ten = 10 / $dataset.MovieCount
$split = $dataset | Split-CellDataset -Seed 3 -TestFraction $ten -ValidationFraction $ten -Fraction 0.08
$images = $split.Test
[Console]::Error.WriteLine("$($split.Training.MovieCount) training, $($split.Validation.MovieCount) validation, $($images.MovieCount) images")
$movies = New-SimulatedCellDataset -MovieCount 12 -FrameCount 3 -Width 96 -Height 96 -CellCount 6 -Seed 1
$pairs = $movies | Split-CellDataset -TestFraction 0 -ValidationFraction 0.17
$clips = @{ FramesPerBatch = 3; TemporalMode = 'Gru' }
$rows = foreach ($case in @(
        @{ Name = 'Watershed'; Model = @{ Schema = 'Watershed' } }
        @{ Name = 'Pixelwise'; Model = @{ Schema = 'Pixelwise'; PixelClasses = 4 } }
        @{ Name = 'DiscretisedWatershed'; Model = @{ Schema = 'DiscretisedWatershed' } }
        @{ Name = 'RetinaMask'; Model = @{ Schema = 'RetinaMask' } }
        @{ Name = 'Watershed-Thesis'; Model = @{ Schema = 'Watershed'; Backbone = 'FeatureNet' }; Preset = 'Thesis' }
        @{ Name = 'RetinaMask-Thesis'; Model = @{ Schema = 'RetinaMask'; Backbone = 'FeatureNet' }; Preset = 'Thesis' }
        @{ Name = 'Watershed-Gru'; Model = $clips + @{ Schema = 'Watershed' }; Split = $pairs }
        @{ Name = 'RetinaMask-Gru'; Model = $clips + @{ Schema = 'RetinaMask' }; Split = $pairs })) {
    $choices = $case.Model + @{ Preset = $case.Preset ?? 'Default' }
    if (-not $choices.Backbone) { $choices.BackboneWeightPath = $BackboneWeightPath }
    $how = @{ Preset = $case.Preset ?? 'Default'; Epochs = 5; BatchSize = 4; CropSize = 128; Option = @{ Sampling = 'RandomCrops' } }
    if ($case.Split) { $how.BatchSize = 1; $how.CropSize = 64 }
    $training = ($case.Split ?? $split) | Start-ModelTraining (New-SegmentationModel @choices) @how -CheckpointPath (Join-Path $Output $case.Name) -Force
    $row = Get-Fingerprint $case.Name -Training $training -Images ($case.Split ? $movies : $images)
    [Console]::Error.WriteLine($row)
    $row
}
$rows | Format-Table -AutoSize | Out-String -Width 200

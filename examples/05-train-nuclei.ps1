# The recipe of the bundled model nuclei: trains it on fluorescence images of BBBC038 and judges it on the test part, which no
# choice was made by.
#   ./build.sh shell -- -File examples/05-train-nuclei.ps1 -Data DIR -Output DIR -BackboneWeightPath FILE
# DIR has stage1_train.zip and the list fluorescence.txt. Run again after an interruption, it goes on where it was. Leaves
# OUTPUT/test.json (validation.json with -Choosing) with an entry for each part and size of images, and the model as it is bundled
# in OUTPUT/nuclei, with a simulated image by which Test-CellSegEnvironment checks it.
param(
    [Parameter(Mandatory)] [string] $Data,
    [Parameter(Mandatory)] [string] $Output,
    # Published weights of the backbone; without them it starts from drawn ones.
    [string] $BackboneWeightPath,
    [string] $SplitPath = "$PSScriptRoot/../docs/results/nuclei/split.csv",
    [int] $Epochs = 15,
    [long] $Seed = 0,
    [string] $Backbone = 'MobileNetV2',
    [string] $Precision = 'Float32',
    # Pixels across the cells that -Diameter scales images to, and the version of the code, for model.json.
    [double] $CellDiameter = 20,
    [string] $Commit = (Get-Command git -ErrorAction Ignore | ForEach-Object { git -C $PSScriptRoot rev-parse --short HEAD }),
    # What differs from the recipe: parameters of New-SegmentationModel, and options of Start-ModelTraining.
    [hashtable] $Specification = @{},
    [hashtable] $Option = @{},
    # Judges by the validation part alone, as choices are to be.
    [switch] $Choosing
)
$ErrorActionPreference = 'Stop'
$built = "$PSScriptRoot/../artifacts/module/CellSeg"
if (-not (Get-Module CellSeg)) {
    Import-Module ([IO.Directory]::Exists($built) ? $built : 'CellSeg')
}
# .NET has a working directory of its own.
$Output = $PSCmdlet.GetUnresolvedProviderPathFromPSPath($Output)
$null = [IO.Directory]::CreateDirectory($Output)

$graph = @{ FinestLevel = 1; PyramidWidth = 48; DepthwisePyramid = $true; RefinedPyramid = $true; HeadWidth = 48; SharedHead = $true }
foreach ($name in $Specification.Keys) { $graph[$name] = $Specification[$name] }
$training = @{
    BatchSize = 4; CropSize = 192; AreaExponent = 0.5; LearningRate = 3e-3; AverageDecay = 0.998
    CropsPerEpoch = 1200; Selection = 'Last'; ValidationFrames = 55
    Losses = @{ TouchingWeight = 5.0 }; LossWeights = @{ InnerDistance = 5.0; OuterDistance = 5.0 }
    Targets = @{ AlphaExponent = 1.0; Beta = 12.0 }
    Augmentation = @{
        ScaledShare = 0.3; SmallestDiameter = 7.0; LargestDiameter = 64.0
        ZoomLow = 0.8; ZoomHigh = 1.25; Gain = 0.5; Gamma = 0.5; Noise = 0.1; Blur = 1.5; Ground = 0.3
    }
}
foreach ($name in $Option.Keys) {
    if ($name -eq 'Augmentation') {
        foreach ($part in $Option.Augmentation.Keys) { $training.Augmentation[$part] = $Option.Augmentation[$part] }
    } else {
        $training[$name] = $Option[$name]
    }
}

$dataset = Import-CellDataset "$Data/stage1_train.zip" -IncludeListPath "$Data/fluorescence.txt"
$split = $dataset | Split-CellDataset -SplitPath $SplitPath
if ($BackboneWeightPath) { $graph.BackboneWeightPath = $BackboneWeightPath }
$model = New-SegmentationModel Watershed $Backbone -Name nuclei -Seed $Seed @graph
$result = $split | Start-ModelTraining $model -Epochs $Epochs -Seed $Seed -Precision $Precision -Option $training -CheckpointPath "$Output/model" -Resume

# One line for a part.
function Measure-Part([string] $Name, $Part, [double] $Scale = 1) {
    $found = $Part | Invoke-CellSegmentation -Model $result.Model
    $all = $found | Measure-SegmentationError -Total -Detailed -Bootstrap 1000
    $thesis = $found | Measure-SegmentationError -Rule Thesis -MinimumArea 100 -Total -Bootstrap 1000
    [pscustomobject] @{
        Part = $Name; Scale = $Scale; Images = $Part.MovieCount; Cells = $all.TrueCount; Found = $all.PredictedCount
        F1 = 2 * $all.AveragePrecision[0] / (1 + $all.AveragePrecision[0])
        AP50 = $all.AveragePrecision[0]; AP75 = $all.AveragePrecision[5]; AP90 = $all.AveragePrecision[8]; ThesisF1 = $thesis.F1
        # Of 95 %, by drawing images.
        AP50Interval = $all.AveragePrecisionLow[0], $all.AveragePrecisionHigh[0]; AP75Interval = $all.AveragePrecisionLow[5], $all.AveragePrecisionHigh[5]
        AP90Interval = $all.AveragePrecisionLow[8], $all.AveragePrecisionHigh[8]; ThesisF1Interval = $thesis.F1Low, $thesis.F1High
        Missed = $thesis.Missed; Gained = $thesis.Gained; Merges = $thesis.Merges; Splits = $thesis.Splits; Catastrophes = $thesis.Catastrophes
        Seconds = [Math]::Round($result.Duration.TotalSeconds); Steps = ($result.History | Measure-Object Steps -Sum).Sum
        GFlop = [Math]::Round(($result.Model.Summary.Parts | Measure-Object FlopPerPixel -Sum).Sum / 1000, 1); BestEpoch = $result.BestEpoch
    }
}

$part = $Choosing ? $split.Validation : $split.Test
$small = "$Output/small.txt"
$part.Movies | Where-Object { $_.FrameSize.Height -le 256 } | Select-Object -First 12 -ExpandProperty Name | Set-Content $small
$scores = @(
    Measure-Part ($Choosing ? 'Validation' : 'Test') $part
    foreach ($scale in 0.5, 1, 2, 4) {
        $scaled = Import-CellDataset "$Data/stage1_train.zip" -IncludeListPath $small -PixelSize 1 -ScaleToPixelSize (1 / $scale)
        Measure-Part '12 small images' $scaled -Scale $scale
    }
)
$scores | ConvertTo-Json | Set-Content "$Output/$($Choosing ? 'validation' : 'test').json"
$scores | Format-Table Part, Scale, Images, Cells, Found, F1, AP50, AP75, AP90, ThesisF1 -AutoSize | Out-String -Width 160
if ($Choosing) {
    return
}

$numbers = @{}
foreach ($name in 'F1', 'AP50', 'AP75', 'AP90', 'ThesisF1') { $numbers["Test$name"] = [Math]::Round($scores[0].$name, 4) }
$result | Export-SegmentationModel "$Output/nuclei" -CellDiameter $CellDiameter -PixelSize 0.65 -HalfPrecision -Force -Card @{
    Description = 'Nuclei in fluorescence images, bright on dark ground, from 8 to 60 pixels across; larger ones with -Diameter Auto.'
    Data = ("BBBC038v1, the fluorescence images of the 2018 Data Science Bowl's stage 1 with corrected masks ($($split.Training.MovieCount) images, " +
            "$($split.AnnotationCount) nuclei; sizes of pixels unknown; a PixelSize of 0.65 is that of nuclei of 13 micrometres), from " +
            ($BackboneWeightPath ? "ImageNet weights of $Backbone" : 'drawn weights'))
    License = ('The data are in the public domain (CC0)' + ($BackboneWeightPath ? ', the ImageNet weights are of the Apache licence 2.0' : '') +
               '; the model is of the MIT licence.')
    Command = "examples/05-train-nuclei.ps1 -Epochs $Epochs -Seed $Seed"
    Commit = $Commit
    Scores = $numbers
}
$check = [IO.Directory]::CreateDirectory("$Output/nuclei/check")
$null = New-SimulatedCellDataset -MovieCount 1 -Width 192 -Height 160 -CellCount 20 -Seed 3 | Export-CellDataset LabelFolder "$Output/simulated" -Force
Get-ChildItem "$Output/simulated" -Recurse -Filter *.tif | Where-Object Directory -Like *images | Copy-Item -Destination "$check/image.tif"
$null = Invoke-CellSegmentation "$check/image.tif" -Model "$Output/nuclei" -DestinationPath $check -Force
Get-SegmentationModel -Path "$Output/nuclei"

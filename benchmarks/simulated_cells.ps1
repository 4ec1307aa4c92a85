# How near simulated cells are to real ones: writes a picture of both, then trains a model on simulated cells alone and
# judges it on all fluorescence images of BBBC038, none of which it has seen:
#   ./build.sh shell -- -File benchmarks/simulated_cells.ps1 -Data DIR -Output DIR [-BackboneWeightPath FILE] [-PictureOnly]
# DIR has the images of BBBC038 (stage1_train.zip and the list fluorescence.txt), FILE published weights of MobileNetV2.
# Leaves OUTPUT/simulated-cells.png, OUTPUT/model, OUTPUT/images.csv with a line an image, and ends with the total.
param(
    [Parameter(Mandatory)] [string] $Data,
    [Parameter(Mandatory)] [string] $Output,
    [string] $BackboneWeightPath,
    [int] $MovieCount = 300,
    [int] $Epochs = 20,
    [int] $Size = 256,
    [int] $CropSize = 160,
    [long] $Seed = 0,
    [switch] $PictureOnly
)
$ErrorActionPreference = 'Stop'
. "$PSScriptRoot/measure_training.ps1"
$null = [IO.Directory]::CreateDirectory($Output)
$kinds = 'Oval', 'Spindle', 'Small', 'Speckled', 'Large', 'Irregular'
$look = @{
    CellKind = $kinds; Variation = 1; BitDepth = 8; Haze = 0.3; Noise = 0.03; BrightnessSpread = 0.4; DeadFraction = 0.06; DivisionRate = 0.03
    BleedThrough = 0.1; Width = $Size; Height = $Size
}
$real = Import-Fluorescence $Data

# Where a square of an image has most of its cells, to some pixels.
function Find-Square($Labels, [int] $Side) {
    $best = -1
    foreach ($top in 0..4 | ForEach-Object { [int] [Math]::Floor($_ * ($Labels.Height - $Side) / 4) }) {
        foreach ($left in 0..4 | ForEach-Object { [int] [Math]::Floor($_ * ($Labels.Width - $Side) / 4) }) {
            $found = 0
            for ($y = $top; $y -lt $top + $Side; $y += 8) {
                for ($x = $left; $x -lt $left + $Side; $x += 8) {
                    $found += $Labels.Pixels[$y * $Labels.Width + $x] -gt 0
                }
            }
            if ($found -gt $best) {
                $best, $square = $found, ($top, $left)
            }
        }
    }
    $square
}

# Simulated cells in the rows above, real ones below, as overlays show them.
function Write-Picture([string] $Path) {
    $columns, $rows, $side, $gap = 8, 2, 120, 2
    $library = $real.GetType().Assembly
    $renderer, $picture = 'OverlayRenderer', 'RgbImage' | ForEach-Object { $library.GetType("CellSeg.Imaging.Drawing.$_") }
    $labels = $library.GetType('CellSeg.Imaging.LabelImage')
    $count = $columns * $rows
    $simulated = (New-SimulatedCellDataset -MovieCount $count @look -Seed $Seed).Movies
    # Evenly over the list, whose order has nothing to do with what is in the images.
    $step = [Math]::Floor($real.MovieCount / $count)
    $sheet = $picture::new(2 * $rows * ($side + $gap) + 4 * $gap, $columns * ($side + $gap))
    for ($i = 0; $i -lt 2 * $count; $i++) {
        $row = [Math]::Floor($i / $columns)
        $movie = $row -lt $rows ? $simulated[$i] : $real.Movies[($i - $count) * $step]
        $image = $movie.ReadImage(0).ToGrey()
        $pixels = $renderer::Render($image, $labels::new($image.Height, $image.Width))
        $tile = $picture::new($side, $side)
        $top, $left = Find-Square $movie.ReadLabels(0) $side
        for ($y = 0; $y -lt $side; $y++) {
            [Array]::Copy($pixels, (($top + $y) * $image.Width + $left) * 3, $tile.Pixels, $y * $side * 3, $side * 3)
        }
        $sheet.Draw($tile, $row * ($side + $gap) + ($row -lt $rows ? 0 : 4 * $gap), $i % $columns * ($side + $gap))
    }
    $library.GetType('CellSeg.Imaging.ImageWriter')::WriteRgb($Path, $sheet.Height, $sheet.Width, $sheet.Pixels)
}

Write-Picture "$Output/simulated-cells.png"
if ($PictureOnly) {
    return
}
$start = if ($BackboneWeightPath) { @{ BackboneWeightPath = $BackboneWeightPath } } else { @{} }
$model = New-SegmentationModel Watershed MobileNetV2 -Seed $Seed @start
$training = New-SimulatedCellDataset -MovieCount $MovieCount @look -Seed $Seed |
    Split-CellDataset -Seed $Seed -TestFraction 0.1 -ValidationFraction 0.1 |
    Start-ModelTraining $model -Epochs $Epochs -CropSize $CropSize -Seed $Seed -CheckpointPath "$Output/model" -Force
[Console]::Error.WriteLine("Trained for $($training.Duration); F1 on simulated cells that were held out:")
$held = $training | Invoke-CellSegmentation | Measure-SegmentationError -Rule Thesis -MinimumArea 100 -Total
[Console]::Error.WriteLine($held.F1)
$found = $real | Invoke-CellSegmentation -Model "$Output/model"
$found | Measure-SegmentationError -Rule Thesis -MinimumArea 100 | Export-Csv "$Output/images.csv"
$found | Measure-SegmentationError -Rule Thesis -MinimumArea 100 -Total

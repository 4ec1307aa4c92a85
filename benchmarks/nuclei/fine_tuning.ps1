# What a trained model gains by a few images of another kind: fine-tunes it on so many of them, over seeds and variants of
# freezing, and judges each on images of the same kind that are held out, the same for all counts of a seed:
#   ./build.sh shell -- -File benchmarks/nuclei/fine_tuning.ps1 -Data DIR -IncludeListPath FILE -ModelPath DIR -Output DIR [-Invert]
# DIR has stage1_train.zip of BBBC038, FILE the ids of the images of that kind, such as those of histology and bright field,
# which are not in fluorescence.txt and whose cells are dark (-Invert). Every training leaves the folder OUTPUT/NAME and its row
# OUTPUT/NAME.csv and is not repeated; one that was cut off goes on. Leaves OUTPUT/fine_tuning.csv: Count (0 is the model as it
# was), Seed, Variant, F1 (the thesis' rule, without objects under 100 pixels), AP50.
param(
    [Parameter(Mandatory)] [string] $Data,
    [Parameter(Mandatory)] [string] $IncludeListPath,
    [Parameter(Mandatory)] [string] $ModelPath,
    [Parameter(Mandatory)] [string] $Output,
    # Lists are also taken as one text with commas, which is how pwsh -File hands them over.
    [string[]] $Count = (0, 5, 10, 25, 50),
    [string[]] $Seed = (0, 1, 2),
    [string[]] $Variant = ('all', 'backbone', 'backbone-half', 'heads', 'heads-first'),
    [double] $TestFraction = 0.4,
    # Training options of all variants, such as @{ Epochs = 2; CropsPerEpoch = 8 } to try the script.
    [hashtable] $Option = @{},
    [switch] $Invert
)
$ErrorActionPreference = 'Stop'
$variants = @{
    'all' = @{ FrozenPart = 'None' }
    'backbone' = @{ FrozenPart = 'Backbone'; FrozenShare = 1.0 }
    'backbone-half' = @{ FrozenPart = 'Backbone'; FrozenShare = 0.5 }
    'heads' = @{ FrozenPart = 'AllButHeads'; FrozenShare = 1.0 }
    'heads-first' = @{ FrozenPart = 'AllButHeads'; FrozenShare = 0.3 }
}
[int[]] $counts = $Count -split ','
[int[]] $seeds = $Seed -split ','
$names = $Variant -split ','
foreach ($name in $names) {
    if (-not $variants.ContainsKey($name)) {
        throw "There is no variant $name. Choose among $($variants.Keys | Sort-Object)."
    }
}
# .NET has a working directory of its own.
$Output = $PSCmdlet.GetUnresolvedProviderPathFromPSPath($Output)
$null = [IO.Directory]::CreateDirectory($Output)
$dataset = Import-CellDataset "$Data/stage1_train.zip" -IncludeListPath $IncludeListPath -Invert:$Invert
$whole = ($dataset | Split-CellDataset -TestFraction $TestFraction).Training.MovieCount
$most = ($counts | Measure-Object -Maximum).Maximum
if ($most -gt $whole) {
    throw "There are only $whole images to learn from, not $most."
}

# The row of a model, measured once.
function Get-Row([string] $Name, [scriptblock] $Model, $Test, [object[]] $Values) {
    if (-not [IO.File]::Exists("$Output/$Name.csv")) {
        $found = $Test | Invoke-CellSegmentation -Model (& $Model)
        $thesis = $found | Measure-SegmentationError -Rule Thesis -MinimumArea 100 -Total
        $all = $found | Measure-SegmentationError -Total -Detailed
        $scores = foreach ($score in $thesis.F1, $all.AveragePrecision50) { $score.ToString('F4', [cultureinfo]::InvariantCulture) }
        [IO.File]::WriteAllText("$Output/$Name.csv", (($Values + $scores) -join ',') + "`n")
    }
    $row = [IO.File]::ReadAllText("$Output/$Name.csv").Trim()
    [Console]::Error.WriteLine($row)
    $row
}

$rows = foreach ($number in $seeds) {
    foreach ($images in $counts) {
        $part = @{ Seed = $number; TestFraction = $TestFraction }
        if ($images -eq 0) {
            Get-Row "0-$number" { $ModelPath } -Test ($dataset | Split-CellDataset @part).Test -Values 0, $number, 'none'
            continue
        }
        # A smaller number of images of a seed is a part of a larger one.
        $split = $dataset | Split-CellDataset @part -Fraction ($images / $whole)
        foreach ($name in $names) {
            $training = @{
                Model = $ModelPath; Preset = 'FineTune'; Seed = $number; Option = $Option + $variants[$name]
                CheckpointPath = "$Output/$name-$images-$number"; Resume = $true
            }
            $train = { ($split | Start-ModelTraining @training).Model }
            Get-Row "$name-$images-$number" $train -Test $split.Test -Values $split.Training.MovieCount, $number, $name
        }
    }
}
[IO.File]::WriteAllLines("$Output/fine_tuning.csv", @('Count,Seed,Variant,F1,AP50') + $rows)
$rows | ConvertFrom-Csv -Header Count, Seed, Variant, F1, AP50 | Format-Table | Out-String

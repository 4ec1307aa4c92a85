# Shows what several predictions of an image are good for: judges models on a part of BBBC038, each with and without
# test-time augmentation, and then the average of all of them, if there are several. Writes a line of CSV for each:
#   ./build.sh shell -- -File benchmarks/nuclei/test_time.ps1 -Data DIR -Model FOLDER[,FOLDER...] [-Part Validation] > test_time.csv
# DIR has stage1_train.zip and the list fluorescence.txt. Seconds are those of predicting and decoding all images of the part.
# Choose by the validation part: the test part is there to tell how good the choice is.
param(
    [Parameter(Mandatory)] [string] $Data,
    [Parameter(Mandatory)] [string[]] $Model,
    [string] $SplitPath = "$PSScriptRoot/../../docs/results/nuclei/split.csv",
    [ValidateSet('Validation', 'Test')] [string] $Part = 'Validation',
    [string[]] $TestTimeAugmentation = ('None', 'Flips', 'All')
)
$ErrorActionPreference = 'Stop'
. "$PSScriptRoot/../measure_training.ps1"

$images = (Import-Fluorescence $Data | Split-CellDataset -SplitPath $SplitPath).$Part
# With -File, names with commas between them come as one text.
$models = @($Model.Split(',').Trim() | Import-SegmentationModel)
$groups = @($models | ForEach-Object { , @($_) })
if ($models.Count -gt 1) { $groups += , $models }
& {
    foreach ($group in $groups) {
        foreach ($augmentation in $TestTimeAugmentation.Split(',').Trim()) {
            $found = $images | Invoke-CellSegmentation -Model $group -TestTimeAugmentation $augmentation
            $all = $found | Measure-SegmentationError -Total -Detailed
            $thesis = $found | Measure-SegmentationError -Rule Thesis -MinimumArea 100 -Total
            $seconds = 0
            foreach ($image in $found) { $seconds += $image.Duration.TotalSeconds }
            [pscustomobject] @{
                Model = $found[0].ModelName; Models = $group.Count; TestTimeAugmentation = $augmentation; Part = $Part
                Images = @($found).Count; Cells = $all.TrueCount; Found = $all.PredictedCount
                AP50 = $all.AveragePrecision[0]; AP75 = $all.AveragePrecision[5]; AP90 = $all.AveragePrecision[8]
                ThesisF1 = $thesis.F1; Seconds = [Math]::Round($seconds, 1)
            }
        }
    }
} | ConvertTo-Csv -UseQuotes AsNeeded

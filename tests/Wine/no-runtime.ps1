# A Windows without the Visual C++ runtime: Wine is told not to have msvcp140.dll.
param([string] $ModulePath, [string] $WorkPath, [string] $CountPath)
. "$PSScriptRoot/Support.ps1"
Import-Module $ModulePath

Test-Behaviour 'what needs libtorch names the runtime that is missing' {
    $message = Get-Failure { New-SegmentationModel Watershed MobileNetV2 -ErrorAction Stop }
    Assert-True ($message.Contains('Visual C++')) "the message was: $message"
}
Test-Behaviour 'so does the check of the environment' {
    $library = Test-CellSegEnvironment | Where-Object Name -EQ 'libtorch'
    Assert-True ("$($library.Status)" -eq 'Missing' -and $library.Remedy.Contains('Visual C++')) "$($library.Status): $($library.Detail) $($library.Remedy)"
}
Test-Behaviour 'what does without libtorch goes on' {
    $check = "$ModulePath\models\nuclei\check\image_labels.tif"
    Assert-True ((Measure-SegmentationError $check $check).F1 -eq 1) 'an image does not equal itself'
}
Complete-Run

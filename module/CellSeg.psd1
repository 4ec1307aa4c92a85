@{
    RootModule             = 'CellSeg.psm1'
    # The build writes the version of Directory.Build.props here when it stages the module. Further down, it keeps the tag of
    # the platform that the module is for, and writes the changelog of this version; a version like 0.2.0-preview1 keeps Prerelease.
    ModuleVersion          = '0.0.0'
    GUID                   = '9d099073-7451-4a65-bdfd-71a73809303d'
    Author                 = 'The CellSeg authors'
    CompanyName            = 'The CellSeg authors'
    Copyright              = '(c) 2026 The CellSeg authors. MIT licence.'
    Description            = 'Segments single cells in microscopy images with deep learning: data sets, training, segmentation and errors in one pipeline.'

    CompatiblePSEditions   = @('Core')
    PowerShellVersion      = '7.6'

    FormatsToProcess       = @(
        'views/Cells.Format.ps1xml', 'views/Data.Format.ps1xml', 'views/Errors.Format.ps1xml', 'views/Inspection.Format.ps1xml'
        'views/Models.Format.ps1xml', 'views/Studies.Format.ps1xml', 'views/Training.Format.ps1xml'
    )

    # Named one by one, so that tab completion and the import on first use never have to load an assembly.
    CmdletsToExport        = @(
        'Export-CellDataset'
        'Export-SegmentationModel'
        'Export-SegmentationReport'
        'Get-SegmentationModel'
        'Get-SegmentationStudy'
        'Get-CellSegLearningCurve'
        'Import-CellDataset'
        'Import-SegmentationModel'
        'Invoke-CellSegmentation'
        'Measure-CellProperty'
        'Measure-SegmentationError'
        'New-SegmentationModel'
        'New-SimulatedCellDataset'
        'Repair-CellMovie'
        'Split-CellDataset'
        'Start-ModelTraining'
        'Start-SegmentationStudy'
        'Stop-SegmentationStudy'
        'Test-CellDataset'
        'Test-CellSegEnvironment'
        'Wait-SegmentationStudy'
    )
    FunctionsToExport      = @()
    AliasesToExport        = @()
    VariablesToExport      = @()

    PrivateData            = @{
        PSData = @{
            Tags         = @('microscopy', 'segmentation', 'cells', 'deep-learning', 'biology', 'PSEdition_Core', 'Windows', 'Linux', 'MacOS')
            LicenseUri   = 'https://opensource.org/license/mit'
            Prerelease   = ''
            ReleaseNotes = ''
        }
    }
}

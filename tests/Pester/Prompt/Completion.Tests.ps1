BeforeAll {
    function Complete([string] $Line) {
        (TabExpansion2 $Line -cursorColumn $Line.Length).CompletionMatches
    }
}

Describe 'Completion offers' {
    It '<Expected> for <Line>' -ForEach @(
        @{ Line = 'Invoke-CellSegmentation -Diameter '; Expected = 'Auto' }
        @{ Line = 'Invoke-CellSegmentation -Slice m'; Expected = 'MaximumProjection' }
        @{ Line = 'Import-CellDataset -Slice '; Expected = 'Frames' }
        @{ Line = 'Invoke-CellSegmentation -OutputFormat LabelTiff, g'; Expected = 'GeoJson' }
        @{ Line = 'Export-SegmentationModel -Card lic'; Expected = '@{ License = $null }' }
        @{ Line = 'Start-SegmentationStudy -ModelOption pyramidw'; Expected = '@{ PyramidWidth = 256 }' }
        @{ Line = 'Get-SegmentationModel n'; Expected = 'nuclei' }
        @{ Line = 'Split-CellDataset -StratifyBy k'; Expected = 'Kind' }
    ) {
        $offered = Complete $Line
        $offered.CompletionText | Should -Contain $Expected
        ($offered | Where-Object CompletionText -CEQ $Expected).ToolTip | Should -Match '\w+ \w+ .*\.'
    }

    It 'what an option is' {
        (Complete 'Start-ModelTraining -Option clipn').ToolTip |
            Should -BeExactly "[Double] ClipNorm, 0 by default. Each tensor's gradient is shortened to this norm, by itself; 0 is off. Default 0."
        (Complete 'New-SegmentationModel -DecoderOption promi').ToolTip | Should -BeLike '*how far one must go down in the map of MarkerSource from*'
        (Complete 'Invoke-CellSegmentation -DecoderOption fillh').ToolTip | Should -BeLike '*by default. Whether background*'
    }

    It 'what the bundled model is for' {
        (Complete 'Invoke-CellSegmentation -Model nuc')[0].ToolTip | Should -BeLike '*came with the module: Nuclei in fluorescence images*'
    }

    It 'the trainings of the study that the line names' {
        New-SimulatedCellDataset 5 -Width 64 -Height 64 -CellCount 3 | Export-CellDataset LabelFolder "$TestDrive/cells" -WarningAction Ignore
        $plan = @{ DatasetPath = "$TestDrive/cells"; Backbone = 'MobileNetV2'; Schema = 'Pixelwise'; Fraction = 0.5, 1; Seed = 0; Pretrained = $false }
        $study = Start-SegmentationStudy DatasetSize "$TestDrive/study" @plan -PlanOnly
        Push-Location $TestDrive
        (Complete 'Start-SegmentationStudy -Path ./study -Resume -Training ').CompletionText | Should -BeExactly $study.Trainings.Id
        Complete 'Start-SegmentationStudy -Path ./none -Resume -Training x' | Should -BeNullOrEmpty
        Pop-Location
    }
}

BeforeAll {
    $data = New-SimulatedCellDataset 4 -Width 64 -Height 64 -CellCount 4
    $split = $data | Split-CellDataset -TestFraction 0.25
    $model = New-SegmentationModel -PyramidWidth 16
    $boxes = New-SegmentationModel RetinaMask FeatureNet
    $distances = New-SegmentationModel -Option @{ ForegroundHead = $false; PyramidWidth = 16 }
}

Describe 'An option without effect is refused' {
    It '<Target>: <Line>' -ForEach @(
        @{ Target = 'Temporal.FramesPerBatch'; Line = { New-SegmentationModel -FramesPerBatch 3 } }
        @{ Target = 'PixelClasses'; Line = { New-SegmentationModel -PixelClasses 4 } }
        @{ Target = 'AnchorSource'; Line = { New-SegmentationModel -AnchorSource $data } }
        @{ Target = 'DistanceBins'; Line = { New-SegmentationModel -Option @{ DistanceBins = 5 } } }
        @{ Target = 'ForegroundHead'; Line = { New-SegmentationModel Pixelwise -Option @{ ForegroundHead = $false } } }
        @{ Target = 'Detection'; Line = { New-SegmentationModel -Option @{ Detection = @{ ScalesPerLevel = 1 } } } }
        @{ Target = 'HeadRectifiers'; Line = { New-SegmentationModel RetinaMask -Option @{ HeadRectifiers = $false } } }
        @{ Target = 'Temporal.MixTime'; Line = { New-SegmentationModel -TemporalMode Gru -FramesPerBatch 3 -Option @{ Temporal = @{ MixTime = $false } } } }
        @{ Target = 'BackboneOptions.ConvolutionBias'; Line = { New-SegmentationModel -Option @{ BackboneOptions = @{ ConvolutionBias = $false } } } }
        @{ Target = 'PeakRadius'; Line = { New-SegmentationModel -DecoderOption @{ PeakRadius = 9 } } }
        @{ Target = 'Prominence'; Line = { New-SegmentationModel -DecoderOption @{ MarkerMethod = 'AllPeaks'; Prominence = 0.3 } } }
        @{ Target = 'OuterThreshold'; Line = { $data | Invoke-CellSegmentation -Model $model -DecoderOption @{ OuterThreshold = 0.3 } } }
        @{ Target = 'ForegroundThreshold'; Line = { $data | Invoke-CellSegmentation -Model $distances -DecoderOption @{ ForegroundThreshold = 0.3 } } }
        @{ Target = 'RateDecay'; Line = { $split | Start-ModelTraining $model -Option @{ RateDecay = 0.5 } } }
        @{ Target = 'WeightDecay'; Line = { $split | Start-ModelTraining $model -Option @{ Optimizer = 'Adam'; WeightDecay = 0.1 } } }
        @{ Target = 'FrozenShare'; Line = { $split | Start-ModelTraining $model -Option @{ FrozenShare = 0.5 } } }
        @{ Target = 'BalanceImages'; Line = { $split | Start-ModelTraining $model -Option @{ BalanceImages = $true } } }
        @{ Target = 'Losses.Classes'; Line = { $split | Start-ModelTraining $model -Option @{ Losses = @{ Classes = 'Dice' } } } }
        @{ Target = 'Losses.FocalGamma'; Line = { $split | Start-ModelTraining $model -Option @{ Losses = @{ FocalGamma = 1 } } } }
        @{ Target = 'Losses.TouchingRadius'; Line = { $split | Start-ModelTraining $model -Option @{ Losses = @{ TouchingRadius = 5 } } } }
        @{ Target = 'LossWeights.Masks'; Line = { $split | Start-ModelTraining $model -Option @{ LossWeights = @{ Masks = 2 } } } }
        @{ Target = 'PixelwiseTargets'; Line = { $split | Start-ModelTraining $model -Option @{ PixelwiseTargets = @{ DilationRadius = 2 } } } }
        @{ Target = 'WarpTargets'; Line = { $split | Start-ModelTraining $boxes -Option @{ WarpTargets = $true } } }
        @{ Target = 'Patience'; Line = { $split | Start-ModelTraining $model -Patience 3 -ErrorAction Stop } }
        @{ Target = 'Force'; Line = { $split | Start-ModelTraining $model -Force } }
        @{ Target = 'Force'; Line = { $data | Split-CellDataset -Force } }
        @{ Target = 'Force'; Line = { $data | Test-CellDataset -Force } }
        @{ Target = 'Force'; Line = { $data | Repair-CellMovie -CorrectDrift -Force } }
        @{ Target = 'Force'; Line = { $data | Measure-CellProperty -Force } }
        @{ Target = 'Force'; Line = { Get-CellSegLearningCurve 1 0.5 -Force } }
        @{ Target = 'Seed'; Line = { $data | Measure-SegmentationError -Total -Seed 1 } }
        @{ Target = 'Motion'; Line = { New-SimulatedCellDataset 1 -Motion 3 } }
        @{ Target = 'Parallel'; Line = { Start-SegmentationStudy -Path ./x -Resume -Training a -Parallel 2 } }
    ) {
        $failure = { & $Line } | Should -Throw -PassThru

        $failure.FullyQualifiedErrorId.Split(',')[0] | Should -BeExactly 'OptionWithoutEffect'
        $failure.TargetObject | Should -BeExactly $Target
    }

    It 'with its own reason: <Id> for <Target>' -ForEach @(
        @{ Id = 'InvalidOption'; Target = 'TestTileSize'; Line = { $data | Split-CellDataset -TestFraction 0 -TestTileSize 32 } }
        @{ Id = 'OutputWithoutDestination'; Target = 'Force'; Line = { $data | Invoke-CellSegmentation -Force } }
        @{ Id = 'InvalidOption'; Target = 'FramesPerBatch'; Line = {
                Start-SegmentationStudy Location ./x -DatasetPath ./y -FramesPerBatch 3 -Pretrained $false } }
        @{ Id = 'InvalidOption'; Target = 'Fraction'; Line = { Start-SegmentationStudy Temporal ./x -DatasetPath ./y -Fraction 0.1 -Pretrained $false } }
    ) {
        $failure = { & $Line } | Should -Throw -PassThru

        $failure.FullyQualifiedErrorId.Split(',')[0] | Should -BeExactly $Id
        $failure.TargetObject | Should -BeExactly $Target
    }

    It 'but not where it has one, or says what is so anyway: <Line>' -ForEach @(
        @{ Line = { New-SegmentationModel Pixelwise -PixelClasses 4 } }
        @{ Line = { New-SegmentationModel -PixelClasses 3 } }
        @{ Line = { New-SegmentationModel RetinaMask FeatureNet -FramesPerBatch 3 } }
        @{ Line = { New-SegmentationModel -DecoderOption @{ MarkerMethod = 'AllPeaks'; PeakRadius = 9 } } }
        @{ Line = { @() | Start-ModelTraining $model -Option @{ Sampling = 'Tiles'; BalanceImages = $true; Schedule = 'Exponential'; RateDecay = 0.5 } } }
        @{ Line = { @() | Start-ModelTraining $boxes -Option @{ Losses = @{ FocalAlpha = 0.5 }; LossWeights = @{ Masks = 2 } } } }
        @{ Line = { @() | Start-ModelTraining $model -Force:$false } }
        @{ Line = { New-SimulatedCellDataset 1 -Width 64 -Height 64 -CellCount 2 -FrameCount 2 -Motion 3 } }
    ) {
        { & $Line } | Should -Not -Throw
    }
}

BeforeAll {
    $null = New-Item -ItemType Directory "$TestDrive/models"
}

Describe 'New-SegmentationModel' {
    # The pixelwise networks have location channels here, six weights more than without.
    It 'makes <Schema> on <Backbone> with <Count> weights' -ForEach @(
        @{ Schema = 'Watershed'; Backbone = 'ResNet50'; Count = 25556750 }
        @{ Schema = 'Watershed'; Backbone = 'MobileNetV2'; Count = 3009486 }
        @{ Schema = 'Watershed'; Backbone = 'FeatureNet'; Count = 1161518 }
        @{ Schema = 'Pixelwise'; Backbone = 'ResNet50'; Count = 25326671 }
        @{ Schema = 'Pixelwise'; Backbone = 'MobileNetV2'; Count = 2779407 }
        @{ Schema = 'Pixelwise'; Backbone = 'FeatureNet'; Count = 931439 }
        @{ Schema = 'RetinaMask'; Backbone = 'ResNet50'; Count = 33461172 }
        @{ Schema = 'RetinaMask'; Backbone = 'MobileNetV2'; Count = 10913908 }
        @{ Schema = 'RetinaMask'; Backbone = 'FeatureNet'; Count = 9065940 }
    ) {
        (New-SegmentationModel $Schema $Backbone -Preset Thesis).TotalParameterCount | Should -Be $Count
    }

    It 'refuses a temporal module without several frames, and says what is missing' {
        { New-SegmentationModel -TemporalMode Gru } | Should -Throw '*frames per batch*'
    }

    It 'refuses published weights for a backbone that has none' {
        $file = "$TestDrive/w.safetensors"
        [System.IO.File]::WriteAllBytes($file, [byte[]] (8, 0, 0, 0, 0, 0, 0, 0) + [System.Text.Encoding]::ASCII.GetBytes('{}      '))

        { New-SegmentationModel Watershed FeatureNet -BackboneWeightPath $file } | Should -Throw '*FeatureNet*'
    }

    It 'refuses no frames' {
        $failure = { New-SegmentationModel -FramesPerBatch 0 } | Should -Throw -PassThru

        $failure.FullyQualifiedErrorId.Split(',')[0] | Should -BeExactly 'ParameterArgumentValidationError'
    }

    It 'takes the choices of a preset' {
        $specification = (New-SegmentationModel -Preset Thesis).Specification

        $specification.LocationLayer | Should -BeTrue
        $specification.ForegroundHead | Should -BeFalse
        $specification.Normalization | Should -Be 'WholeImage'
    }

    It 'has the decoder of 2020 with the thesis preset: <Schema>' -ForEach @(
        @{ Schema = 'Watershed'; Expected = @{ MarkerMethod = 'AllPeaks'; PeakRadius = 10; LabelErosion = 1; OuterThreshold = [float] 0.01 } }
        @{ Schema = 'Pixelwise'; Expected = @{ InteriorThreshold = [float] 0.8; GrowthRounds = 0; MinimumArea = 0; InteriorChannel = $null } }
        @{ Schema = 'DiscretisedWatershed'; Expected = @{ MarkerMethod = 'AllPeaks'; MinimumArea = 50 } }
        @{ Schema = 'RetinaMask'; Expected = @{ MaximumDetections = 100; ContainmentThreshold = 1 } }
    ) {
        New-SegmentationModel $Schema FeatureNet -Preset Thesis | Export-SegmentationModel "$TestDrive/models/thesis" -Force
        $decoder = (Import-SegmentationModel "$TestDrive/models/thesis").Decoder

        foreach ($option in $Expected.Keys) {
            $decoder.$option | Should -Be $Expected[$option] -Because $option
        }
        (New-SegmentationModel $Schema FeatureNet).Decoder | Should -Not -Be $decoder
    }

    It 'takes any value of the specification and of the decoder by its name' {
        $option = @{ HeadRectifiers = $false; Temporal = @{ Mode = 'Gru'; FramesPerBatch = 3 }; PyramidWidth = 16 }
        $model = New-SegmentationModel Watershed FeatureNet -Option $option -PyramidWidth 32 -DecoderOption @{ markermethod = 'AllPeaks'; PeakRadius = 7 }

        $model.Specification.HeadRectifiers, $model.Specification.Temporal.FramesPerBatch | Should -Be $false, 3
        # Parameters go before the table, and what is not named stays.
        $model.Specification.PyramidWidth, $model.Specification.ForegroundHead | Should -Be 32, $true
        $model.Decoder.MarkerMethod, $model.Decoder.PeakRadius, $model.Decoder.InnerSmoothing | Should -Be 'AllPeaks', 7, 1
    }

    It 'refuses <Message> at once' -ForEach @(
        @{ Options = @{ Option = @{ HeadWidht = 3 } }; Message = 'HeadWidht: there is no option of this name*HeadWidth*' }
        @{ Options = @{ Option = @{ Schema = 'Pixelwise' } }; Message = 'Schema: there is no option of this name*' }
        @{ Options = @{ Option = @{ Detection = @{ ScalesPerLevel = 9 } } }; Message = 'ScalesPerLevel: 9 is out of range*' }
        @{ Options = @{ Option = @{ HeadRectifiers = 'false' } }; Message = "HeadRectifiers: 'false' is a text*" }
        @{ Options = @{ Option = @{ PyramidWidth = 64.5 } }; Message = 'PyramidWidth: 64.5 is no whole number*' }
        @{ Options = @{ Option = @{ HeadBatchNormMomentum = 2 } }; Message = 'HeadBatchNormMomentum: 2 is out of range*' }
        @{ Options = @{ DecoderOption = @{ PeakRadius = -1 } }; Message = 'PeakRadius: -1 is out of range*' }
        @{ Options = @{ DecoderOption = @{ MarkerMethod = 'Summits' } }; Message = 'MarkerMethod: *AllPeaks*' }
        @{ Options = @{ DecoderOption = @{ ScoreThreshold = 0.5 } }; Message = 'ScoreThreshold: there is no option of this name*PeakRadius*' }
        @{ Options = @{ Schema = 'Pixelwise'; DecoderOption = @{ InteriorChannel = 3 } }; Message = 'InteriorChannel: 3 is out of range*below 3*' }
    ) {
        $failure = { New-SegmentationModel @Options } | Should -Throw $Message -PassThru

        $failure.FullyQualifiedErrorId.Split(',')[0] | Should -BeExactly 'InvalidOption'
    }

    It 'refuses a value that data decide otherwise, and takes one that they do not decide' {
        $cells = New-SimulatedCellDataset 1 -Width 96 -Height 96
        $choices = @{ Schema = 'RetinaMask'; Backbone = 'FeatureNet'; AnchorSource = $cells }

        { New-SegmentationModel @choices -Option @{ Detection = @{ FinestAnchorSize = 7 } } } | Should -Throw 'Detection: -AnchorSource decides it*'
        (New-SegmentationModel @choices -Option @{ Detection = @{ ScalesPerLevel = 1 } }).Specification.Detection.ScalesPerLevel | Should -Be 1
    }

    It 'keeps the percentiles of the normalisation with the model' {
        $model = New-SegmentationModel -LowPercentile 0.5 -HighPercentile 100
        $model | Export-SegmentationModel -Path "$TestDrive/models/percentiles"

        $specification = (Import-SegmentationModel "$TestDrive/models/percentiles").Specification
        $specification.LowPercentile, $specification.HighPercentile | Should -Be 0.5, 100
        (New-SegmentationModel).Specification.LowPercentile | Should -BeNullOrEmpty
    }

    It 'refuses percentiles <Options>' -ForEach @(
        @{ Options = @{ LowPercentile = 50; HighPercentile = 50 }; Message = '*LowPercentile*below*' }
        @{ Options = @{ HighPercentile = 0.5 }; Message = '*LowPercentile*below*0.5*' }
        @{ Options = @{ LowPercentile = 1; Normalization = 'None' }; Message = '*None has no percentiles*' }
        @{ Options = @{ HighPercentile = 99.8; Preset = 'Thesis' }; Message = '*WholeImage has no percentiles*' }
    ) {
        { New-SegmentationModel @Options } | Should -Throw $Message
    }

    It 'tells the parts of the model and what an image costs' {
        $model = New-SegmentationModel
        $summary = $model.Summary

        $summary.Parts.Name | Should -BeExactly 'channels', 'backbone', 'pyramid', 'heads'
        $summary.GetTileMemoryBytes(512) | Should -BeLessThan $summary.TileMemoryBytes
        $shown = $model, $summary, $summary.Parts | ForEach-Object { $_ | Out-String }
        $shown | Should -HaveCount 3
        "$shown" | Should -BeLike '*GFLOP/MP*'
        "$shown" | Should -BeLike '*TileMemory*'
    }
}

Describe 'Export-SegmentationModel' {
    It 'replaces a model only by force' {
        $path = "$TestDrive/models/m"
        $model = New-SegmentationModel

        $model | Export-SegmentationModel -Path $path -ErrorVariable problems
        $problems | Should -BeNullOrEmpty
        $model | Export-SegmentationModel -Path $path -ErrorAction SilentlyContinue -ErrorVariable problems
        $problems | Get-Problem | Should -BeExactly 'ModelExists ResourceExists m'
        $model | Export-SegmentationModel -Path $path -Force -ErrorVariable problems
        $problems | Should -BeNullOrEmpty
    }
}

Describe 'Get-CellSegLearningCurve' {
    BeforeAll {
        # Exactly 0.92 - 0.5 n^-0.6, and a little beside it.
        $points = foreach ($count in 5, 10, 25, 50) {
            foreach ($noise in -0.004, 0.004) {
                [pscustomobject] @{ ImageCount = $count; F1 = 0.92 - 0.5 * [Math]::Pow($count, -0.6) + $noise }
            }
        }
        $csv = "$TestDrive/curve.csv"
        $points | Select-Object ImageCount, @{ n = 'F1'; e = { $_.F1.ToString([cultureinfo]::InvariantCulture) } } | Export-Csv $csv
        $quiet = @{ ErrorAction = 'SilentlyContinue'; ErrorVariable = 'problems' }
    }

    BeforeEach {
        $figure = "$TestDrive/$(New-Guid)/curve.png"
    }

    It 'tells how many more images a gain is likely to cost' {
        $fit = $points | Get-CellSegLearningCurve
        $fit.Ceiling | Should -BeGreaterThan 0.9
        $fit.Ceiling | Should -BeLessThan 0.94
        $fit.NextStep.From | Should -Be 50
        # By the curve itself it is 22.
        $fit.NextStep.Low | Should -BeLessThan 22
        $fit.NextStep.High | Should -BeGreaterThan 22
        ($points | Get-CellSegLearningCurve -Gain 0.02).NextStep.Median | Should -BeGreaterThan $fit.NextStep.Median
        ($points | Get-CellSegLearningCurve -Confidence 0.5).NextStep.High | Should -BeLessThan $fit.NextStep.High
        ($points | Get-CellSegLearningCurve -Seed 1).NextStep.High | Should -Not -Be $fit.NextStep.High
    }

    It 'reads the lines of a table alike in every culture, <_>' -ForEach 'en-US', 'de-DE', 'tr-TR' {
        $expected = $points | Get-CellSegLearningCurve
        $culture = [cultureinfo]::CurrentCulture
        try {
            [cultureinfo]::CurrentCulture = $_
            $fit = Import-Csv $csv | Get-CellSegLearningCurve
        }
        finally {
            [cultureinfo]::CurrentCulture = $culture
        }
        $fit.Exponent | Should -Be $expected.Exponent
        "$($fit.NextStep)" | Should -BeExactly "$($expected.NextStep)"
    }

    It 'fits each model, and shows a line of each in 80 columns' {
        $fits = @($points | Select-Object *, @{ n = 'Model'; e = { 'pretrained' } })
        $fits += $points | Select-Object ImageCount, @{ n = 'F1'; e = { 0.8 } }, @{ n = 'Model'; e = { 'scratch' } }
        $fits = $fits | Get-CellSegLearningCurve
        $fits.Name | Should -BeExactly 'pretrained', 'scratch'
        $lines = ($fits | Out-String -Width 80).Trim() -split '\r?\n'
        $lines | Should -HaveCount 4
        $lines[0] | Should -Match '^Model +Points +Score +Ceiling +Exponent +NextStep$'
        $lines[2] | Should -Match '^pretrained +8 +0[.,]8\d\d +0[.,]9\d\d +0[.,]\d\d +\+0\.01 costs \d+ \(\d+\.\.(\d+|never)\)$'
        $lines[3] | Should -Match '\+0\.01 costs never \(never\.\.never\)$'
    }

    It 'leaves out and names points that cannot be right: <Count>, <Score>' -ForEach @(
        @{ Count = '100'; Score = '0,85'; Problem = 'ParameterArgumentTransformationError'; Text = "*'0,85': this is no number*" }
        @{ Count = '2.5'; Score = '0.85'; Problem = 'ParameterArgumentTransformationError'; Text = '*no whole number*' }
        @{ Count = 2.5; Score = 0.85; Problem = 'ParameterArgumentTransformationError'; Text = '*no whole number*' }
        @{ Count = '100'; Score = '85'; Problem = 'CurvePointUnusable'; Text = 'Score of the point with count 100 and score 85: 85 is out of range*' }
        @{ Count = '100'; Score = 'NaN'; Problem = 'CurvePointUnusable'; Text = 'Score of the point with count 100 and score NaN: NaN is out of range*' }
        @{ Count = '-1'; Score = '0.5'; Problem = 'CurvePointUnusable'; Text = 'Count of the point with count -1 and score 0.5: -1 is out of range*' }
    ) {
        $fit = @($points) + [pscustomobject] @{ ImageCount = $Count; F1 = $Score } | Get-CellSegLearningCurve @quiet
        $fit.Points | Should -HaveCount 8
        $problems | Should -HaveCount 1
        $problems[0].FullyQualifiedErrorId.Split(',')[0] | Should -BeExactly $Problem
        "$($problems[0])" | Should -BeLike $Text
    }

    It 'says what it needs where there are too few counts, and fits the others' {
        $few = $points | Where-Object ImageCount -LT 25 | Select-Object *, @{ n = 'Model'; e = { 'few' } }
        $fits = @($few) + $points | Get-CellSegLearningCurve @quiet
        $fits | Should -HaveCount 1
        "$problems" | Should -BeLike 'the learning curve of few: *three different counts above 0 or more, and there is only 5 and 10*'
        $problems[0].FullyQualifiedErrorId | Should -BeLike 'CurveNotFitted*'
        { @() | Get-CellSegLearningCurve -ErrorAction Stop } | Should -Throw '*there is none*'
    }

    It 'warns that three points tell no interval' {
        $fit = $points | Where-Object ImageCount -LE 25 | Group-Object ImageCount | ForEach-Object { $_.Group[0] } |
            Get-CellSegLearningCurve -WarningVariable warnings -WarningAction SilentlyContinue
        $warnings | Should -BeLike 'Three points*'
        [double]::IsNaN($fit.NextStep.High) | Should -BeTrue
    }

    It 'writes a figure that is replaced only by force' {
        $null = $points | Get-CellSegLearningCurve -PlotPath $figure -WhatIf
        $figure | Should -Not -Exist
        $null = $points | Get-CellSegLearningCurve -PlotPath $figure
        [System.IO.File]::ReadAllBytes($figure)[1..3] | Should -Be 0x50, 0x4E, 0x47

        Set-Content $figure 'mine'
        $failure = { $points | Get-CellSegLearningCurve -PlotPath $figure } | Should -Throw -PassThru
        $failure | Get-Problem | Should -BeExactly 'OutputExists ResourceExists curve.png'
        Get-Content $figure | Should -BeExactly 'mine'
        $points | Get-CellSegLearningCurve -PlotPath $figure -Force | Should -Not -BeNullOrEmpty
        (Get-Item $figure).Length | Should -BeGreaterThan 10000
        Get-ChildItem (Split-Path $figure) -Force | Should -HaveCount 1
    }

    It 'writes SVG where the name says so, and nothing else' {
        $svg = [System.IO.Path]::ChangeExtension($figure, 'svg')
        $null = $points | Get-CellSegLearningCurve -PlotPath $svg
        ([xml] (Get-Content $svg -Raw)).DocumentElement.LocalName | Should -BeExactly 'svg'
        $failure = { $points | Get-CellSegLearningCurve -PlotPath "$TestDrive/curve.txt" } | Should -Throw -PassThru
        $failure | Get-Problem | Should -BeExactly 'FigureNotWritten WriteError curve.txt'
        { $points | Get-CellSegLearningCurve -Gain 2 } | Should -Throw 'Gain: 2 is out of range*'
    }
}

Describe 'Get-SegmentationModel' {
    BeforeAll {
        $saved = "$TestDrive/listed"
        New-SegmentationModel Pixelwise FeatureNet -Name first | Export-SegmentationModel "$saved/a" -CellDiameter 12.5 -PixelSize 0.3 -Card @{
            Description = 'a test'; License = 'CC0'; Scores = @{ F1 = '0.5'; AP50 = 0.4 }
        }
        New-SegmentationModel Watershed FeatureNet -Name second | Export-SegmentationModel "$saved/b"
        $null = New-Item -ItemType Directory "$saved/none"
    }

    It 'lists what came with the module' {
        $model = Get-SegmentationModel
        $model.Name, $model.IsBundled, (Test-Path $model.Path) | Should -Be 'nuclei', $true, $true
        $model.Card.License, $model.Card.Data, $model.Card.Command | Should -Not -BeNullOrEmpty
        $model.CellDiameter | Should -BeGreaterThan 0
    }

    It 'lists models in folders, with what is said of them' {
        $models = Get-SegmentationModel -Path $saved
        $models.Name | Should -Be 'first', 'second'
        $models[0].CellDiameter, $models[0].PixelSize, $models[0].Card.License | Should -Be 12.5, 0.3, 'CC0'
        $models[0].Card.Scores['F1'], $models[0].Card.Scores['AP50'] | Should -Be 0.5, 0.4
        $models[1].Card | Should -BeNullOrEmpty
        (Get-SegmentationModel sec* -Path $saved).Name | Should -Be 'second'
        (Get-ChildItem $saved | Get-SegmentationModel -ErrorAction SilentlyContinue).Name | Should -Be 'first', 'second'
    }

    It 'tells of a name that no model has' {
        Get-SegmentationModel nuclie, nuclei -ErrorAction SilentlyContinue -ErrorVariable problems | Should -HaveCount 1
        $problems.FullyQualifiedErrorId | Should -BeExactly 'ModelNotFound,CellSeg.PowerShell.Commands.Models.GetSegmentationModelCommand'
        "$problems" | Should -BeLike 'nuclie: *no model*'
        Get-SegmentationModel third, first -Path $saved -ErrorAction SilentlyContinue -ErrorVariable problems | Should -HaveCount 1
        $problems | Should -HaveCount 1
        Get-SegmentationModel nuclie* -ErrorAction Stop | Should -BeNullOrEmpty
        $line = 'Get-SegmentationModel '
        (TabExpansion2 $line $line.Length).CompletionMatches.CompletionText | Should -BeExactly 'nuclei'
    }

    It 'keeps a saved model whole when a score is no number' -ForEach @{ Score = [double]::NaN }, @{ Score = $null }, @{ Score = 'good' } {
        $model = New-SegmentationModel Pixelwise FeatureNet -Name whole
        $model | Export-SegmentationModel "$TestDrive/whole" -Force
        $before = Get-FileHash "$TestDrive/whole/*"
        $card = @{ Scores = @{ F1 = $Score } }
        { New-SegmentationModel -Seed 7 | Export-SegmentationModel "$TestDrive/whole" -Force -Card $card } | Should -Throw '*no number*'
        (Get-FileHash "$TestDrive/whole/*").Hash | Should -Be $before.Hash
    }

    It 'goes on to where a model is asked for' {
        Get-SegmentationModel first -Path $saved | Export-SegmentationModel "$TestDrive/again"
        (Get-SegmentationModel -Path "$TestDrive/again").CellDiameter | Should -Be 12.5
    }

    It 'names a folder without models, one that is missing, and a damaged model' {
        Get-SegmentationModel -Path "$saved/none", "$saved/missing" -ErrorAction SilentlyContinue -ErrorVariable problems | Should -BeNullOrEmpty
        $problems | Should -HaveCount 2
        "$($problems[1])" | Should -BeLike '*no such folder*'
        $null = New-Item -ItemType Directory "$TestDrive/broken/x"
        Set-Content "$TestDrive/broken/x/model.json" '{'
        Get-SegmentationModel -Path "$TestDrive/broken" -ErrorAction SilentlyContinue -ErrorVariable problems | Should -BeNullOrEmpty
        $problems | Should -HaveCount 1
    }

    It 'saves weights of 16 bits on demand, with nearly the same numbers' {
        Import-SegmentationModel "$saved/b" | Export-SegmentationModel "$TestDrive/half" -HalfPrecision
        (Get-Item "$TestDrive/half/weights.safetensors").Length | Should -BeLessThan (0.6 * (Get-Item "$saved/b/weights.safetensors").Length)
        (Import-SegmentationModel "$TestDrive/half").ParameterCount | Should -Be (Import-SegmentationModel "$saved/b").ParameterCount
    }

    It 'refuses a card with <Name>' -ForEach @(
        @{ Name = 'an unknown word'; Card = @{ Colour = 'red' } }
        @{ Name = 'a score that is no number'; Card = @{ Scores = @{ F1 = 'high' } } }
        @{ Name = 'scores without names'; Card = @{ Scores = 0.5 } }
    ) {
        { Export-SegmentationModel "$TestDrive/refused" -Model "$saved/a" -Card $Card } | Should -Throw
        Test-Path "$TestDrive/refused" | Should -BeFalse
    }
}

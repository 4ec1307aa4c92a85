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

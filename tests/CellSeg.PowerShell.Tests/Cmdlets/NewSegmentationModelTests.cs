namespace CellSeg.Tests.Cmdlets;

public sealed class NewSegmentationModelTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Every_schema_and_backbone_can_be_made_and_has_its_size()
    {
        var result = Staged.Command("""
            foreach ($schema in 'Watershed', 'Pixelwise', 'RetinaMask') {
                foreach ($backbone in 'ResNet50', 'MobileNetV2', 'FeatureNet') {
                    (New-SegmentationModel $schema $backbone -Preset Thesis).TotalParameterCount
                }
            }
            """).Succeeded();

        // The pixelwise networks have location channels here, six weights more than without.
        Assert.Equal(
            ["25556750", "3009486", "1161518", "25326671", "2779407", "931439", "33461172", "10913908", "9065940"],
            result.Lines);
    }

    [Fact]
    public void What_makes_no_sense_is_refused_with_a_remedy()
    {
        string weights = Path.Combine(_folder.Path, "w.safetensors");
        File.WriteAllBytes(weights, [8, 0, 0, 0, 0, 0, 0, 0, .. "{}      "u8]);
        var result = Staged.Script("""
            param($Weights)
            try { New-SegmentationModel -TemporalMode Gru } catch { $_.Exception.Message }
            try { New-SegmentationModel Watershed FeatureNet -BackboneWeightPath $Weights } catch { $_.Exception.Message }
            try { New-SegmentationModel -FramesPerBatch 0 } catch { $_.FullyQualifiedErrorId.Split(',')[0] }
            """, weights).Succeeded();

        Assert.Equal(3, result.Lines.Length);
        Assert.Contains("frames per batch", result.Lines[0]);
        Assert.Contains("FeatureNet", result.Lines[1]);
        Assert.Equal("ParameterArgumentValidationError", result.Lines[2]);
    }

    [Fact]
    public void A_movie_model_and_one_with_fitted_anchors_go_through_the_pipeline()
    {
        var result = Staged.Command("""
            $data = New-SimulatedCellDataset 4 -FrameCount 3 -Width 64 -Height 64 -CellCount 3
            $split = $data | Split-CellDataset -TestFraction 0.25
            foreach ($model in
                (New-SegmentationModel Pixelwise FeatureNet -FramesPerBatch 3 -TemporalMode Conv3D),
                (New-SegmentationModel RetinaMask FeatureNet -AnchorSource $data)) {
                $found = $split | Start-ModelTraining $model -Epochs 1 -BatchSize 1 -CropSize 64 | Invoke-CellSegmentation
                "$($found.Count) $($found[0].Labels.Height)"
            }
            """).Succeeded();

        Assert.Equal(["3 64", "3 64"], result.Lines);
    }
}

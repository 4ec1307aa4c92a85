using CellSeg.Core.Tests.Support;
using CellSeg.Decoding;
using CellSeg.Models;
using CellSeg.Models.Specifications;

namespace CellSeg.Core.Tests.Models;

[Collection(nameof(TorchCollection))]
public sealed class ModelHashTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly SegmentationModel _model = new(new ModelSpecification { PyramidWidth = 16, Seed = 1 });

    public void Dispose()
    {
        _model.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void A_model_is_the_same_after_it_was_saved_and_by_whatever_name()
    {
        string hash = ModelHash.Compute(_model);
        Assert.Matches("^[0-9a-f]{64}$", hash);
        ModelFolder.Save(_model, _folder.Path);
        using var loaded = ModelFolder.Load(_folder.Path);
        loaded.Name = "another";
        Assert.Equal(hash, ModelHash.Compute(loaded));
    }

    [Fact]
    public void What_finds_other_cells_is_another_model()
    {
        using var seeded = new SegmentationModel(_model.Specification with { Seed = 2 });
        using var decoded = _model.Clone();
        decoded.Decoder = (WatershedDecoderOptions)decoded.Decoder with { DetectionThreshold = 0.2f };
        using var scaled = _model.Clone();
        scaled.CellDiameter = 20;
        using var calibrated = _model.Clone();
        calibrated.PixelSize = 20;
        using var changed = _model.Clone();
        var weights = changed.GetWeights().ToDictionary();
        weights.First().Value.Data[0] ^= 1;
        changed.SetWeights(weights, "test");
        ModelFolder.Save(_model, _folder.Path, halfPrecision: true);
        using var rounded = ModelFolder.Load(_folder.Path);
        Assert.Distinct(new[] { _model, seeded, decoded, scaled, calibrated, changed, rounded }.Select(ModelHash.Compute));
    }
}

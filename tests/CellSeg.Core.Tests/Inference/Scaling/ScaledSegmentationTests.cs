using CellSeg.Core.Tests.Support;
using CellSeg.Datasets;
using CellSeg.Decoding;
using CellSeg.Decoding.Steps;
using CellSeg.Imaging;
using CellSeg.Inference;
using CellSeg.Inference.Prediction;
using CellSeg.Inference.Scaling;
using CellSeg.Models;
using CellSeg.Models.Compute;
using CellSeg.Models.Specifications;

namespace CellSeg.Core.Tests.Inference.Scaling;

/// <summary>What a user sees of images that the network sees with more or fewer pixels.</summary>
[Collection(nameof(TorchCollection))]
public sealed class ScaledSegmentationTests : IDisposable
{
    // Each local maximum is a marker, so that there are many cells without any training.
    private static readonly WatershedDecoderOptions ManyMarkers = new()
    {
        ForegroundThreshold = -1, MarkerMethod = MarkerMethod.AllPeaks, PeakRadius = 2, DetectionThreshold = -1,
    };

    private readonly SegmentationModel _model = new(new ModelSpecification { PyramidWidth = 16, FinestLevel = 3 }, "first") { Decoder = ManyMarkers };

    public void Dispose() => _model.Dispose();

    [Theory]
    [InlineData(20)]
    [InlineData(5)]
    public void The_smallest_area_that_is_wanted_is_one_of_the_images_pixels_and_exact(double diameter)
    {
        _model.CellDiameter = 10;
        var image = TestImages.Noise(64, 64, 1);
        var options = new SegmenterOptions { Diameter = new DiameterSelector(diameter) };
        var all = Segment(image, options);
        int median = MedianArea(all);
        var large = Segment(image, options with { MinimumArea = median });
        Assert.Equal(all.WithoutSmallCells(median).Pixels, large.Pixels);
        Assert.InRange(large.CountCells(), 1, all.CountCells() - 1);
        // It takes the place of the model's own, as it does where nothing is scaled.
        _model.Decoder = ManyMarkers with { MinimumArea = median };
        Assert.Equal(all.Pixels, Segment(image, options with { MinimumArea = 0 }).Pixels);
    }

    [Fact]
    public void The_models_own_smallest_area_is_one_of_the_networks_pixels()
    {
        _model.CellDiameter = 40;
        var image = TestImages.Noise(40, 40, 1);
        var seen = ImageScaler.Scale(image, 2);
        var all = Segment(seen);
        int median = MedianArea(all);
        _model.Decoder = ManyMarkers with { MinimumArea = median };
        var large = Segment(image, new SegmenterOptions { Diameter = new DiameterSelector(20) });
        Assert.Equal(ImageScaler.Resize(all.WithoutSmallCells(median), 40, 40).Renumber().Pixels, large.Pixels);
        Assert.InRange(large.CountCells(), 1, all.CountCells() - 1);
    }

    [Fact]
    public void A_pixel_that_is_not_finite_is_one_pixel_of_background()
    {
        _model.CellDiameter = 10;
        // One in twenty is the darkest, so that it is the first percentile.
        var dark = TestImages.Noise(128, 128, 1);
        for (int i = 0; i < dark.Pixels.Length; i += 20)
            dark.Pixels[i] = 0;
        var broken = new CellImage(1, 128, 128, [.. dark.Pixels]);
        (broken.Pixels[20 * 50], broken.Pixels[20 * 120]) = (float.NaN, float.PositiveInfinity);
        var options = new SegmenterOptions { Diameter = new DiameterSelector(20) };
        Assert.Equal(Segment(dark, options).Pixels, Segment(broken, options).Pixels);
        // Auto looks at half of the pixels along each side first. The cells in them are large enough, those in the image too large, and 64
        // pixels are the fewest.
        _model.CellDiameter = 0.8 * CellDiameters.FindMedian(Segment(ImageScaler.Scale(dark, 0.5)));
        options = new SegmenterOptions { Diameter = DiameterSelector.Auto };
        CellSegmentation[] found = [.. new[] { dark, broken }.Select(
            image => new CellSegmenter(_model, options).Segment(new SegmentationInput(new CellMovie("cells", "cells.tif", 1, _ => image))))];
        Assert.Equal(0.5, found[0].Scale);
        Assert.Equal(found[0].Scale, found[1].Scale);
        Assert.Equal(found[0].ReadLabels().Pixels, found[1].ReadLabels().Pixels);
    }

    [Fact]
    public void An_image_that_would_be_too_large_is_an_error_of_its_own()
    {
        _model.CellDiameter = 16;
        var movie = new CellMovie("cells", "cells.tif", 1, _ => new CellImage(1, 3000, 3000, new float[3000 * 3000]));
        var segmenter = new CellSegmenter(_model, new SegmenterOptions { Diameter = new DiameterSelector(1) });
        var error = Assert.Throws<CellSegException>(() => segmenter.Segment(new SegmentationInput(movie)));
        Assert.Equal("cells.tif", error.Target);
        Assert.Contains("1 x 48000 x 48000", error.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Too_little_memory_is_an_error_of_the_image_that_it_is_too_little_for()
    {
        // More than any array holds.
        var movie = new CellMovie("cells", "cells.tif", 1, _ => new CellImage(1, 1, int.MaxValue, new float[int.MaxValue]));
        var error = Assert.Throws<CellSegException>(() => new CellSegmenter(_model).Segment(new SegmentationInput(movie)));
        Assert.Equal("cells.tif", error.Target);
        Assert.Contains("memory", error.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Frames_of_different_sizes_are_refused_by_the_sizes_that_they_have()
    {
        using var model = new SegmentationModel(_model.Specification with { Temporal = new TemporalOptions { FramesPerBatch = 3 } }) { CellDiameter = 10 };
        // Half of either is 20.
        var movie = new CellMovie("cells", "cells.tif", 3, frame => frame == 1 ? TestImages.Noise(41, 41, 1) : TestImages.Noise(40, 40, 1));
        var segmenter = new CellSegmenter(model, new SegmenterOptions { Diameter = new DiameterSelector(20) });
        var error = Assert.Throws<CellSegException>(() => segmenter.Segment(new SegmentationInput(movie)));
        Assert.Contains("41 x 41", error.Reason, StringComparison.Ordinal);
        Assert.Contains("40 x 40", error.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("20")]
    [InlineData("Auto")]
    [InlineData(null)]
    public void Models_that_know_cells_of_different_sizes_are_refused_where_images_are_scaled(string? diameter)
    {
        using var other = new SegmentationModel(_model.Specification with { Seed = 1 }, "second");
        var options = new SegmenterOptions { Diameter = diameter is null ? null : new DiameterSelector(diameter), PixelSize = diameter is null ? 0.5 : null };
        (_model.CellDiameter, _model.PixelSize, other.CellDiameter, other.PixelSize) = (20, 0.5, 24, 0.6);
        Assert.Null(new CellSegmenter([_model, other], options).Warning);
        (other.CellDiameter, other.PixelSize) = (26, 0.64);
        Assert.Null(new CellSegmenter([_model, other]).Warning);
        foreach (var models in (SegmentationModel[][])[[_model, other], [other, _model]])
        {
            var error = Assert.Throws<CellSegException>(() => new CellSegmenter(models, options));
            var (target, least, most) = diameter is null ? ("PixelSize", "0.5", "0.64") : ("Diameter", "20", "26");
            Assert.Equal(target, error.Target);
            Assert.Matches($"\"first\".* {least} best.*\"second\".* {most} best", error.Reason);
        }
        (other.CellDiameter, other.PixelSize) = (null, null);
        if (diameter is null)
            Assert.Contains("second", new CellSegmenter([_model, other], options).Warning, StringComparison.Ordinal);
        else
            Assert.Contains("second", Assert.Throws<CellSegException>(() => new CellSegmenter([_model, other], options)).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_pixel_size_that_means_nothing_to_the_model_scales_nothing_and_is_told()
    {
        var input = new SegmentationInput(new CellMovie("cells", "cells.tif", 1, _ => TestImages.Noise(40, 40, 1))) { PixelSize = 0.1 };
        var segmenter = new CellSegmenter(_model, new SegmenterOptions { PixelSize = 0.1 });
        Assert.Contains("PixelSize", segmenter.Warning, StringComparison.Ordinal);
        var found = segmenter.Segment(input);
        Assert.Equal((1.0, 0.1), (found.Scale, found.PixelSize!.Value));
        Assert.Equal(Segment(input.Movie.ReadImage()).Pixels, found.ReadLabels().Pixels);
        _model.PixelSize = 0.2;
        segmenter = new CellSegmenter(_model, new SegmenterOptions { PixelSize = 0.1 });
        Assert.Null(segmenter.Warning);
        Assert.Equal(0.5, segmenter.Segment(input).Scale);
    }

    [Fact]
    public void An_image_that_Auto_leaves_as_it_is_goes_through_the_network_once()
    {
        // So small that it is looked at as it is, at once.
        var image = TestImages.Noise(40, 50, 1);
        _model.CellDiameter = CellDiameters.FindMedian(Segment(image));
        var options = new SegmenterOptions { Diameter = DiameterSelector.Auto };
        Assert.Equal(Segment(image).Pixels, Segment(image, options).Pixels);
        Assert.Equal(1, CountPredictions(image));
        // And once more where it is scaled.
        _model.CellDiameter *= 1.8;
        Assert.Equal(2, CountPredictions(image));
    }

    private LabelImage Segment(CellImage image, SegmenterOptions? options = null) => new CellSegmenter(_model, options).Segment(image);

    /// <summary>How often the network predicts for an image whose cells' size is estimated.</summary>
    private int CountPredictions(CellImage image)
    {
        var predictor = new CountingPredictor(_model);
        var chooser = new ScaleChooser([_model], predictor, _model.Decoder, DiameterSelector.Auto, null);
        var (scale, made) = chooser.Choose(image, TestContext.Current.CancellationToken);
        if (made is null)
            predictor.Predict(scale == 1 ? image : ImageScaler.Scale(image, scale));
        return predictor.Count;
    }

    private static int MedianArea(LabelImage labels) => labels.GetAreas().Values.Order().ElementAt(labels.CountCells() / 2);

    private sealed class CountingPredictor(SegmentationModel model) : FramePredictor([model], null)
    {
        private readonly FramePredictor _inner = Create(model);

        public int Count { get; private set; }

        public override ComputeDevice Device => _inner.Device;

        public override string? Warning => _inner.Warning;

        private protected override bool Retreat() => false;

        private protected override IReadOnlyList<FramePrediction> Predict(
            IReadOnlyList<CellImage> clip, Func<SegmentationModel, CellImage, CellImage> normalize, CancellationToken cancellationToken)
        {
            Count++;
            return _inner.Predict(clip, cancellationToken);
        }
    }
}

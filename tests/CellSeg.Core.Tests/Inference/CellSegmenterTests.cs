using System.Runtime.InteropServices;
using CellSeg.Core.Tests.Support;
using CellSeg.Datasets;
using CellSeg.Decoding;
using CellSeg.Decoding.Steps;
using CellSeg.Files;
using CellSeg.Imaging;
using CellSeg.Imaging.Drawing;
using CellSeg.Imaging.Inspection;
using CellSeg.Imaging.Naming;
using CellSeg.Imaging.Selection;
using CellSeg.Inference;
using CellSeg.Inference.Outputs;
using CellSeg.Inference.Scaling;
using CellSeg.Models;
using CellSeg.Models.Specifications;

namespace CellSeg.Core.Tests.Inference;

[Collection(nameof(TorchCollection))]
public sealed class CellSegmenterTests : IDisposable
{
    // Each local maximum is a marker, so that labels tell what the network saw.
    private static readonly WatershedDecoderOptions ManyMarkers = new()
    {
        ForegroundThreshold = -1, MarkerMethod = MarkerMethod.AllPeaks, PeakRadius = 2, DetectionThreshold = -1,
    };

    private readonly TemporaryFolder _folder = new();

    // Everything is foreground to this decoder, so that there are cells without any training.
    private readonly SegmentationModel _model = new(new ModelSpecification { PyramidWidth = 32 })
    {
        Decoder = new WatershedDecoderOptions { ForegroundThreshold = -1 },
    };

    public void Dispose()
    {
        _model.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void Labels_and_overlay_are_written_under_the_name_of_the_image()
    {
        var result = Segmenter().Segment(SegmentationInput.FromFile(Picture("in", "cells.png")).Single());
        Assert.Equal(_folder["out", "cells_labels.tif"], result.OutputPath);
        Assert.Equal(_folder["out", "cells_overlay.png"], result.OverlayPath);
        Assert.Equal(result.ReadLabels().Pixels, TestImages.ReadLabels(result.OutputPath!).Pixels);
        var overlay = TestImages.Read(result.OverlayPath!);
        Assert.Equal((3, 20, 30), (overlay.Channels, overlay.Height, overlay.Width));
        Assert.Equal(result.ReadLabels().CountCells(), result.CellCount);
        Assert.InRange(result.CellCount, 1, 600);
        Assert.Equal(2, Directory.GetFiles(_folder["out"]).Length);
    }

    [Fact]
    public void Without_a_destination_nothing_is_written()
    {
        var result = new CellSegmenter(_model).Segment(SegmentationInput.FromFile(Picture("in", "cells.png")).Single());
        Assert.Null(result.OutputPath);
        Assert.Null(result.OverlayPath);
    }

    [Fact]
    public void A_diameter_lets_the_network_see_cells_as_large_as_those_it_knows()
    {
        _model.CellDiameter = 20;
        var image = TestImages.Noise(50, 70, 1);
        var found = new CellSegmenter(_model, new SegmenterOptions { Diameter = new DiameterSelector(40) }).Segment(image);
        var seen = new CellSegmenter(_model).Segment(ImageScaler.Scale(image, 0.5));
        Assert.Equal(ImageScaler.Resize(seen, 50, 70).Renumber().Pixels, found.Pixels);
        Assert.True(found.CountCells() > 0);
        // The same by the size of pixels, and nothing where the difference is small.
        _model.PixelSize = 0.65;
        Assert.Equal(found.Pixels, new CellSegmenter(_model, new SegmenterOptions { PixelSize = 0.325 }).Segment(image).Pixels);
        Assert.Equal(
            new CellSegmenter(_model).Segment(image).Pixels,
            new CellSegmenter(_model, new SegmenterOptions { Diameter = new DiameterSelector(22) }).Segment(image).Pixels);
    }

    [Fact]
    public void A_segmentation_says_at_which_scale_the_network_saw_the_image()
    {
        _model.CellDiameter = 20;
        var input = SegmentationInput.FromFile(Picture("in", "cells.png")).Single();
        Assert.Equal(1, new CellSegmenter(_model).Segment(input).Scale);
        var found = new CellSegmenter(_model, new SegmenterOptions { Diameter = new DiameterSelector(10) }).Segment(input);
        Assert.Equal(2, found.Scale);
        Assert.Equal((20, 30), (found.ReadLabels().Height, found.ReadLabels().Width));
        // Auto leaves cells alone that are as large as the best, and enlarges smaller ones.
        _model.CellDiameter = CellDiameters.FindMedian(new CellSegmenter(_model).Segment(input).ReadLabels());
        Assert.Equal(1, new CellSegmenter(_model, new SegmenterOptions { Diameter = DiameterSelector.Auto }).Segment(input).Scale);
        _model.CellDiameter *= 1.8;
        Assert.Equal(1.8, new CellSegmenter(_model, new SegmenterOptions { Diameter = DiameterSelector.Auto }).Segment(input).Scale, 1e-9);
    }

    [Theory]
    [InlineData(null, 40.0, null)]
    [InlineData(20.0, 1000.0, null)]
    [InlineData(20.0, 0.5, null)]
    [InlineData(20.0, null, double.NaN)]
    [InlineData(20.0, 20.0, 0.5)]
    [InlineData(20.0, null, -1.0)]
    public void A_scale_that_cannot_be_known_or_makes_no_sense_is_refused(double? known, double? diameter, double? pixelSize)
    {
        _model.CellDiameter = known;
        var options = new SegmenterOptions { Diameter = diameter is { } pixels ? new DiameterSelector(pixels) : null, PixelSize = pixelSize };
        Assert.Throws<CellSegException>(() => new CellSegmenter(_model, options));
    }

    [Theory]
    [InlineData("cells_labels.tif")]
    [InlineData("cells_overlay.png")]
    public void A_result_that_exists_is_an_error_unless_it_may_be_replaced(string existing)
    {
        string picture = Picture("in", "cells.png"), path = _folder.Write(Path.Combine("out", existing), "old");
        var error = Assert.Throws<OutputConflictException>(() => Segmenter().Segment(SegmentationInput.FromFile(picture).Single()));
        Assert.Equal((picture, false), (error.Target, error.IsDuplicate));
        Assert.Equal("old", File.ReadAllText(path));
        Assert.Single(Directory.GetFiles(_folder["out"]));
        Segmenter(overwrite: true).Segment(SegmentationInput.FromFile(picture).Single());
        Assert.NotEqual("old", File.ReadAllText(path));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_second_image_of_the_same_name_does_not_replace_the_result_of_the_first(bool overwrite)
    {
        var segmenter = Segmenter(overwrite);
        string path = segmenter.Segment(SegmentationInput.FromFile(Picture("first", "cells.png")).Single()).OutputPath!;
        byte[] written = File.ReadAllBytes(path);
        string second = Picture("second", "Cells.png");
        var error = Assert.Throws<OutputConflictException>(() => segmenter.Segment(SegmentationInput.FromFile(second).Single()));
        Assert.Equal((second, true), (error.Target, error.IsDuplicate));
        Assert.Equal(written, File.ReadAllBytes(path));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Where_one_output_fails_no_other_is_written_or_replaced(bool isMove)
    {
        string picture = Picture("in", "cells.png"), labels = _folder["out", "cells_labels.tif"];
        if (isMove)
            Directory.CreateDirectory(_folder["out", "cells_overlay.png"]);
        var segmenter = Segmenter(overwrite: true, isMove ? SegmentationOutputs.Overlay : new FullDiskOutput());
        Assert.Throws<CellSegException>(() => segmenter.Segment(SegmentationInput.FromFile(picture).Single()));
        Assert.Empty(Directory.GetFiles(_folder["out"]));

        _folder.Write(Path.Combine("out", "cells_labels.tif"), "old");
        var error = Assert.Throws<CellSegException>(() => segmenter.Segment(SegmentationInput.FromFile(picture).Single()));
        Assert.Equal(_folder["out", isMove ? "cells_overlay.png" : "cells_full.txt"], error.Target);
        Assert.Equal("old", File.ReadAllText(labels));
        Assert.Equal(labels, Assert.Single(Directory.GetFiles(_folder["out"], "*", new EnumerationOptions { AttributesToSkip = 0 })));
    }

    [Fact]
    public void The_frames_of_a_stack_are_segmented_one_by_one()
    {
        string stack = TestStack.Write(_folder["in", "movie.tif"], channels: 2, slices: 1, frames: 4);
        var segmenter = Segmenter();
        foreach (var input in SegmentationInput.FromFile(stack, new ImageSelection { Channels = [new ChannelSelector(1)] }))
        {
            var page = new CellImage(1, TestStack.Size, TestStack.Size, [.. TestStack.Page((2 * input.Frame) + 2).Select(value => (float)value)]);
            var found = segmenter.Segment(input);
            Assert.Equal(page.Pixels, found.ReadImage().Pixels);
            Assert.Equal(segmenter.Segment(page).Pixels, found.ReadLabels().Pixels);
            byte[] overlay = OverlayRenderer.Render(page, found.ReadLabels());
            Assert.Equal(overlay.Where((_, i) => i % 3 == 0).Select(value => (float)value), TestImages.Read(found.OverlayPath!).Plane(0).ToArray());
        }
    }

    [Fact]
    public void An_output_is_found_by_its_name()
    {
        Assert.All(SegmentationOutputs.All, output => Assert.Same(output, SegmentationOutput.Parse(output.Name.ToUpperInvariant())));
        Assert.Distinct(SegmentationOutputs.All.Select(output => output.Suffix));
        // What is written into a folder of images is none of them afterwards.
        Assert.Equal(
            SegmentationOutputs.All.Count, new FileListing(SegmentationOutputs.All.Select(output => "a" + output.Suffix), LabelNames.Known).Results.Count());
        Assert.Contains("LabelTiff, Overlay", Assert.Throws<FormatException>(() => SegmentationOutput.Parse("none")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_image_that_does_not_fit_the_model_is_named()
    {
        var nothing = new CellMovie("none", "none.tif", 1, _ => new CellImage(1, 1, 2, [float.NaN, float.NaN]));
        Assert.Equal("none.tif", Assert.Throws<CellSegException>(() => Segmenter().Segment(new SegmentationInput(nothing))).Target);
        string picture = Picture("in", "cells.png");
        var input = SegmentationInput.FromFile(picture, new ImageSelection { Channels = [new ChannelSelector(3)] }).Single();
        Assert.Equal(picture, Assert.Throws<CellSegException>(() => Segmenter().Segment(input)).Target);
        Assert.False(Directory.Exists(_folder["out"]));
    }

    [Fact]
    public void The_model_sees_the_negative_of_dark_cells_and_everybody_else_the_image()
    {
        _model.Decoder = ManyMarkers;
        var image = TestImages.Noise(40, 40, 1);
        var expected = new CellSegmenter(_model).Segment(image.Negate());
        Assert.NotEqual(expected.Pixels, new CellSegmenter(_model).Segment(image).Pixels);
        foreach (var (isOption, isMovie) in ((bool, bool)[])[(true, false), (false, true), (true, true)])
        {
            var movie = new CellMovie("cells", "cells.tif", 1, _ => image) { HasDarkCells = isMovie };
            var segmenter = new CellSegmenter(_model, new SegmenterOptions
            {
                Invert = isOption,
                DestinationPath = _folder["out"],
                Outputs = [SegmentationOutputs.Overlay],
                Overwrite = true,
            });
            var found = segmenter.Segment(new SegmentationInput(movie));
            Assert.Equal(expected.Pixels, found.ReadLabels().Pixels);
            Assert.Same(image, found.ReadImage());
            byte[] overlay = OverlayRenderer.Render(image, found.ReadLabels());
            Assert.Equal(overlay.Where((_, i) => i % 3 == 0).Select(value => (float)value), CellMovie.Open(found.OverlayPath!).ReadImage().Plane(0).ToArray());
        }
        Assert.Equal(expected.Pixels, new CellSegmenter(_model, new SegmenterOptions { Invert = true }).Segment(image).Pixels);
    }

    [Fact]
    public void A_model_of_several_channels_takes_those_that_were_chosen_in_their_order()
    {
        _model.Decoder = ManyMarkers;
        using var model = LookAtFirstOfTwo();
        var three = new CellImage(3, 30, 30, TestImages.Noise(30, 30, 1, channels: 3).Pixels) { ChannelNames = ["DAPI", "GFP", "RFP"] };
        var movie = new CellMovie("cells", "cells.tif", 1, _ => three);
        var segmenter = new CellSegmenter(model);
        CellImage two = new(2, 30, 30, [.. three.Plane(2), .. three.Plane(0)]);
        var (expected, other) = (new CellSegmenter(_model).Segment(three.SelectChannel(2)), new CellSegmenter(_model).Segment(three.SelectChannel(0)));
        Assert.NotEqual(other.Pixels, expected.Pixels);
        foreach (string[] channels in (string[][])[["2", "0"], ["rfp", "DAPI"]])
        {
            var found = segmenter.Segment(new SegmentationInput(movie.Select([.. channels.Select(ChannelSelector.Parse)])));
            Assert.Equal(expected.Pixels, found.ReadLabels().Pixels);
            Assert.Equal(two.Pixels, found.ReadImage().Pixels);
            Assert.Empty(found.Warnings);
        }
    }

    [Theory]
    [InlineData(1, "one channel, the model takes 2", "model of one channel")]
    [InlineData(3, "3 channels, the model takes 2", "Choose 2 of them with -Channel")]
    public void Another_number_of_channels_is_an_error_that_names_both_and_the_remedy(int channels, string reason, string remedy)
    {
        using var model = new SegmentationModel(_model.Specification with { InputChannels = 2 });
        var movie = new CellMovie("cells", "cells.tif", 1, _ => TestImages.Noise(30, 30, 1, channels));
        var error = Assert.Throws<CellSegException>(() => new CellSegmenter(model).Segment(new SegmentationInput(movie)));
        Assert.Equal("cells.tif", error.Target);
        Assert.Contains(reason, error.Reason, StringComparison.Ordinal);
        Assert.Contains(remedy, error.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_odd_about_an_image_stands_in_the_result()
    {
        var colour = TestImages.Noise(20, 20, 1, channels: 3);
        colour.Pixels[0] = float.NaN;
        var found = new CellSegmenter(_model).Segment(new SegmentationInput(new CellMovie("cells", "cells.tif", 1, _ => colour)));
        Assert.Equal([ImageWarningKind.ChannelsMixed, ImageWarningKind.NotFinite], found.Warnings.Select(warning => warning.Kind));
        Assert.Equal(3, found.ReadImage().Channels);
    }

    [Fact]
    public void Cells_below_the_minimum_area_are_removed()
    {
        var image = TestImages.Noise(32, 32, 1);
        int smallest = new CellSegmenter(_model).Segment(image).GetAreas().Values.Min();
        int Count(int? minimumArea) => new CellSegmenter(_model, new SegmenterOptions { MinimumArea = minimumArea }).Segment(image).CountCells();
        Assert.Equal(Count(null), Count(smallest));
        Assert.InRange(Count(smallest + 1), 0, Count(null) - 1);
        Assert.Equal(0, Count((32 * 32) + 1));
        Assert.Throws<CellSegException>(() => Count(-1));
    }

    [Theory]
    [InlineData("cells.png")]
    [InlineData("cells.tif")]
    [InlineData("cells.ome.tif")]
    public void Labels_are_partners_of_the_image_that_they_were_made_of(string name)
    {
        var input = SegmentationInput.FromFile(Picture("in", name)).Single();
        string labels = Assert.Single(Segmenter().GetOutputPaths(input), LabelNames.Known.IsLabelImage);
        Assert.Equal(LabelNames.Known.GetKey(input.Path), LabelNames.Known.GetKey(labels));
    }

    /// <summary>The same model, but of two channels, and blind for the second.</summary>
    private SegmentationModel LookAtFirstOfTwo()
    {
        var model = new SegmentationModel(_model.Specification with { InputChannels = 2 }) { Decoder = _model.Decoder };
        var weights = _model.GetWeights().ToDictionary();
        // Of each of the three outputs the weight of one input, and of the other.
        float[] first = [1, 0, 1, 0, 1, 0];
        weights["channels.weight"] = weights["channels.weight"] with { Shape = [3, 2, 1, 1], Data = MemoryMarshal.AsBytes(first.AsSpan()).ToArray() };
        model.SetWeights(weights, "test");
        return model;
    }

    private CellSegmenter Segmenter(bool overwrite = false, SegmentationOutput? second = null) => new(_model, new SegmenterOptions
    {
        DestinationPath = _folder["out"],
        Outputs = [SegmentationOutputs.LabelTiff, second ?? SegmentationOutputs.Overlay],
        Overwrite = overwrite,
    });

    private string Picture(string folder, string name)
    {
        string path = _folder[folder, name];
        ImageWriter.WriteRgb(path, 20, 30, TestImages.GreyRgb(20, 30));
        return path;
    }

    /// <summary>Writes half of its file before there is no more room.</summary>
    private sealed class FullDiskOutput : SegmentationOutput
    {
        public override string Name => "Full";

        public override string Suffix => "_full.txt";

        public override void Write(string path, SegmentedFrame frame)
        {
            File.WriteAllText(path, "half");
            throw new IOException("no space left on device");
        }
    }
}

using CellSeg.Core.Tests.Support;
using CellSeg.Datasets;
using CellSeg.Datasets.Formats;
using CellSeg.Imaging;
using CellSeg.Models;
using CellSeg.Models.Compute;
using CellSeg.Models.Specifications;
using CellSeg.Numerics;
using CellSeg.Training;

namespace CellSeg.Core.Tests.Training;

/// <summary>Trainings on images with several channels, with dark cells, and with values that are none.</summary>
[Collection(nameof(TorchCollection))]
public sealed class ImagesAsTheyAreTests : IDisposable
{
    private const int Size = 64, ImageCount = 6;

    // Colours of equal luminance and of equal mean, so that a cell is known by the differences of channels alone.
    private static readonly byte[] Ground = [160, 90, 110], Cell = [90, 115, 155];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_model_of_three_channels_learns_from_RGB_files_what_grey_values_do_not_show_and_segments_them()
    {
        var options = new TrainingOptions
        {
            Epochs = 20, BatchSize = 2, CropSize = Size, Seed = 5, Device = ComputeDevice.Cpu, Precision = ComputePrecision.Float32,
        };
        var split = DatasetSplitter.Split(DatasetReader.Import(WriteColourImages()).Dataset, new DatasetSplitOptions { TestFraction = 0.3 });
        using var model = new SegmentationModel(new ModelSpecification { PyramidWidth = 16, InputChannels = 3 });
        var result = ModelTrainer.Train(model, split, options, new DirectProgress<TrainingProgress>(report => Assert.IsNotType<TrainingProgress.Warning>(report)));
        Assert.Fail(string.Join("\n", result.History));
    }

    private string WriteColourImages()
    {
        var nuclei = new NucleiFolder(_folder["colours"]);
        var random = new RandomSource(1);
        for (int i = 0; i < ImageCount; i++)
        {
            (int, int, int, int)[] places = [(6 + random.Next(6), 6 + random.Next(6), 15, 17), (36 + random.Next(6), 8 + random.Next(9), 16, 14), (20 + random.Next(9), 38 + random.Next(6), 18, 15)];
            nuclei.Add($"{i}", Size, Size, places);
            byte[] rgb = [.. TestImages.Rectangles(Size, Size, places).Pixels.SelectMany(
                label => (label == 0 ? Ground : Cell).Select(value => (byte)(value + random.Next(21) - 10)))];
            ImageWriter.WriteRgb(nuclei.ImagePath($"{i}"), Size, Size, rgb);
        }
        return nuclei.Root;
    }
}

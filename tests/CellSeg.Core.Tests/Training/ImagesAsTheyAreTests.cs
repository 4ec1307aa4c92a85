using CellSeg.Core.Tests.Support;
using CellSeg.Datasets;
using CellSeg.Datasets.Formats;
using CellSeg.Datasets.Splitting;
using CellSeg.Evaluation;
using CellSeg.Imaging;
using CellSeg.Inference;
using CellSeg.Models;
using CellSeg.Models.Specifications;
using CellSeg.Numerics;
using CellSeg.Training;

namespace CellSeg.Core.Tests.Training;

/// <summary>Trainings on images with several channels, with dark cells, and with values that are not finite.</summary>
[Collection(nameof(TorchCollection))]
public sealed class ImagesAsTheyAreTests : IDisposable
{
    private const int Size = 64, ImageCount = 6;

    // Of equal luminance and equal mean, so that a cell is known by the differences between channels alone.
    private static readonly byte[] Ground = [160, 90, 110], Cell = [90, 115, 155];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_model_of_three_channels_learns_from_colour_images_what_grey_ones_do_not_show_and_segments_them()
    {
        var (dataset, problems) = DatasetReader.Import(WriteColourImages());
        Assert.Empty(problems);
        var split = DatasetSplitter.Split(dataset, new DatasetSplitOptions { TestFraction = 0.3 });
        var (f1, warnings) = Train(channels: 3, epochs: 40);
        Assert.Empty(warnings);
        Assert.True(f1 > 0.9, $"F1 is {f1}.");
        string warning = Assert.Single(Train(channels: 1, epochs: 1).Warnings);
        Assert.Contains("3 channels", warning, StringComparison.Ordinal);
        Assert.Contains("luminance", warning, StringComparison.Ordinal);

        (double F1, List<string> Warnings) Train(int channels, int epochs)
        {
            using var model = new SegmentationModel(new ModelSpecification { Backbone = BackboneKind.FeatureNet, PyramidWidth = 16, InputChannels = channels });
            var told = new List<string>();
            ModelTrainer.Train(model, split, SmallTraining.Options with { Epochs = epochs, CropSize = Size, LearningRate = 3e-3 }, Listen(told));
            var segmenter = new CellSegmenter(model);
            // The files by themselves, as a user gives them.
            var errors = split.Test.Movies.Select(movie => SegmentationEvaluator.Evaluate(
                movie.ReadLabels(), segmenter.Segment(SegmentationInput.FromFile(movie.Path).Single()).ReadLabels()));
            return (SegmentationEvaluator.Pool(errors).F1, told);
        }
    }

    [Fact]
    public void A_training_on_dark_cells_is_that_on_the_negatives()
    {
        using var dark = SmallTraining.NewModel();
        using var negative = SmallTraining.NewModel();
        using var bright = SmallTraining.NewModel();
        ModelTrainer.Train(dark, Change(movie => Copy(movie, movie.ReadImage, hasDarkCells: true)), SmallTraining.Options);
        ModelTrainer.Train(negative, Change(movie => Copy(movie, frame => movie.ReadImage(frame).Negate())), SmallTraining.Options);
        ModelTrainer.Train(bright, SmallTraining.Split(), SmallTraining.Options);
        Assert.True(Weights.AreEqual(negative, dark));
        Assert.False(Weights.AreEqual(bright, dark));
    }

    [Fact]
    public void What_is_odd_about_a_frame_is_told_once_and_training_goes_on()
    {
        using var model = SmallTraining.NewModel();
        var told = new List<string>();
        var split = Change(movie => Copy(movie, frame =>
        {
            var image = movie.ReadImage(frame);
            image.Pixels[7] = float.NaN;
            image.Pixels[70] = float.PositiveInfinity;
            return image;
        }));
        var result = ModelTrainer.Train(model, split, SmallTraining.Options with { CacheBytes = 0 }, Listen(told));
        Assert.All(result.History, epoch => Assert.True(double.IsFinite(epoch.Loss) && double.IsFinite(epoch.ValidationLoss!.Value)));
        var movies = split.Training.Movies.Concat(split.Validation.Movies);
        Assert.Equal(movies.Select(movie => movie.Path).Order(), told.Select(text => text[..text.IndexOf(": 2 values are", StringComparison.Ordinal)]).Order());
    }

    private static CellDatasetSplit Change(Func<CellMovie, CellMovie> change)
    {
        var split = SmallTraining.Split();
        return split with { Training = Changed(split.Training), Validation = Changed(split.Validation) };

        CellDataset Changed(CellDataset part) => part.WithMovies("changed", [.. part.Movies.Select(change)]);
    }

    private static CellMovie Copy(CellMovie movie, Func<int, CellImage> readImage, bool hasDarkCells = false)
        => new(movie.Name, $"{movie.Name}.tif", movie.FrameCount, readImage, movie.ReadLabels, movie.AnnotationCount) { HasDarkCells = hasDarkCells };

    private static DirectProgress<TrainingProgress> Listen(List<string> warnings) => new(report =>
    {
        if (report is TrainingProgress.Warning warning)
            warnings.Add(warning.Text);
    });

    private string WriteColourImages()
    {
        var nuclei = new NucleiFolder(_folder["colours"]);
        var random = new RandomSource(1);
        for (int i = 0; i < ImageCount; i++)
        {
            (int, int, int, int)[] places =
            [
                (6 + random.Next(6), 6 + random.Next(6), 15, 17), (36 + random.Next(6), 8 + random.Next(9), 16, 14),
                (20 + random.Next(9), 38 + random.Next(6), 18, 15),
            ];
            nuclei.Add($"{i}", Size, Size, places);
            byte[] pixels = [.. TestImages.Rectangles(Size, Size, places).Pixels.SelectMany(
                label => (label == 0 ? Ground : Cell).Select(value => (byte)(value + random.Next(21) - 10)))];
            ImageWriter.WriteRgb(nuclei.ImagePath($"{i}"), Size, Size, pixels);
        }
        return nuclei.Root;
    }
}

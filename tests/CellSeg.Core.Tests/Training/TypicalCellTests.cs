using CellSeg.Core.Tests.Support;
using CellSeg.Datasets;
using CellSeg.Imaging;
using CellSeg.Models;
using CellSeg.Training;

namespace CellSeg.Core.Tests.Training;

[Collection(nameof(TorchCollection))]
public sealed class TypicalCellTests : IDisposable
{
    // A circle of the area of a square has this times its side across.
    private static readonly double CircleOfSquare = 2 / Math.Sqrt(Math.PI);

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_diameter_is_the_median_over_frames_of_the_median_of_their_cells()
    {
        // Medians of 8, 12 and 20; the mean of them is another, and so is the median of all cells.
        LabelImage[] frames = [Squares(8, 4, 4, 8, 12), Squares(20, 20), Squares(12), Squares()];
        var movie = new CellMovie("movie", "movie.tif", frames.Length, _ => throw new InvalidOperationException(), i => frames[i]);
        var unread = new CellMovie("unread", "unread.tif", 2, movie.ReadImage, _ => throw new CellSegException("unread.tif", "it is damaged", "Replace it"));
        var bare = new CellMovie("bare", "bare.tif", 1, movie.ReadImage);
        Assert.Equal(12 * CircleOfSquare, TypicalCell.FindDiameter(Dataset(bare, unread, movie), default)!.Value, 1e-9);
        Assert.Null(TypicalCell.FindDiameter(Dataset(bare, unread, new CellMovie("empty", "empty.tif", 1, movie.ReadImage, _ => Squares())), default));
    }

    [Fact]
    public void Of_many_frames_a_sample_is_read_evenly_over_all()
    {
        var read = new List<int>();
        Assert.NotNull(TypicalCell.FindDiameter(Dataset(Counting(1000, read.Add)), default));
        Assert.Equal(Enumerable.Range(0, 200).Select(i => 5 * i), read);
    }

    [Fact]
    public void A_training_can_be_cancelled_while_cells_are_measured()
    {
        using var source = new CancellationTokenSource();
        var read = new List<int>();
        var data = Dataset(Counting(50, frame =>
        {
            read.Add(frame);
            if (read.Count == 3)
                source.Cancel();
        }));
        using var model = SmallTraining.NewModel();
        Assert.ThrowsAny<OperationCanceledException>(() => ModelTrainer.Train(model, Split(data), SmallTraining.Options, null, source.Token));
        Assert.Equal([0, 1, 2], read);
    }

    [Fact]
    public void A_training_tells_the_size_of_the_cells_and_pixels_that_it_learnt_from()
    {
        var options = SmallTraining.Options with { Epochs = 1, CheckpointPath = _folder["first"] };
        var card = new ModelCard { Description = "Of another model." };
        using var model = SmallTraining.NewModel();
        (model.CellDiameter, model.PixelSize, model.Card) = (99, 9, card);
        ModelTrainer.Train(model, Split(Dataset(0.5, Of("a", 12), Of("b", 12))), options);
        AssertSays(model, 12, 0.5);

        using var tuned = ModelFolder.Load(_folder["first"]);
        AssertSays(tuned, 12, 0.5);
        tuned.Card = card;
        var others = Split(Dataset(pixelSize: null, Of("c", 20), Of("d", 20)));
        ModelTrainer.Train(tuned, others, options with { CheckpointPath = _folder["second"] });
        AssertSays(tuned, 20, null);

        // Whatever the model says that is given to go on with.
        using var resumed = ModelFolder.Load(_folder["first"]);
        resumed.Card = card;
        ModelTrainer.Train(resumed, others, options with { CheckpointPath = _folder["second"], Resume = true, Epochs = 2 });
        AssertSays(resumed, 20, null);
        using var saved = ModelFolder.Load(_folder["second"]);
        AssertSays(saved, 20, null);
        Assert.Equal(2, saved.Training!.Epochs);

        static CellMovie Of(string name, int side) => new(name, $"{name}.tif", 1, _ => TestImages.Noise(64, 64, side), _ => Squares(side, side), 2);
    }

    private static void AssertSays(SegmentationModel model, int side, double? pixelSize)
    {
        Assert.Equal(side * CircleOfSquare, model.CellDiameter!.Value, 1e-9);
        Assert.Equal(pixelSize, model.PixelSize);
        Assert.Null(model.Card);
    }

    /// <summary>Squares of some sides along the diagonal of a frame.</summary>
    private static LabelImage Squares(params int[] sides)
    {
        int[] places = [.. sides.Select((_, i) => 1 + i + sides[..i].Sum())];
        return TestImages.Rectangles(64, 64, [.. sides.Select((side, i) => (places[i], places[i], side, side))]);
    }

    private static CellMovie Counting(int frames, Action<int> read) => new(
        "many", "many.tif", frames, _ => TestImages.Noise(64, 64, 1), frame =>
        {
            read(frame);
            return Squares(5);
        }, frames);

    private static CellDataset Dataset(params CellMovie[] movies) => Dataset(pixelSize: null, movies);

    private static CellDataset Dataset(double? pixelSize, params CellMovie[] movies) => new("squares", "here", movies, pixelSize);

    private static CellDatasetSplit Split(CellDataset data) => new(data, data.WithMovies("first", [data.Movies[0]]), data.WithMovies("none", []), 0, 1);
}

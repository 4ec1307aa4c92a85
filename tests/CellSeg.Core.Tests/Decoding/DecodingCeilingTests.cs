using CellSeg.Core.Tests.Support;
using CellSeg.Datasets.Formats;
using CellSeg.Datasets.Layouts;
using CellSeg.Decoding;
using CellSeg.Evaluation;
using CellSeg.Evaluation.Matching;
using CellSeg.Imaging;
using CellSeg.Targets;

namespace CellSeg.Core.Tests.Decoding;

/// <summary>
/// What a network could reach at best: the truth of real images, encoded as it would be learnt, decoded and compared with
/// the truth. docs/results/decoding.md has the numbers of all images.
/// </summary>
public sealed class DecodingCeilingTests : IDisposable
{
    private const int ImageCount = 24;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Deep_watershed_loses_next_to_no_cell_of_real_images()
    {
        var decoder = new WatershedDecoder();
        AssertCeiling(0.995, truth =>
        {
            var inner = new float[truth.Pixels.Length];
            var outer = new float[truth.Pixels.Length];
            DistanceTargets.Fill(truth.Pixels, truth.Height, truth.Width, new DistanceTargetOptions(), inner, outer);
            return decoder.Decode(inner, outer, truth.Height, truth.Width);
        });
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Pixelwise_classes_lose_next_to_no_cell_of_real_images(bool separateEdges)
    {
        var options = new PixelwiseTargetOptions { SeparateEdges = separateEdges };
        var decoder = new PixelwiseDecoder();
        AssertCeiling(0.995, truth =>
        {
            var channels = new float[truth.Pixels.Length * options.ClassCount];
            PixelwiseTargets.FillChannels(truth.Pixels, truth.Height, truth.Width, options, channels);
            return decoder.Decode(channels, options.ClassCount, truth.Height, truth.Width);
        });
    }

    [Fact]
    public void Boxes_and_masks_lose_next_to_no_cell_of_real_images()
    {
        const int side = 28;
        AssertCeiling(0.995, truth =>
        {
            var cells = CellBoxes.Find(truth.Pixels, truth.Height, truth.Width);
            var masks = new float[cells.Count * side * side];
            for (int i = 0; i < cells.Count; i++)
            {
                var cell = cells[i];
                MaskTargets.Fill(
                    truth.Pixels, truth.Height, truth.Width, cell.Label, cell.Left, cell.Top, cell.Right, cell.Bottom, side,
                    masks.AsSpan(i * side * side, side * side));
            }
            float[] boxes = [.. cells.SelectMany(cell => new float[] { cell.Left, cell.Top, cell.Right, cell.Bottom })];
            float[] scores = [.. cells.Select(_ => 1f)];
            return new RetinaMaskDecoder().Decode(boxes, scores, masks, side, truth.Height, truth.Width);
        });
    }

    /// <summary>Decodes images taken evenly from the list and demands an F1 at IoU 0.5 over all their cells.</summary>
    private void AssertCeiling(double least, Func<LabelImage, LabelImage> roundTrip)
    {
        string archive = SharedFile.Find("data/bbbc038/stage1_train.zip");
        string[] ids = File.ReadAllLines(SharedFile.Find("data/bbbc038/fluorescence.txt"));
        string list = _folder.Write("some.txt", string.Join('\n', ids.Where((_, i) => i % (ids.Length / ImageCount) == 0)));
        var (dataset, problems) = DatasetReader.Import(archive, options: new DatasetImportOptions { IncludeListPath = list });
        Assert.Empty(problems);
        var pool = SegmentationEvaluator.Pool(dataset.Movies.Select(movie => movie.ReadLabels())
            .Select(truth => SegmentationEvaluator.Evaluate(truth, roundTrip(truth), new EvaluationOptions { Detailed = true })));
        Assert.True(pool.TrueCount > 500);
        Assert.InRange(pool.F1AtThreshold![0], least, 1);
    }
}

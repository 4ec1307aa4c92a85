using CellSeg.Datasets.Simulation;
using CellSeg.Evaluation.Inspection;
using CellSeg.Imaging;
using CellSeg.Imaging.Morphology;
using CellSeg.Numerics;

namespace CellSeg.Core.Tests.Evaluation.Inspection;

public sealed class LabelInspectorTests
{
    private static readonly (CellImage Image, LabelImage Labels) Frame = Simulate();

    private readonly List<string> _warnings = [];

    [Theory]
    [InlineData(255, 0)]
    [InlineData(255, 2)]
    [InlineData(65_535, 0)]
    [InlineData(65_535, 2)]
    [InlineData(int.MaxValue - 1000, 0)]
    public void A_grey_image_is_none_of_labels_whatever_its_depth_and_sharpness(int levels, double blur)
    {
        var image = Frame.Image;
        float[] pixels = [.. image.Pixels];
        if (blur > 0)
            GaussianFilter.Apply(image.Pixels, image.Height, image.Width, blur, pixels);
        float max = pixels.Max();
        Assert.Equal("it looks like a grey image", Inspect(Make(image, i => (int)(pixels[i] / (double)max * levels))));
    }

    [Fact]
    public void A_grey_image_of_few_levels_is_told_by_its_pieces()
        => Assert.EndsWith(
            "separate pieces", Inspect(Make(Frame.Image, i => (int)(Frame.Image.Pixels[i] / Frame.Image.Pixels.Max() * 4))),
            StringComparison.Ordinal);

    [Fact]
    public void A_crop_of_a_grey_image_is_told_too()
        => Assert.Equal("it looks like a grey image", Inspect(Cut(Make(Frame.Image, i => (int)(Frame.Image.Pixels[i] / Frame.Image.Pixels.Max() * 255)), 32)));

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(4)]
    public void Labels_are_labels_also_when_they_are_coarse(int step)
        => Assert.Null(Inspect(new LabelImage(
            Frame.Labels.Height / step, Frame.Labels.Width / step,
            [.. from row in Enumerable.Range(0, Frame.Labels.Height / step)
                from column in Enumerable.Range(0, Frame.Labels.Width / step)
                select Frame.Labels[row * step, column * step]])));

    [Fact]
    public void Specks_make_labels_no_grey_image()
    {
        var random = RandomSource.ForPart(1, 0);
        var labels = Make(Frame.Image, i => Frame.Labels.Pixels[i]);
        for (int id = 1000; id < 1600; id++)
            labels.Pixels[random.Next(labels.Pixels.Length)] = id;
        Assert.Null(Inspect(labels));
        // Nor do they alone, which are the middles of cells perhaps.
        Assert.Null(Inspect(Make(Frame.Image, i => labels.Pixels[i] >= 1000 ? labels.Pixels[i] : 0)));
    }

    [Fact]
    public void Holes_make_labels_no_grey_image()
        => Assert.Null(Inspect(Make(Frame.Image, i => i % 7 == 0 ? 0 : Frame.Labels.Pixels[i])));

    [Fact]
    public void Cells_in_a_few_pieces_are_measured_without_a_word()
        => Assert.Null(Inspect(Labels.Parse("AA.AA.BB.BB", "AA.AA.BB.BB")));

    [Theory]
    [InlineData(1)]
    [InlineData(255)]
    public void A_mask_is_told_by_its_one_id_with_the_remedy(int id)
    {
        var mask = Make(Frame.Image, i => Frame.Labels.Pixels[i] == 0 ? 0 : id);
        Assert.Equal($"one id ({id}) stands for {CountPieces(mask)} separate pieces", Inspect(mask));
        Assert.Contains("Use -NumberPieces", Assert.Single(_warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void A_map_of_classes_is_told_by_its_few_ids()
        => Assert.Equal("2 ids stand for 10 separate pieces", Inspect(Labels.Parse("A.A.A.A.A", ".........", "B.B.B.B.B")));

    [Fact]
    public void One_cell_alone_is_no_mask() => Assert.Null(Inspect(Labels.Parse("..A", ".A.")));

    [Fact]
    public void Pieces_become_cells_without_a_word_when_they_are_to()
    {
        var inspector = new LabelInspector(_warnings.Add) { NumberPieces = true };
        var numbered = inspector.Inspect(Labels.Parse("A.A.", "...A", "A..A", "BB.."), "mask.png");
        Assert.Equal([1, 0, 2, 0, 0, 0, 0, 2, 3, 0, 0, 2, 4, 4, 0, 0], numbered.Pixels);
        Assert.Empty(_warnings);
        inspector.Inspect(Make(Frame.Image, i => (int)Frame.Image.Pixels[i]), "grey.png");
        Assert.Contains("grey image", Assert.Single(_warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_is_told_once_and_by_its_first_frame()
    {
        var inspector = new LabelInspector(_warnings.Add);
        var mask = Labels.Parse("A.A");
        foreach (int frame in (int[])[0, 1, 2])
            inspector.Inspect(frame == 0 ? Labels.Parse("A.B") : mask, "movie.tif", frame);
        inspector.Inspect(mask, "other.tif");
        Assert.Equal(2, _warnings.Count);
        Assert.StartsWith("movie.tif (frame 1, from 0): one id (65)", _warnings[0], StringComparison.Ordinal);
        Assert.StartsWith("other.tif: one id", _warnings[1], StringComparison.Ordinal);
    }

    /// <summary>What an inspector says, up to the first comma or full stop; null when it says nothing.</summary>
    private string? Inspect(LabelImage labels)
    {
        var inspector = new LabelInspector(_warnings.Add);
        Assert.Same(labels, inspector.Inspect(labels, "labels"));
        string? text = _warnings.SingleOrDefault()?["labels: ".Length..];
        return text?.Replace("this looks", "it looks", StringComparison.Ordinal).Split(',')[0];
    }

    private static int CountPieces(LabelImage labels)
        => ConnectedComponents.Label<int>(labels.Pixels, labels.Height, labels.Width, PixelConnectivity.Eight, new int[labels.Pixels.Length]);

    private static LabelImage Make(CellImage image, Func<int, int> value)
        => new(image.Height, image.Width, [.. Enumerable.Range(0, image.Height * image.Width).Select(value)]);

    private static LabelImage Cut(LabelImage labels, int size) => new(size, size, [.. from row in Enumerable.Range(80, size)
                                                                                    from column in Enumerable.Range(80, size)
                                                                                    select labels[row, column]]);

    private static (CellImage, LabelImage) Simulate()
    {
        var movie = CellSimulator.Simulate(new SimulationOptions { MovieCount = 1, FrameCount = 1, Height = 192, Width = 192, CellCount = 14 }).Movies[0];
        return (movie.ReadImage(), movie.ReadLabels());
    }
}

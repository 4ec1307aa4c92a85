using CellSeg.Core.Tests.Support;
using CellSeg.Evaluation;
using CellSeg.Evaluation.Matching;
using CellSeg.Evaluation.Pictures;
using CellSeg.Imaging;
using CellSeg.Imaging.Drawing;

namespace CellSeg.Core.Tests.Evaluation.Pictures;

public sealed class ErrorPictureTests
{
    // At this size a pixel of the labels is one of the picture.
    private const int Side = 1024;

    public static TheoryData<ErrorKind> Kinds => [.. Enum.GetValues<ErrorKind>()];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Each_cell_has_the_colour_of_what_became_of_it(ErrorKind kind)
    {
        var (truth, prediction) = Draw(kind);
        var picture = ErrorPicture.Render("x", truth, prediction);
        var cells = SegmentationEvaluator.Classify(truth, prediction);
        var kinds = cells.Truth.Values.Concat(cells.Prediction.Values).ToHashSet();
        Assert.Contains(kind, kinds);
        var colours = GetColours(picture);
        Assert.Contains(ErrorPalette.GetColour(kind), colours);
        Assert.DoesNotContain(Enum.GetValues<ErrorKind>().Except(kinds).Select(ErrorPalette.GetColour), colours.Contains);
    }

    [Fact]
    public void A_true_cell_is_a_line_and_a_predicted_one_a_dotted_area()
    {
        var cells = TestImages.Rectangles(Side, Side, (100, 100, 50, 50));
        var none = new LabelImage(Side, Side);
        var missed = ErrorPicture.Render("x", cells, none);
        Assert.Equal(ErrorPalette.GetColour(ErrorKind.Missed), missed[100, 120]);
        Assert.Equal(default, missed[120, 120]);
        var gained = ErrorPicture.Render("x", none, cells);
        var line = Enumerable.Range(100, 50).Select(column => gained[100, column]).ToList();
        Assert.Equal(2, line.Distinct().Count());
        Assert.Contains(ErrorPalette.GetColour(ErrorKind.Gained), line);
        Assert.Equal(default(Rgb).Mix(ErrorPalette.GetColour(ErrorKind.Gained), 0.45), gained[120, 120]);
    }

    [Fact]
    public void The_image_is_drawn_below_and_is_dimmed()
    {
        var none = new LabelImage(Side, Side);
        var image = new CellImage(1, Side, Side, [.. Enumerable.Range(0, Side * Side).Select(i => (float)(i % Side))]);
        var picture = ErrorPicture.Render("x", none, none, image: image);
        Assert.InRange(picture[300, Side - 1].Red, 140, 160);
        Assert.Equal(default, picture[300, 0]);
        Assert.Equal(default, ErrorPicture.Render("x", none, none)[300, Side - 1]);
    }

    [Fact]
    public void Cells_too_small_to_count_are_grey_and_named_in_the_legend()
    {
        var cells = TestImages.Rectangles(Side, Side, (100, 100, 5, 5), (200, 200, 50, 50));
        var with = ErrorPicture.Render("x", cells, cells, new() { MinimumArea = 100 });
        Assert.Equal(ErrorPalette.Ignored, with[100, 102]);
        Assert.Equal(ErrorPalette.GetColour(ErrorKind.Matched), with[200, 220]);
        var none = new LabelImage(Side, Side);
        Assert.NotEqual(
            ErrorPicture.Render("x", none, none, new() { MinimumArea = 100 }).Pixels,
            ErrorPicture.Render("x", TestImages.Rectangles(Side, Side, (100, 100, 1, 1)), none, new() { MinimumArea = 100 }).Pixels);
    }

    [Fact]
    public void The_legend_tells_the_counts_and_the_name()
    {
        var (truth, prediction) = Draw(ErrorKind.Merged);
        var (other, otherPrediction) = Draw(ErrorKind.Split);
        byte[] Legend(string title, LabelImage t, LabelImage p) => GetLegend(ErrorPicture.Render(title, t, p));
        Assert.Equal(Legend("x", truth, prediction), Legend("x", truth, prediction));
        Assert.NotEqual(Legend("x", truth, prediction), Legend("y", truth, prediction));
        Assert.NotEqual(Legend("x", truth, prediction), Legend("x", other, otherPrediction));
    }

    [Theory]
    [InlineData(1, 1, 8)]
    [InlineData(100, 300, 4)]
    [InlineData(1025, 20, 1)]
    public void Small_images_are_enlarged_and_the_legend_has_room(int height, int width, int scale)
    {
        var picture = ErrorPicture.Render(new string('n', 200), new LabelImage(height, width), new LabelImage(height, width));
        Assert.InRange(picture.Height, Math.Max(height * scale, 500), Math.Max(height * scale, 700));
        Assert.InRange(picture.Width, (width * scale) + 300, (width * scale) + 700);
    }

    [Fact]
    public void Colours_stay_apart_for_the_colour_blind()
    {
        // Machado, Oliveira and Fernandes (2009), complete protan-, deuter- and tritanopia, on linear RGB.
        double[][] views =
        [
            [1, 0, 0, 0, 1, 0, 0, 0, 1],
            [0.152286, 1.052583, -0.204868, 0.114503, 0.786281, 0.099216, -0.003882, -0.048116, 1.051998],
            [0.367322, 0.860646, -0.227968, 0.280085, 0.672501, 0.047413, -0.011820, 0.042940, 0.968881],
            [1.255528, -0.076749, -0.178779, -0.078411, 0.930809, 0.147602, 0.004733, 0.691367, 0.303900],
        ];
        var kinds = Enum.GetValues<ErrorKind>();
        foreach (double[] view in views)
        {
            foreach (var a in kinds)
            {
                foreach (var b in kinds.Where(kind => kind > a))
                    Assert.True(Distance(view, ErrorPalette.GetColour(a), ErrorPalette.GetColour(b)) > 40, $"{a} and {b} look alike");
            }
        }
    }

    [Fact]
    public void Images_of_different_sizes_are_refused_by_name()
    {
        Assert.Equal("x", Assert.Throws<CellSegException>(() => ErrorPicture.Render("x", new LabelImage(4, 5), new LabelImage(5, 4))).Target);
        Assert.Equal("x", Assert.Throws<CellSegException>(
            () => ErrorPicture.Render("x", new LabelImage(4, 5), new LabelImage(4, 5), image: new CellImage(1, 5, 4, new float[20]))).Target);
    }

    private static (LabelImage Truth, LabelImage Prediction) Draw(ErrorKind kind)
    {
        (int, int, int, int) whole = (100, 100, 50, 100), left = (100, 100, 50, 50), right = (100, 150, 50, 50);
        (int, int, int, int)[] none = [], one = [whole], two = [left, right];
        var (truth, prediction) = kind switch
        {
            ErrorKind.Missed => (one, none),
            ErrorKind.Gained => (none, one),
            ErrorKind.Merged => (two, one),
            ErrorKind.Split => (one, two),
            ErrorKind.Catastrophe => (two, [(100, 100, 50, 25), (100, 125, 50, 50), (100, 175, 50, 25)]),
            _ => (one, one),
        };
        return (TestImages.Rectangles(Side, Side, truth), TestImages.Rectangles(Side, Side, prediction));
    }

    /// <summary>The colours of the picture without its legend.</summary>
    private static HashSet<Rgb> GetColours(RgbImage picture)
        => [.. Enumerable.Range(0, Side * Side).Select(i => picture[i / Side, i % Side])];

    private static byte[] GetLegend(RgbImage picture)
        => [.. Enumerable.Range(0, picture.Height).SelectMany(row => picture.Pixels.Skip(((row * picture.Width) + Side) * 3).Take((picture.Width - Side) * 3))];

    private static double Distance(double[] view, Rgb a, Rgb b)
    {
        double[] x = See(view, a), y = See(view, b);
        return Math.Sqrt(x.Zip(y).Sum(pair => (pair.First - pair.Second) * (pair.First - pair.Second)));
    }

    private static double[] See(double[] view, Rgb colour)
    {
        double[] linear = [.. new[] { colour.Red, colour.Green, colour.Blue }.Select(value => Math.Pow(value / 255.0, 2.2))];
        return [.. Enumerable.Range(0, 3).Select(row =>
            255 * Math.Pow(Math.Clamp(Enumerable.Range(0, 3).Sum(i => view[(row * 3) + i] * linear[i]), 0, 1), 1 / 2.2))];
    }
}

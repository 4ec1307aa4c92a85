using CellSeg.Core.Tests.Support;
using CellSeg.Datasets;
using CellSeg.Datasets.Inspection;
using CellSeg.Datasets.Splitting;
using CellSeg.Datasets.Inspection.Findings;
using CellSeg.Imaging;
using static CellSeg.Core.Tests.Datasets.Inspection.InspectedSet;

namespace CellSeg.Core.Tests.Datasets.Inspection;

public sealed class DuplicateTests
{
    private static readonly LabelImage Labels = TestImages.Rectangles(20, 26, (2, 3, 5, 6), (10, 12, 6, 7));
    private static readonly CellImage Image = ImageOf(Labels);

    // The words, and where the pixel of a row and a column comes from.
    public static TheoryData<string, string> Ways => new()
    {
        { "", "rc" }, { ", mirrored left to right", "rC" }, { ", mirrored top to bottom", "Rc" }, { ", turned by 180 degrees", "RC" },
        { ", mirrored along its diagonal", "cr" }, { ", turned by 90 degrees to the left", "cR" },
        { ", turned by 90 degrees to the right", "Cr" }, { ", mirrored along its other diagonal", "CR" },
    };

    [Theory]
    [MemberData(nameof(Ways))]
    public void An_image_is_found_again_however_it_is_turned(string words, string way)
    {
        var copy = Movie("copy", Turn(Image, way), Turn(Labels, way));
        var finding = Assert.Single(Find(Set([.. Clean, Movie("first", Image, Labels), copy])), finding => finding.Kind == FindingKind.Duplicate);
        Assert.Equal((FindingSeverity.Warning, "copy", "first.tif"), (finding.Severity, finding.Movie, finding.OtherPath));
        Assert.Equal($"it is the same image as first{words}; their cells are the same", finding.Message);
    }

    [Theory]
    [InlineData(257, 0)]
    [InlineData(1 / 255.0, 0)]
    [InlineData(0.37, 11)]
    public void An_image_is_found_again_with_another_contrast(double gain, double offset)
    {
        var copy = Turn(Image, "Cr");
        for (int i = 0; i < copy.Pixels.Length; i++)
            copy.Pixels[i] = (float)((copy.Pixels[i] * gain) + offset);
        var finding = Assert.Single(Find(Set(Movie("first", Image), Movie("copy", copy))), finding => finding.Kind == FindingKind.Duplicate);
        Assert.Equal(
            "it is the same image as first, turned by 90 degrees to the right, with another contrast; neither has labels", finding.Message);
    }

    [Fact]
    public void An_image_is_found_again_in_colour()
    {
        float[] zeros = new float[Image.Pixels.Length];
        CellImage[] copies =
        [
            new(3, Image.Height, Image.Width, [.. Image.Pixels, .. Image.Pixels, .. Image.Pixels]),
            new(3, Image.Height, Image.Width, [.. zeros, .. zeros, .. Image.Pixels]),
        ];
        foreach (var copy in copies)
            Assert.Contains(Find(Set(Movie("first", Image), Movie("copy", copy))), finding => finding.Kind == FindingKind.Duplicate);
        // What has two different channels is another image than either of them.
        var both = new CellImage(2, Image.Height, Image.Width, [.. Image.Pixels, .. TestImages.Noise(Image.Height, Image.Width, 5).Pixels]);
        Assert.DoesNotContain(Find(Set(Movie("first", Image), Movie("both", both))), finding => finding.Kind == FindingKind.Duplicate);
    }

    [Fact]
    public void Other_cells_in_the_same_image_are_told()
    {
        var others = TestImages.Rectangles(20, 26, (2, 3, 5, 6));
        Assert.EndsWith("their cells differ (1 and 2)", Tell(others), StringComparison.Ordinal);
        Assert.EndsWith("only one of them has labels", Tell(null), StringComparison.Ordinal);
        // Ids are only names.
        var renamed = new LabelImage(20, 26, [.. Labels.Pixels.Select(label => label == 0 ? 0 : 70 - label)]);
        Assert.EndsWith("their cells are the same", Tell(renamed), StringComparison.Ordinal);

        string Tell(LabelImage? labels)
            => Find(Set(Movie("first", Image, Labels), Movie("copy", Image, labels))).Single(finding => finding.Kind == FindingKind.Duplicate).Message;
    }

    [Fact]
    public void A_symmetrical_image_has_its_cells_compared_in_every_way()
    {
        // The image looks the same upside down, its cells do not, and the copy is the other way up.
        var image = new CellImage(1, 4, 6, [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 7, 8, 9, 10, 11, 12, 1, 2, 3, 4, 5, 6]);
        var labels = TestImages.Rectangles(4, 6, (0, 1, 1, 3));
        var finding = Find(Set(Movie("first", image, labels), Movie("copy", image, Turn(labels, "Rc"))))
            .Single(finding => finding.Kind == FindingKind.Duplicate);
        Assert.EndsWith("their cells are the same", finding.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void One_changed_pixel_makes_another_image()
    {
        var other = Turn(Image, "rc");
        other.Pixels[77] += 1000;
        Assert.DoesNotContain(Find(Set(Movie("first", Image), Movie("other", other))), finding => finding.Kind == FindingKind.Duplicate);
    }

    [Fact]
    public void Constant_images_are_no_copies_of_each_other()
    {
        var findings = Find(Set(Enumerable.Range(0, 3).Select(i => Movie($"m{i}", new CellImage(1, 8, 8, new float[64]), new LabelImage(8, 8)))));
        Assert.Equal([FindingKind.ConstantImage, FindingKind.NoCells], findings.Select(finding => finding.Kind).Distinct().Order().Reverse());
        Assert.Equal(6, findings.Count);
    }

    [Fact]
    public void An_image_in_two_parts_of_a_split_is_an_error_and_twice_in_one_a_warning()
    {
        CellMovie first = Movie("first", Image, Labels), again = Movie("again", Image, Labels), turned = Movie("turned", Turn(Image, "CR"), Turn(Labels, "CR"));
        var split = new CellDatasetSplit(Set([.. Clean.Take(3), first, again]), Set(), Set(turned, Clean[3]), 0, 1);
        var report = DatasetInspector.Inspect(split);
        Assert.False(report.IsUsable);
        Assert.Equal("set", report.Name);
        var leak = report.Findings[0];
        Assert.Equal(
            (FindingSeverity.Error, FindingKind.Leak, "Test", "turned", "first.tif"),
            (leak.Severity, leak.Kind, leak.Part, leak.Movie, leak.OtherPath));
        Assert.Equal("it is the same image as first of Training, mirrored along its other diagonal; their cells are the same", leak.Message);
        var duplicate = Assert.Single(report.Findings, finding => finding.Kind == FindingKind.Duplicate);
        Assert.Equal((FindingSeverity.Warning, "Training", "again"), (duplicate.Severity, duplicate.Part, duplicate.Movie));
        Assert.Equal(
            ["Training", "Training", "Training", "Training", "Training", "Test", "Test"], report.Frames.Select(frame => frame.Part));
        Assert.Equal("Leak", report.Frames[5].Findings);
    }

    [Fact]
    public void A_clean_split_has_no_leak()
    {
        var split = DatasetSplitter.Split(Set(Clean), new DatasetSplitOptions { TestFraction = 0.3, ValidationFraction = 0.3 });
        Assert.Equal(FindingKind.Summary, Assert.Single(DatasetInspector.Inspect(split).Findings).Kind);
    }

    [Fact]
    public void Movies_of_one_name_are_told()
    {
        var finding = Find(Set(Movie("twin", Labels, 1), Movie("twin", Labels, 2))).Single(finding => finding.Kind == FindingKind.SameName);
        Assert.Equal((FindingSeverity.Warning, "twin"), (finding.Severity, finding.Movie));
    }

    private static CellImage Turn(CellImage image, string way)
    {
        float[] pixels = Turn(image.Pixels, image.Height, image.Width, way);
        return IsTransposed(way) ? new CellImage(1, image.Width, image.Height, pixels) : new CellImage(1, image.Height, image.Width, pixels);
    }

    private static LabelImage Turn(LabelImage labels, string way)
    {
        int[] pixels = Turn(labels.Pixels, labels.Height, labels.Width, way);
        return IsTransposed(way) ? new LabelImage(labels.Width, labels.Height, pixels) : new LabelImage(labels.Height, labels.Width, pixels);
    }

    /// <summary>Takes the row and the column of each pixel from the two letters: r and c, from the other end where they are large.</summary>
    private static T[] Turn<T>(T[] pixels, int height, int width, string way)
    {
        int rows = IsTransposed(way) ? width : height, columns = IsTransposed(way) ? height : width;
        return
        [
            .. from row in Enumerable.Range(0, rows)
               from column in Enumerable.Range(0, columns)
               select pixels[(Find(way[0], row, column, height) * width) + Find(way[1], row, column, width)],
        ];

        static int Find(char letter, int row, int column, int length) => letter switch
        {
            'r' => row,
            'R' => length - 1 - row,
            'c' => column,
            _ => length - 1 - column,
        };
    }

    private static bool IsTransposed(string way) => way[0] is 'c' or 'C';
}

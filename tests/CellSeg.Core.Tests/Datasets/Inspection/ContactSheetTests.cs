using CellSeg.Core.Tests.Support;
using CellSeg.Datasets;
using CellSeg.Datasets.Inspection;
using CellSeg.Datasets.Inspection.Findings;
using CellSeg.Datasets.Inspection.Pictures;
using CellSeg.Imaging;
using CellSeg.Imaging.Drawing;
using static CellSeg.Core.Tests.Datasets.Inspection.InspectedSet;

namespace CellSeg.Core.Tests.Datasets.Inspection;

public sealed class ContactSheetTests
{
    private static readonly CellMovie Unreadable = new("bad", "bad.tif", 1, _ => throw new CellSegException("bad.tif", "gone", "Find it"));

    [Fact]
    public void Frames_with_findings_come_first_one_of_each_kind_in_turns_and_the_others_evenly()
    {
        var empty = Enumerable.Range(0, 5).Select(i => Movie($"empty {i}", new LabelImage(96, 96), i));
        var report = DatasetInspector.Inspect(Set([.. Clean, .. empty, Movie("speck", TestImages.Rectangles(96, 96, (5, 5, 2, 2)), 9), Unreadable]));

        Assert.Equal(["bad"], Choose(1));
        Assert.Equal(["bad", "empty 0", "empty 1", "speck"], Choose(4));
        Assert.Equal(["bad", "empty 0", "empty 1", "empty 2", "empty 3", "empty 4", "speck", Clean[0].Name, Clean[3].Name], Choose(9));
        Assert.Equal(13, Choose(100).Count());

        IEnumerable<string> Choose(int count) => SheetChoice.Choose(report.Frames, count).Select(frame => frame.Movie);
    }

    [Fact]
    public void A_thumbnail_keeps_the_shape_and_outlines_the_cells()
    {
        var labels = TestImages.Rectangles(100, 200, (20, 40, 60, 80));
        var image = new CellImage(1, 100, 200, [.. labels.Pixels.Select(label => label == 0 ? 0f : 100f)]);
        var picture = Thumbnail.Render(image, labels, 50);
        Assert.Equal((25, 50), (picture.Height, picture.Width));
        Assert.Equal(Rgb.Grey(0), picture[2, 2]);
        Assert.Equal(Rgb.White, picture[12, 20]);
        // Columns 40 to 119 are 10 to 29, and rows 20 to 79 are 5 to 19.
        Assert.All([picture[12, 10], picture[12, 29], picture[5, 20], picture[19, 20]], pixel => Assert.NotEqual(pixel.Red, pixel.Green));
        Assert.Equal(Rgb.White, Thumbnail.Render(image, null, 50)[12, 10]);
        var enlarged = Thumbnail.Render(TestImages.Noise(10, 5, 1), null, 240);
        Assert.Equal((40, 20), (enlarged.Height, enlarged.Width));
    }

    [Fact]
    public void The_sheet_is_the_same_each_time_and_has_frames_in_the_colours_of_severities()
    {
        var report = DatasetInspector.Inspect(Set([.. Clean, Movie("empty", new LabelImage(96, 96)), Unreadable]));
        var sheet = ContactSheet.Render(report);
        Assert.Equal(sheet.Pixels, ContactSheet.Render(report).Pixels);
        var colours = Enumerable.Range(0, sheet.Width).Select(column => sheet[FirstTile(sheet) + 1, column]).ToList();
        FindingSeverity?[] order = [FindingSeverity.Error, FindingSeverity.Warning, .. Enumerable.Repeat<FindingSeverity?>(null, 6)];
        Assert.Equal(order.Select(SeverityPalette.GetColour), FindRuns(colours));
    }

    [Fact]
    public void Fewer_frames_make_a_smaller_sheet_and_none_only_a_heading()
    {
        var few = ContactSheet.Render(DatasetInspector.Inspect(Set(Clean)), 2);
        var many = ContactSheet.Render(DatasetInspector.Inspect(Set(Clean)));
        Assert.True(few.Width < many.Width && few.Height == many.Height);
        Assert.True(ContactSheet.Render(DatasetInspector.Inspect(Set())).Height < few.Height);
    }

    [Fact]
    public void A_cancelled_sheet_is_not_drawn()
    {
        var report = DatasetInspector.Inspect(Set(Clean));
        Assert.Throws<OperationCanceledException>(() => ContactSheet.Render(report, cancellationToken: new CancellationToken(canceled: true)));
    }

    /// <summary>The row in which the first frame begins: that of the colour of errors from the margin on.</summary>
    private static int FirstTile(RgbImage sheet)
    {
        var colour = SeverityPalette.GetColour(FindingSeverity.Error);
        return Enumerable.Range(0, sheet.Height).First(row => Enumerable.Range(24, 248).All(column => sheet[row, column] == colour));
    }

    /// <summary>The colours of a row, each once where it is there for a whole tile.</summary>
    private static IEnumerable<Rgb> FindRuns(List<Rgb> colours)
    {
        for (int start = 0, end; start < colours.Count; start = end)
        {
            end = colours.FindIndex(start, colour => colour != colours[start]) is var next and >= 0 ? next : colours.Count;
            if (end - start > 200)
                yield return colours[start];
        }
    }
}

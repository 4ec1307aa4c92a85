using CellSeg.Core.Tests.Support;
using CellSeg.Datasets;
using CellSeg.Datasets.Inspection;
using CellSeg.Datasets.Inspection.Checks;
using CellSeg.Datasets.Inspection.Findings;
using CellSeg.Imaging;
using static CellSeg.Core.Tests.Datasets.Inspection.InspectedSet;

namespace CellSeg.Core.Tests.Datasets.Inspection;

public sealed class LabelFindingTests
{
    // Five cells in a row, of which the first has an area of its own.
    private static LabelImage Row(int firstHeight, int firstWidth = 8)
        => TestImages.Rectangles(96, 96, [(2, 2, firstHeight, firstWidth), .. Enumerable.Range(0, 5).Select(i => (80, 4 + (16 * i), 8, 8))]);

    [Fact]
    public void No_cells_are_told() => Assert.Equal(
        (FindingSeverity.Warning, FindingKind.NoCells), Describe(FindOnly(Movie("m", new LabelImage(96, 96)))));

    [Fact]
    public void A_set_without_labels_is_told_once_and_a_movie_without_by_its_name()
    {
        CellMovie[] without = [.. Clean.Select((movie, i) => Movie($"{i}", movie.ReadImage()))];
        var finding = Assert.Single(Find(Set(without)));
        Assert.Equal((FindingSeverity.Warning, FindingKind.NotAnnotated), Describe(finding));
        Assert.Null(finding.Movie);
        Assert.Equal(FindingKind.NotAnnotated, FindOnly(Movie("bare", ImageOf(new LabelImage(96, 96)))).Kind);
    }

    [Fact]
    public void Labels_of_another_size_are_an_error()
    {
        var movie = Movie("m", ImageOf(Row(8)), Clean[0].ReadLabels());
        Assert.DoesNotContain(Find(Set(movie)), finding => finding.Kind == FindingKind.SizeMismatch);
        var other = FindOnly(Movie("m", ImageOf(Row(8)), TestImages.Rectangles(95, 96, (2, 2, 9, 9))));
        Assert.Equal((FindingSeverity.Error, FindingKind.SizeMismatch), Describe(other));
        Assert.Equal("its labels are 95 x 96 pixels, and its image is 96 x 96", other.Message);
    }

    [Fact]
    public void A_mask_is_an_error()
    {
        var labels = Row(8);
        var mask = new LabelImage(96, 96, [.. labels.Pixels.Select(label => label == 0 ? 0 : 255)]);
        var finding = FindOnly(Movie("m", mask));
        Assert.Equal((FindingSeverity.Error, FindingKind.MaskLabels, 6.0), (finding.Severity, finding.Kind, finding.Value));
    }

    [Fact]
    public void A_grey_image_for_labels_is_an_error()
    {
        var image = ImageOf(Row(8));
        var finding = FindOnly(Movie("m", image, new LabelImage(96, 96, [.. image.Pixels.Select(value => (int)value)])));
        Assert.Equal((FindingSeverity.Error, FindingKind.GreyLabels), Describe(finding));
    }

    [Fact]
    public void A_label_over_most_of_the_frame_is_told()
    {
        var labels = TestImages.Rectangles(96, 96, (0, 0, 96, 90), (10, 92, 10, 3));
        var finding = FindOnly(Movie("m", labels));
        Assert.Equal((FindingSeverity.Warning, FindingKind.HugeLabel, 90 / 96.0), (finding.Severity, finding.Kind, finding.Value));
        Assert.Equal("its label 1 covers 93.8 % of the frame", finding.Message);
        Assert.Empty(Find(Set([.. Clean, Movie("m", labels)]), new DatasetInspectionOptions { MaximumCover = 0.95 }));
    }

    [Fact]
    public void Specks_are_told_below_the_area_that_is_asked_for()
    {
        var movie = Movie("m", TestImages.Rectangles(96, 96, (5, 5, 3, 3), (20, 20, 2, 5), (40, 40, 9, 9)));
        var finding = FindOnly(movie);
        Assert.Equal((FindingSeverity.Warning, FindingKind.Speck, 1.0), (finding.Severity, finding.Kind, finding.Value));
        Assert.Equal("1 label of 3 with fewer than 10 pixels: 1", finding.Message);
        Assert.Equal(2, FindOnly(movie, new DatasetInspectionOptions { MinimumArea = 11 }).Value);
        Assert.Empty(Find(Set([.. Clean, movie]), new DatasetInspectionOptions { MinimumArea = 9 }));
    }

    [Fact]
    public void Labels_in_several_pieces_are_told_and_those_that_touch_by_a_corner_are_one()
    {
        var labels = TestImages.Rectangles(96, 96, (5, 5, 9, 9), (40, 5, 9, 9), (60, 5, 9, 9));
        labels.Pixels.AsSpan((70 * 96) + 60, 12).Fill(2);
        labels[14, 14] = 1;
        var finding = FindOnly(Movie("m", labels));
        Assert.Equal((FindingSeverity.Warning, FindingKind.SeveralPieces), Describe(finding));
        Assert.Equal("1 label of 3 in several pieces: 2", finding.Message);
        Assert.Equal(1, DatasetInspector.Inspect(Set(Movie("m", labels))).Frames[0].InPiecesCount);
    }

    [Fact]
    public void A_cell_far_larger_than_the_others_of_its_frame_is_told()
    {
        // The others have 64 pixels.
        Assert.Empty(Find(Set([.. Clean, Movie("m", Row(10, 64))])));
        var finding = FindOnly(Movie("m", Row(11, 64)));
        Assert.Equal((FindingSeverity.Warning, FindingKind.LargeCell, 11.0), (finding.Severity, finding.Kind, finding.Value));
        Assert.Equal("1 label of 6 up to 11 times as large as its median cell: 1", finding.Message);
        Assert.Equal(5, FindOnly(Movie("m", Row(10, 32)), new DatasetInspectionOptions { MaximumSizeRatio = 4.9 }).Value);
    }

    [Fact]
    public void A_frame_at_another_magnification_is_told()
    {
        var small = TestImages.Rectangles(96, 96, [.. Enumerable.Range(0, 6).Select(i => (80, 4 + (16 * i), 3, 5))]);
        var finding = FindOnly(Movie("m", small));
        Assert.Equal((FindingSeverity.Warning, FindingKind.UnusualSize), Describe(finding));
        Assert.InRange(finding.Value!.Value, 0.01, 0.1);
    }

    [Fact]
    public void Tracks_must_fit_the_labels()
    {
        LabelImage[] frames =
        [
            TestImages.Rectangles(96, 96, (5, 5, 9, 9), (40, 5, 9, 9)),
            TestImages.Rectangles(96, 96, (5, 5, 9, 9), (40, 5, 9, 9), (60, 5, 9, 9)),
        ];
        var movie = new CellMovie("m", "m.tif", 2, frame => ImageOf(frames[frame], frame), frame => frames[frame]);
        Assert.Empty(Find(Set([.. Clean, Tracked(new(1, 0, 1), new(2, 0, 1), new(3, 1, 1, 2))])));

        // Label 3 comes later than its track, and its parent is nowhere.
        var missing = FindOnly(Tracked(new(1, 0, 1), new(2, 0, 1), new(3, 0, 1, 8)));
        Assert.Equal((FindingSeverity.Warning, FindingKind.TrackWithoutCell, 2.0), (missing.Severity, missing.Kind, missing.Value));
        Assert.EndsWith("where they should be: 3, 8", missing.Message, StringComparison.Ordinal);
        // The track of label 2 ends too early, and label 3 has none.
        var untracked = FindOnly(Tracked(new(1, 0, 1), new CellTrack(2, 0, 0)));
        Assert.Equal((FindingSeverity.Warning, FindingKind.CellWithoutTrack), Describe(untracked));
        Assert.EndsWith("2 labels without a track in a frame that they are in: 2, 3", untracked.Message, StringComparison.Ordinal);

        CellMovie Tracked(params CellTrack[] tracks)
            => new("m", "m.tif", 2, movie.ReadImage, movie.ReadLabels) { Tracks = tracks };
    }

    [Fact]
    public void The_share_of_touching_cells_counts_edges_and_corners()
    {
        var labels = TestImages.Rectangles(96, 96, (0, 0, 5, 5), (0, 5, 5, 5), (5, 10, 5, 5), (30, 30, 5, 5), (95, 90, 1, 6), (94, 80, 2, 10));
        // By an edge 1 and 2, by a corner 2 and 3, by an edge in the last row 5 and 6; 4 is alone.
        var report = DatasetInspector.Inspect(Set(Movie("m", labels)));
        Assert.Equal(5 / 6.0, report.TouchingShare);
        Assert.Equal(5 / 6.0, report.Frames[0].TouchingShare);
        Assert.Contains(
            "83.3 % of which touch another; they have 6 to 25 pixels",
            report.Findings.Single(finding => finding.Kind == FindingKind.Summary).Message, StringComparison.Ordinal);
    }

    private static (FindingSeverity, FindingKind) Describe(DatasetFinding finding) => (finding.Severity, finding.Kind);
}

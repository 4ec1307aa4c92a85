using CellSeg.Core.Tests.Support;
using CellSeg.Datasets;
using CellSeg.Datasets.Inspection;
using CellSeg.Datasets.Inspection.Checks;
using CellSeg.Datasets.Inspection.Findings;
using CellSeg.Imaging;
using static CellSeg.Core.Tests.Datasets.Inspection.InspectedSet;

namespace CellSeg.Core.Tests.Datasets.Inspection;

public sealed class ImageFindingTests
{
    private static readonly LabelImage Labels = TestImages.Rectangles(96, 96, (10, 10, 12, 12), (50, 50, 12, 12));

    [Fact]
    public void Nothing_but_the_summary_is_found_in_clean_movies()
    {
        var report = DatasetInspector.Inspect(Set(Clean));
        var summary = Assert.Single(report.Findings);
        Assert.Equal((FindingSeverity.Information, FindingKind.Summary, (double)report.CellCount), (summary.Severity, summary.Kind, summary.Value));
        Assert.True(report.IsUsable);
        Assert.All(report.Frames, frame => Assert.Equal("", frame.Findings));
    }

    [Theory]
    [InlineData(false, FindingSeverity.Error)]
    [InlineData(true, FindingSeverity.Warning)]
    public void A_constant_image_is_an_error_where_it_has_cells(bool isEmpty, FindingSeverity severity)
    {
        var image = new CellImage(1, 96, 96, Enumerable.Repeat(7f, 96 * 96).ToArray());
        var findings = Find(Set([.. Clean, Movie("m", image, isEmpty ? null : Labels)]));
        Assert.Equal(severity, Assert.Single(findings, finding => finding.Kind == FindingKind.ConstantImage).Severity);
    }

    [Fact]
    public void Values_that_are_not_finite_are_told()
    {
        var image = ImageOf(Labels);
        image.Pixels[5] = float.NaN;
        Assert.Equal(FindingKind.NotFinite, FindOnly(Movie("m", image, Labels)).Kind);
        var row = DatasetInspector.Inspect(Set(Movie("m", image, Labels))).Frames[0];
        Assert.True(row.Max > row.Mean && row.Mean > row.Min);
    }

    [Fact]
    public void A_saturated_image_is_told_by_the_share_of_its_largest_value()
    {
        var image = ImageOf(Labels);
        // The cells are 288 pixels of 9216, all above 190.
        for (int i = 0; i < image.Pixels.Length; i++)
            image.Pixels[i] = Math.Min(image.Pixels[i], 190);
        var finding = FindOnly(Movie("m", image, Labels));
        Assert.Equal((FindingKind.Saturated, 288 / 9216.0), (finding.Kind, finding.Value));
        Assert.DoesNotContain(
            Find(Set([.. Clean, Movie("m", image, Labels)]), new DatasetInspectionOptions { MaximumSaturation = 0.04 }),
            finding => finding.Severity != FindingSeverity.Information);
    }

    [Fact]
    public void An_image_of_few_values_is_told()
    {
        var image = ImageOf(Labels);
        for (int i = 0; i < image.Pixels.Length; i++)
            image.Pixels[i] = MathF.Floor(image.Pixels[i] / 30);
        var finding = FindOnly(Movie("m", image, Labels));
        Assert.Equal((FindingKind.FewLevels, image.Pixels.Distinct().Count()), (finding.Kind, finding.Value));
        Assert.DoesNotContain(
            Find(Set([.. Clean, Movie("m", image, Labels)]), new DatasetInspectionOptions { MinimumLevels = 3, MaximumSaturation = 1 }),
            finding => finding.Severity != FindingSeverity.Information);
    }

    [Fact]
    public void An_inverted_image_among_others_is_told_and_none_when_it_is_seen_as_its_negative()
    {
        var negative = ImageOf(Labels).Negate();
        var finding = FindOnly(Movie("m", negative, Labels));
        Assert.Equal((FindingSeverity.Warning, FindingKind.Inverted), (finding.Severity, finding.Kind));
        Assert.InRange(finding.Value!.Value, -0.8, -0.5);
        var seen = new CellMovie("m", "m.tif", 1, _ => negative, _ => Labels) { HasDarkCells = true };
        Assert.DoesNotContain(Find(Set([.. Clean, seen])), finding => finding.Severity != FindingSeverity.Information);
    }

    [Fact]
    public void A_set_of_dark_cells_is_told_once_and_bright_ones_in_it_by_name()
    {
        var dark = Clean.Select((movie, i) => Movie($"{i}", movie.ReadImage().Negate(), movie.ReadLabels())).ToList();
        var all = Assert.Single(Find(Set(dark)));
        Assert.Equal((FindingKind.Inverted, 6.0), (all.Kind, all.Value));
        Assert.Null(all.Movie);
        var findings = Find(Set([.. dark, Movie("bright", Labels)])).Where(finding => finding.Kind == FindingKind.Inverted);
        Assert.Equal([null, "bright"], findings.Select(finding => finding.Movie));
    }

    [Fact]
    public void Images_of_several_kinds_are_told()
    {
        var other = TestImages.Rectangles(48, 64, (5, 5, 9, 9));
        var colour = new CellImage(3, 48, 64, TestImages.Noise(48, 64, 5, channels: 3).Pixels);
        var findings = Find(Set([.. Clean, Movie("c", colour, other)])).Where(finding => finding.Movie is null).ToList();
        Assert.Equal([FindingKind.ChannelsDiffer, FindingKind.SizesDiffer, FindingKind.TypesDiffer], findings.Select(finding => finding.Kind));
        Assert.Equal("images differ in their number of channels: 1 (6), 3 (1)", findings[0].Message);
        Assert.Equal("images differ in size: 96 x 96 (6), 48 x 64 (1)", findings[1].Message);
        Assert.Equal("images differ in their values: whole numbers beyond 255 (6), with fractions (1)", findings[2].Message);
        Assert.Equal(
            [FindingSeverity.Warning, FindingSeverity.Information, FindingSeverity.Information], findings.Select(finding => finding.Severity));
    }

    [Fact]
    public void Frames_of_a_movie_that_differ_in_size_are_told()
    {
        var movie = new CellMovie("m", "m.tif", 3, frame => TestImages.Noise(frame == 1 ? 48 : 96, 96, frame));
        var finding = Find(Set(movie)).Single(finding => finding.Kind == FindingKind.FrameSizesDiffer);
        Assert.Equal(("m", null, "its frames differ in size: 96 x 96 (2), 48 x 96 (1)"), (finding.Movie, finding.Frame, finding.Message));
    }

    [Fact]
    public void What_cannot_be_read_is_told_and_the_rest_goes_on()
    {
        var movie = new CellMovie(
            "m", "m.tif", 3,
            frame => frame == 1 ? throw new CellSegException("m.tif", "the page is cut off", "Copy the file again") : ImageOf(Labels, frame),
            frame => frame == 2 ? throw new CellSegException("m_labels.tif", "the value 0.5 is no label", "Save labels") : Labels);
        var report = DatasetInspector.Inspect(Set([movie, .. Clean]));
        var errors = report.Findings.Where(finding => finding.Severity == FindingSeverity.Error).ToList();
        Assert.Equal(
            [
                (FindingKind.Unreadable, "m", 1, "the page is cut off", "Copy the file again"),
                (FindingKind.Unreadable, "m", 2, "m_labels.tif: the value 0.5 is no label", "Save labels"),
            ],
            errors.Select(finding => (finding.Kind, finding.Movie, finding.Frame!.Value, finding.Message, finding.Remedy)));
        Assert.Equal(9, report.FrameCount);
        Assert.Equal([96, null, 96], report.Frames.Take(3).Select(frame => frame.Height));
        Assert.Equal([2, 2, null], report.Frames.Take(3).Select(frame => frame.CellCount));
        Assert.Equal(["", "Unreadable", "Unreadable"], report.Frames.Take(3).Select(frame => frame.Findings));
    }
}

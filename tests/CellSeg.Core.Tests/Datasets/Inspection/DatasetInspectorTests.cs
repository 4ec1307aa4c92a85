using CellSeg.Core.Tests.Support;
using CellSeg.Datasets;
using CellSeg.Datasets.Inspection;
using CellSeg.Datasets.Inspection.Checks;
using CellSeg.Files;
using CellSeg.Imaging;
using static CellSeg.Core.Tests.Datasets.Inspection.InspectedSet;

namespace CellSeg.Core.Tests.Datasets.Inspection;

public sealed class DatasetInspectorTests
{
    [Fact]
    public void The_report_does_not_depend_on_the_number_of_threads()
    {
        var dataset = Set(
        [
            .. Clean, .. Clean.Select((movie, i) => Movie($"copy {i}", movie.ReadImage(), i == 3 ? null : movie.ReadLabels())),
            Movie("empty", new LabelImage(96, 96)), new CellMovie("bad", "bad.tif", 2, _ => throw new CellSegException("bad.tif", "gone", "Find it")),
        ]);
        var one = DatasetInspector.Inspect("set", [(null, dataset)], null, null, 1, CancellationToken.None);
        Assert.Equal([2, 9], one.Findings.CountBy(finding => finding.Severity).Take(2).Select(pair => pair.Value));
        foreach (int threads in (int[])[2, 7])
        {
            var other = DatasetInspector.Inspect("set", [(null, dataset)], null, null, threads, CancellationToken.None);
            Assert.Equal(one.Findings, other.Findings);
            Assert.Equal(Table(one), Table(other));
        }

        static string Table(DatasetReport report)
        {
            using var folder = new TemporaryFolder();
            TableFile.Write(folder["frames.csv"], report.Frames);
            return File.ReadAllText(folder["frames.csv"]);
        }
    }

    [Fact]
    public void Rows_have_the_numbers_of_their_frames()
    {
        var labels = TestImages.Rectangles(20, 30, (0, 0, 2, 5), (5, 5, 4, 5), (10, 10, 6, 5));
        var image = new CellImage(2, 20, 30, [.. labels.Pixels.Select(label => label == 0 ? 10f : 60f), .. Enumerable.Range(0, 600).Select(i => (float)i)]);
        var row = Assert.Single(DatasetInspector.Inspect(new CellDataset("set", "memory", [Movie("m", image, labels)], pixelSize: 0.5)).Frames);
        Assert.Equal(("set", null, "m", null, "m.tif"), (row.Dataset, row.Part, row.Movie, row.Frame, row.Path));
        Assert.Equal((20, 30, 2), (row.Height!.Value, row.Width!.Value, row.Channels!.Value));
        Assert.Equal((0, 599, ((510 * 10) + (90 * 0) + (60 * 60) + (30 * 10) + (599 * 300)) / 1200.0), (row.Min, row.Max, row.Mean));
        // The cells are 60 pixels of the first channel, which is the larger share.
        Assert.Equal((600, 60 / 600.0), (row.LevelCount!.Value, row.SaturatedShare));
        Assert.Equal((3, 10, 20, 30), (row.CellCount!.Value, row.MinArea, row.MedianArea, row.MaxArea));
        Assert.Equal((2.5, 5, 7.5), (row.MinAreaMicrometer2, row.MedianAreaMicrometer2, row.MaxAreaMicrometer2));
        Assert.Equal((0, 0.0), (row.InPiecesCount!.Value, row.TouchingShare));
    }

    [Fact]
    public void Sizes_and_summary_are_those_of_all_cells()
    {
        var report = DatasetInspector.Inspect(new CellDataset("set", "memory", Clean, pixelSize: 0.5));
        int[] areas = [.. Clean.SelectMany(movie => movie.ReadLabels().GetAreas().Values).Order()];
        Assert.Equal((areas.Length, 6, 6), (report.CellCount, report.MovieCount, report.FrameCount));
        Assert.Equal((areas[0], areas[^1]), (report.Sizes.Min, report.Sizes.Max));
        Assert.Equal((areas[(areas.Length - 1) / 2] + areas[areas.Length / 2]) / 2.0, report.Sizes.Median);
        double diameter = 2 * Math.Sqrt(report.Sizes.Median / Math.PI) * 0.5;
        Assert.EndsWith(
            FormattableString.Invariant($"the median cell is {diameter:0.#} micrometres across"), report.Findings[0].Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Progress_tells_of_each_frame_and_a_cancelled_inspection_ends()
    {
        var told = new List<WorkProgress>();
        var progress = new DirectProgress<WorkProgress>(report =>
        {
            lock (told)
                told.Add(report);
        });
        DatasetInspector.Inspect(Set(Clean), progress: progress);
        Assert.Equal(Enumerable.Range(1, 6), told.Select(report => report.Done).Order());
        Assert.All(told, report => Assert.Equal(6, report.Total));

        using var stop = new CancellationTokenSource();
        var movie = new CellMovie("m", "m.tif", 5, frame =>
        {
            stop.Cancel();
            return frame == 0 ? TestImages.Noise(8, 8, 1) : throw new InvalidOperationException("was read after the end");
        });
        Assert.ThrowsAny<OperationCanceledException>(() => DatasetInspector.Inspect(Set(movie), cancellationToken: stop.Token));
    }

    [Fact]
    public void Options_out_of_range_are_refused()
    {
        DatasetInspectionOptions[] bad =
        [
            new() { MinimumArea = 0 }, new() { MaximumCover = 0 }, new() { MaximumCover = 1.1 }, new() { MaximumSizeRatio = 1 },
            new() { MaximumSaturation = -0.1 }, new() { MaximumSaturation = double.NaN }, new() { MinimumLevels = 1 },
        ];
        foreach (var options in bad)
            Assert.Throws<CellSegException>(() => DatasetInspector.Inspect(Set(Clean), options));
        new DatasetInspectionOptions().Validate();
    }

    [Fact]
    public void An_empty_set_has_a_summary()
        => Assert.Equal("0 movies with 0 frames and 0 cells", Assert.Single(DatasetInspector.Inspect(Set()).Findings).Message);
}

using CellSeg.Datasets;
using CellSeg.Datasets.Simulation;
using CellSeg.Datasets.Simulation.Cells;
using CellSeg.Imaging;

namespace CellSeg.Core.Tests.Datasets.Simulation;

public sealed class SimulatedMovieTests
{
    private static readonly SimulationOptions Small = new()
    {
        MovieCount = 1, FrameCount = 5, Width = 96, Height = 80, CellCount = 10, Radius = 7, Motion = 1.5,
    };

    private static readonly SimulationOptions Rich = Small with
    {
        MovieCount = 4, CellKind = Enum.GetValues<SimulatedCellKind>(), Variation = 1, DivisionRate = 0.1, DeadFraction = 0.1, Bleaching = 0.05,
        FocusDrift = 0.3, DriftX = 1.5, DriftY = -0.5, Haze = 0.3, Cytoplasm = true, BleedThrough = 0.1,
    };

    // Nothing but cells: what comes from a pixel is what was drawn.
    private static readonly SimulationOptions Plain = Small with { Noise = 0, Background = 0, UnevenLight = 0, Motion = 0, TouchingFraction = 0 };

    [Fact]
    public void Frames_are_the_same_in_any_order_and_from_any_thread()
    {
        var forward = Read(CellSimulator.Simulate(Rich), frame => frame);
        var backward = Read(CellSimulator.Simulate(Rich), frame => Rich.FrameCount - 1 - frame);
        var dataset = CellSimulator.Simulate(Rich);
        var parallel = new Dictionary<(int, int), (float[], int[])>();
        Parallel.For(0, 2 * Rich.MovieCount * Rich.FrameCount, i =>
        {
            var (movie, frame) = (i / 2 / Rich.FrameCount, i / 2 % Rich.FrameCount);
            var read = (dataset.Movies[movie].ReadImage(frame).Pixels, dataset.Movies[movie].ReadLabels(frame).Pixels);
            lock (parallel)
                parallel[(movie, frame)] = read;
        });
        foreach (var (key, (image, labels)) in forward)
        {
            Assert.Equal(image, backward[key].Image);
            Assert.Equal(labels, backward[key].Labels);
            Assert.Equal(image, parallel[key].Item1);
            Assert.Equal(labels, parallel[key].Item2);
        }
    }

    [Fact]
    public void A_movie_is_the_same_however_many_there_are()
    {
        var few = CellSimulator.Simulate(Rich with { MovieCount = 3 }).Movies[2];
        var many = CellSimulator.Simulate(Rich with { MovieCount = 9 }).Movies[2];
        Assert.Equal(few.ReadImage(4).Pixels, many.ReadImage(4).Pixels);
        Assert.Equal(few.Tracks, many.Tracks);
        Assert.Equal(few.Kind, many.Kind);
    }

    [Fact]
    public void Movies_know_their_kind_size_and_pixels()
    {
        var dataset = CellSimulator.Simulate(Small with
        {
            MovieCount = 3, CellKind = [SimulatedCellKind.Spindle, SimulatedCellKind.Small], PixelSize = 0.65,
        });
        Assert.Equal(["Spindle", "Small", "Spindle"], dataset.Movies.Select(movie => movie.Kind));
        Assert.Equal(0.65, dataset.PixelSize);
        Assert.All(dataset.Movies, movie => Assert.Equal((0.65, new FrameSize(80, 96)), (movie.PixelSize, movie.FrameSize!.Value)));
        Assert.Null(CellSimulator.Simulate(Small).PixelSize);
    }

    [Fact]
    public void Tracks_are_what_the_labels_show()
    {
        var movie = CellSimulator.Simulate(Small with { FrameCount = 20, DivisionRate = 0.06, DriftX = 1, Seed = 3 }).Movies[0];
        var seen = Enumerable.Range(0, movie.FrameCount)
            .SelectMany(frame => movie.ReadLabels(frame).GetAreas().Keys.Select(label => (label, frame)))
            .GroupBy(pair => pair.label, pair => pair.frame)
            .ToDictionary(group => group.Key, group => (First: group.Min(), Last: group.Max()));
        Assert.Equal(seen.Keys.Order(), movie.Tracks.Select(track => track.Label));
        Assert.All(movie.Tracks, track => Assert.Equal(seen[track.Label], (track.FirstFrame, track.LastFrame)));

        var families = movie.Tracks.Where(track => track.Parent is not null).GroupBy(track => track.Parent!.Value).ToList();
        Assert.NotEmpty(families);
        Assert.All(families, family =>
        {
            Assert.InRange(family.Count(), 1, 2);
            Assert.All(family, daughter => Assert.True(daughter.FirstFrame > seen[family.Key].Last));
        });
        // Most happen within the field, where both daughters are seen at once and take the mother's place.
        Assert.Contains(families, family => family.Count() == 2 && family.All(daughter => daughter.FirstFrame == seen[family.Key].Last + 1));
    }

    [Fact]
    public void A_cell_is_small_and_bright_before_it_divides_and_daughters_grow()
    {
        // All divide at once from the first frame to the second, and are then too young for eight frames.
        var movie = CellSimulator.Simulate(Plain with { FrameCount = 9, CellCount = 3, DivisionRate = 1, BrightnessSpread = 0, Blur = 0.5 }).Movies[0];
        Assert.Equal([3, 6], Enumerable.Range(0, 2).Select(frame => movie.ReadLabels(frame).CountCells()));
        double dividing = MeanBrightness(movie, 0), area = movie.ReadLabels(1).GetAreas().Values.Average();
        double grown = MeanBrightness(movie, 6), grownArea = movie.ReadLabels(6).GetAreas().Values.Average();
        Assert.True(dividing > 1.7 * grown, $"{dividing} in division, {grown} later");
        Assert.True(grownArea > 2 * area, $"{area} pixels at birth, {grownArea} later");
    }

    [Fact]
    public void Bleaching_takes_the_same_share_each_frame()
    {
        var movie = CellSimulator.Simulate(Plain with { Bleaching = 0.1, Exposure = 0.05 }).Movies[0];
        double[] totals = [.. Enumerable.Range(0, 5).Select(frame => Light(movie, frame))];
        for (int frame = 1; frame < totals.Length; frame++)
            Assert.Equal(0.9, totals[frame] / totals[frame - 1], 3);
    }

    [Fact]
    public void Drift_of_the_stage_is_the_shift_that_was_asked_for()
    {
        var movie = CellSimulator.Simulate(Plain with { DriftX = 3, DriftY = -2 }).Movies[0];
        LabelImage first = movie.ReadLabels(0), last = movie.ReadLabels(4);
        for (int y = 8; y < first.Height; y++)
        {
            for (int x = 0; x < first.Width - 12; x++)
            {
                // Who has come in has a new label.
                if (first[y, x] != 0 || last[y - 8, x + 12] <= Plain.CellCount)
                    Assert.Equal(first[y, x], last[y - 8, x + 12]);
            }
        }
    }

    [Fact]
    public void Focus_that_wanders_blurs_what_stays_where_it_is()
    {
        var sharp = CellSimulator.Simulate(Plain with { Blur = 0.8 }).Movies[0];
        var wandering = CellSimulator.Simulate(Plain with { Blur = 0.8, FocusDrift = 2 }).Movies[0];
        Assert.Equal(sharp.ReadImage(0).Pixels, wandering.ReadImage(0).Pixels);
        Assert.Equal(sharp.ReadLabels(3).Pixels, wandering.ReadLabels(3).Pixels);
        Assert.Equal(sharp.ReadImage(0).Pixels, sharp.ReadImage(3).Pixels);
        Assert.True(Edges(wandering.ReadImage(3)) < 0.8 * Edges(sharp.ReadImage(3)));
    }

    [Fact]
    public void Who_leaves_is_replaced_by_a_cell_with_a_label_of_its_own()
    {
        var movie = CellSimulator.Simulate(Small with { FrameCount = 40, DriftX = 4, CellCount = 20 }).Movies[0];
        Assert.True(movie.Tracks.Count > 30);
        Assert.InRange(movie.ReadLabels(39).CountCells(), 8, 20);
        // A cell that is gone does not come back.
        Assert.All(movie.Tracks, track => Assert.True(track.LastFrame - track.FirstFrame < 36));
    }

    [Fact]
    public void Kinds_differ_in_size_and_texture()
    {
        double MeanArea(SimulatedCellKind kind)
            => CellSimulator.Simulate(Plain with { Width = 256, Height = 256, CellKind = [kind] }).Movies[0].ReadLabels(0).GetAreas().Values.Average();
        Assert.True(MeanArea(SimulatedCellKind.Large) > 3 * MeanArea(SimulatedCellKind.Oval));
        Assert.True(MeanArea(SimulatedCellKind.Small) < 0.5 * MeanArea(SimulatedCellKind.Oval));

        double Contrast(SimulatedCellKind kind)
        {
            var movie = CellSimulator.Simulate(Plain with { Radius = 12, CellKind = [kind], CellCount = 4, BrightnessSpread = 0, Blur = 0.5 }).Movies[0];
            return movie.ReadImage(0).Pixels.Max() / MeanBrightness(movie, 0);
        }
        Assert.True(Contrast(SimulatedCellKind.Speckled) > 1.3 * Contrast(SimulatedCellKind.Large));
    }

    [Fact]
    public void Movies_of_a_varied_data_set_are_less_alike()
    {
        static double[] Dark(double variation)
            => [.. CellSimulator.Simulate(Small with { MovieCount = 12, FrameCount = 1, Variation = variation }).Movies
                .Select(movie => movie.ReadLabels(0).Pixels.Count(label => label != 0) / 7680.0)];
        double Spread(double[] values) => values.Max() / values.Min();
        Assert.True(Spread(Dark(1)) > 2 * Spread(Dark(0)));
    }

    private static Dictionary<(int Movie, int Frame), (float[] Image, int[] Labels)> Read(CellDataset dataset, Func<int, int> order)
    {
        var result = new Dictionary<(int, int), (float[], int[])>();
        for (int movie = 0; movie < dataset.MovieCount; movie++)
        {
            for (int i = 0; i < dataset.Movies[movie].FrameCount; i++)
            {
                int frame = order(i);
                result.Add((movie, frame), (dataset.Movies[movie].ReadImage(frame).Pixels, dataset.Movies[movie].ReadLabels(frame).Pixels));
            }
        }
        return result;
    }

    /// <summary>Light above that of the ground, the darkest pixel.</summary>
    private static double Light(CellMovie movie, int frame)
    {
        var pixels = movie.ReadImage(frame).Pixels;
        float ground = pixels.Min();
        return pixels.Sum(value => (double)(value - ground));
    }

    private static double MeanBrightness(CellMovie movie, int frame)
    {
        var (image, labels) = (movie.ReadImage(frame).Pixels, movie.ReadLabels(frame).Pixels);
        return image.Where((_, i) => labels[i] != 0).Average() - image.Min();
    }

    private static double Edges(CellImage image)
    {
        double sum = 0;
        for (int i = 1; i < image.Pixels.Length; i++)
            sum += i % image.Width == 0 ? 0 : Math.Pow(image.Pixels[i] - image.Pixels[i - 1], 2);
        return sum;
    }
}

using CellSeg.Core.Tests.Support;
using CellSeg.Datasets;
using CellSeg.Datasets.Repair;
using CellSeg.Imaging;
using CellSeg.Imaging.Restoration;
using CellSeg.Imaging.Selection;

namespace CellSeg.Core.Tests.Datasets.Repair;

public sealed class MovieRepairTests : IDisposable
{
    private const int Size = 48;

    private static readonly MovieRepairOptions Ball = new() { Background = new() { Method = BackgroundMethod.RollingBall, Radius = 12 } };

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Frames_are_read_when_they_are_asked_for_and_stay_as_they_are()
    {
        var read = new List<int>();
        var image = Cells(0);
        var movie = new CellMovie("a", "a.tif", 4, frame =>
        {
            read.Add(frame);
            return image;
        })
        {
            Kind = "kind",
            PixelSize = 0.5,
        };
        var before = (float[])image.Pixels.Clone();
        var repaired = new MovieRepair(Ball).Apply(movie).Movie;
        Assert.Equal([0], read);
        Assert.Equal(("a", "a.tif", 4, "kind", 0.5), (repaired.Name, repaired.Path, repaired.FrameCount, repaired.Kind, repaired.PixelSize));
        var background = new float[before.Length];
        RollingBall.Open(before, Size, Size, 12, 12, background);
        Assert.Equal(before.Zip(background, (value, ground) => value - ground), repaired.ReadImage(2).Pixels);
        Assert.Equal([0, 2], read);
        Assert.Equal(before, image.Pixels);
    }

    [Fact]
    public void The_background_of_dark_cells_is_the_bright_side()
    {
        var bright = Movie(Cells(0));
        var dark = Movie(Cells(0).Negate(), hasDarkCells: true);
        var repaired = new MovieRepair(Ball with { ClipNegative = true }).Apply(dark).Movie;
        Assert.True(repaired.HasDarkCells);
        Assert.Equal(new MovieRepair(Ball).Apply(bright).Movie.ReadImage().Pixels, repaired.ReadImage().Negate().Pixels);
        Assert.All(repaired.ReadImage().Pixels, value => Assert.True(value <= 0));
        Assert.True(repaired.ReadImage().Pixels.Min() < -50);
    }

    [Fact]
    public void Values_below_zero_stay_unless_they_are_clipped()
    {
        var options = new MovieRepairOptions { Background = new() { Method = BackgroundMethod.LargeKernel, Radius = 10 } };
        var kept = new MovieRepair(options).Apply(Movie(Cells(0))).Movie.ReadImage().Pixels;
        var clipped = new MovieRepair(options with { ClipNegative = true }).Apply(Movie(Cells(0))).Movie.ReadImage().Pixels;
        Assert.True(kept.Min() < -1);
        Assert.Equal(kept.Select(value => Math.Max(value, 0)), clipped);
    }

    [Fact]
    public void A_pixel_that_is_no_number_spoils_no_other()
    {
        var image = Cells(0);
        image.Pixels[100] = float.NaN;
        var pixels = new MovieRepair(Ball with { RemoveHotPixels = true }).Apply(Movie(image)).Movie.ReadImage().Pixels;
        Assert.Equal(100, Assert.Single(Enumerable.Range(0, pixels.Length), i => !float.IsFinite(pixels[i])));
    }

    [Fact]
    public void Hot_pixels_go_before_the_light_is_made_even_and_light_before_the_background()
    {
        float[] light = [.. Enumerable.Range(0, Size * Size).Select(i => 0.5f + (i % Size / (float)Size))];
        var image = new CellImage(1, Size, Size, [.. Cells(0).Pixels.Zip(light, (value, share) => (value + 10) * share)]);
        image.Pixels[(5 * Size) + 5] = 5000;
        string flat = WriteFloats("flat.tif", light);
        var repaired = new MovieRepair(Ball with { RemoveHotPixels = true, FlatFieldPath = flat }).Apply(Movie(image)).Movie.ReadImage();
        var expected = new MovieRepair(Ball).Apply(Movie(Cells(0))).Movie.ReadImage();
        double gain = light.Average();
        for (int i = 0; i < light.Length; i++)
            Assert.Equal(expected.Pixels[i] * gain, repaired.Pixels[i], 0.05);
    }

    [Fact]
    public void Light_is_estimated_from_cells_that_move()
    {
        float[] light = [.. Enumerable.Range(0, Size * Size).Select(i => 1.2f - (i % Size / (2.5f * Size)))];
        var movie = new CellMovie("a", "a", 9, frame => new CellImage(
            1, Size, Size, [.. Cells(8 * frame).Pixels.Zip(light, (value, share) => (100 + value) * share)]));
        var even = new MovieRepair(new MovieRepairOptions { EstimateFlatField = true }).Apply(movie).Movie.ReadImage();
        var cells = Cells(0);
        var ground = Enumerable.Range(0, Size * Size).Where(i => cells.Pixels[i] == 0 && i % Size is > 4 and < Size - 4)
            .Select(i => even.Pixels[i]).ToList();
        Assert.True(ground.Max() - ground.Min() < 10, $"{ground.Min()} to {ground.Max()}");
        Assert.Contains("4 frames", Assert.Throws<CellSegException>(
            () => new MovieRepair(new MovieRepairOptions { EstimateFlatField = true }).Apply(movie.GetFrames(0, 4, 0))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_flat_field_that_cannot_be_used_is_told_by_its_name()
    {
        var values = new float[Size * Size];
        string path = WriteFloats("flat.tif", values);
        Assert.Equal(path, Assert.Throws<CellSegException>(() => new MovieRepair(new MovieRepairOptions { FlatFieldPath = path })).Target);
        Array.Fill(values, 2);
        path = WriteFloats("flat.tif", values);
        var repair = new MovieRepair(new MovieRepairOptions { FlatFieldPath = path });
        Assert.Equal("small", Assert.Throws<CellSegException>(() => repair.Apply(new CellMovie("small", "small", 1, _ => TestImages.Noise(3, 4, 1)))).Target);
        Assert.True(Assert.Throws<CellSegException>(() => new MovieRepair(new MovieRepairOptions { DarkFieldPath = _folder["none.tif"] })).IsMissing);
    }

    [Fact]
    public void Drift_moves_images_labels_and_tracks()
    {
        // The cells stand still and the camera goes right by three pixels a frame, until the first cell has left the field.
        var labels = TestImages.Rectangles(Size, Size, (20, 2, 8, 6), (8, 30, 9, 9));
        var movie = new CellMovie(
            "a", "a", 5, frame => Cells(-3 * frame, textured: true), frame => Shifted(labels, -3 * frame), annotationCount: 9)
        {
            Tracks = [new CellTrack(1, 0, 2), new CellTrack(2, 0, 4, Parent: 7), new CellTrack(3, 1, 2, Parent: 1)],
        };
        var options = new MovieRepairOptions { CorrectDrift = true };
        var result = new MovieRepair(options).Apply(movie);
        Assert.Empty(result.Warnings);
        for (int frame = 0; frame < 5; frame++)
        {
            Assert.True(result.Shifts[frame].IsTrusted);
            Assert.Equal(0, result.Shifts[frame].Shift.Down, 0.1);
            Assert.Equal(3 * frame, result.Shifts[frame].Shift.Right, 0.1);
            for (int i = 0; i < Size * Size; i++)
            {
                if (i % Size >= 3 * frame)
                    Assert.Equal(Shifted(Shifted(labels, -3 * frame), 3 * frame).Pixels[i], result.Movie.ReadLabels(frame).Pixels[i]);
            }
        }
        // Frames 1 and 2 have a part of the first cell, and the others after them none.
        int expected = Enumerable.Range(0, 5).Sum(frame => result.Movie.ReadLabels(frame).CountCells());
        Assert.Equal(expected, result.Movie.AnnotationCount);
        Assert.Equal([new CellTrack(1, 0, 2), new CellTrack(2, 0, 4)], result.Movie.Tracks);
        Assert.Equal(12, result.LongestShift, 0.1);
        Assert.Equal(Enumerable.Range(0, 5), result.DescribeShifts().Select(line => line.Frame));
    }

    [Fact]
    public void One_channel_tells_the_drift_of_all()
    {
        var movie = new CellMovie("a", "a", 3, frame => new CellImage(
            2, Size, Size, [.. Cells(0, textured: true).Pixels, .. Cells(2 * frame, textured: true).Pixels]) { ChannelNames = ["red", "green"] });
        var options = new MovieRepairOptions { CorrectDrift = true, DriftChannel = new ChannelSelector("green") };
        var result = new MovieRepair(options).Apply(movie);
        Assert.Equal(-4, result.Shifts[2].Shift.Right, 0.1);
        var image = result.Movie.ReadImage(2);
        Assert.Equal(["red", "green"], image.ChannelNames);
        Assert.Equal(Cells(0, textured: true).Pixels[(20 * Size) + 24], image.Plane(0)[(20 * Size) + 20], 2f);
        Assert.Equal(0, new MovieRepair(options with { DriftChannel = new ChannelSelector(0) }).Apply(movie).LongestShift);
        Assert.Equal("a (frame 0, from 0)", Assert.Throws<CellSegException>(
            () => new MovieRepair(options with { DriftChannel = new ChannelSelector("blue") }).Apply(movie)).Target);
    }

    [Fact]
    public void Frames_that_tell_no_place_are_told()
    {
        var movie = new CellMovie("a", "a.tif", 3, frame => frame == 1 ? new CellImage(1, Size, Size, new float[Size * Size]) : Cells(0, textured: true));
        var result = new MovieRepair(new MovieRepairOptions { CorrectDrift = true }).Apply(movie);
        Assert.Contains("a.tif: 1 of 3 frames (1, from 0)", Assert.Single(result.Warnings), StringComparison.Ordinal);
        Assert.Equal([true, false, true], result.Shifts.Select(frame => frame.IsTrusted));
    }

    [Fact]
    public void A_ball_that_rolls_into_cells_is_told_once()
    {
        var movie = Movie(new CellImage(1, Size, Size, Array.ConvertAll(Cells(0).Pixels, value => value / 255)));
        var repair = new MovieRepair(Ball);
        Assert.Contains("BallHeight", Assert.Single(repair.Apply(movie).Warnings), StringComparison.Ordinal);
        Assert.Empty(repair.Apply(movie).Warnings);
        Assert.Empty(new MovieRepair(Ball with { Background = Ball.Background with { BallHeight = 0.1 } }).Apply(movie).Warnings);
    }

    [Fact]
    public void A_movie_that_cannot_be_repaired_is_a_problem_and_the_others_go_on()
    {
        var damaged = new CellMovie(
            "b", "b.tif", 2, frame => frame == 0 ? Cells(0, textured: true) : throw new CellSegException("b.tif", "it ends early", "Get it again"));
        var uneven = new CellMovie("c", "c.tif", 2, frame => TestImages.Noise(Size + frame, Size, 1));
        var dataset = new CellDataset("data", "data", [Movie(Cells(0)), damaged, uneven, Movie(Cells(3))], 0.65);
        var result = new MovieRepair(new MovieRepairOptions { CorrectDrift = true }).Apply(dataset);
        Assert.Equal(["a", "a"], result.Dataset.Movies.Select(movie => movie.Name));
        Assert.Equal(0.65, result.Dataset.PixelSize);
        Assert.Equal(["b.tif", "c.tif (frame 1, from 0)"], result.Problems.Select(problem => problem.Target));
    }

    [Fact]
    public void Options_that_say_nothing_are_refused()
    {
        Refuse(new());
        Refuse(new() { ClipNegative = true });
        Refuse(Ball with { HotPixelThreshold = 5 });
        Refuse(Ball with { DriftChannel = new ChannelSelector(0) });
        Refuse(new() { CorrectDrift = true, Background = new() { Radius = 5 } });
        Refuse(Ball with { Background = new() { Method = BackgroundMethod.LargeKernel, BallHeight = 5 } });
        Refuse(Ball with { Background = new() { Method = BackgroundMethod.RollingBall, Shape = KernelShape.Disc } });
        Refuse(new() { FlatFieldPath = "a.tif", EstimateFlatField = true });
        Refuse(Ball with { Background = Ball.Background with { Radius = 0.5 } });
        Refuse(Ball with { Background = Ball.Background with { Radius = double.NaN } });
        Refuse(new() { RemoveHotPixels = true, HotPixelThreshold = 0 });

        static void Refuse(MovieRepairOptions options) => Assert.Throws<CellSegException>(options.Validate);
    }

    /// <summary>Four bright squares on black, moved to the right.</summary>
    private static CellImage Cells(int right, bool textured = false)
    {
        var image = new CellImage(1, Size, Size, new float[Size * Size]);
        foreach (var (top, left, side) in ((int, int, int)[])[(20, 10, 7), (8, 30, 9), (33, 22, 8), (36, 38, 6)])
        {
            for (int y = top; y < top + side; y++)
            {
                for (int x = Math.Max(0, left + right); x < Math.Min(Size, left + right + side); x++)
                    image.Pixels[(y * Size) + x] = 100 + (textured ? (((y * 7) + ((x - right) * 13)) % 23 * 4) : 0);
            }
        }
        return image;
    }

    private static LabelImage Shifted(LabelImage labels, int right) => CellSeg.Imaging.Registration.ImageShifter.Shift(labels, new(0, right));

    private static CellMovie Movie(CellImage image, bool hasDarkCells = false) => new("a", "a", 1, _ => image) { HasDarkCells = hasDarkCells };

    private string WriteFloats(string name, float[] values)
    {
        using var image = NetVips.Image.NewFromMemory(values, Size, Size, 1, NetVips.Enums.BandFormat.Float);
        image.Tiffsave(_folder[name]);
        return _folder[name];
    }
}

using CellSeg.Datasets;
using CellSeg.Datasets.Simulation;
using CellSeg.Datasets.Simulation.Cells;
using CellSeg.Imaging;

namespace CellSeg.Core.Tests.Datasets;

public sealed class CellSimulatorTests
{
    private static readonly SimulationOptions Small = new() { MovieCount = 3, FrameCount = 2, Width = 96, Height = 64, CellCount = 12, Radius = 6 };

    [Fact]
    public void Movies_have_the_size_and_number_that_was_asked_for()
    {
        var dataset = CellSimulator.Simulate(Small);
        Assert.Equal((3, 6), (dataset.MovieCount, dataset.FrameCount));
        Assert.Equal(3, dataset.Movies.Select(movie => movie.Name).Distinct().Count());
        foreach (var (image, labels) in Frames(dataset))
        {
            Assert.Equal((1, 64, 96), (image.Channels, image.Height, image.Width));
            Assert.Equal((64, 96), (labels.Height, labels.Width));
            Assert.All(image.Pixels, value => Assert.True(value is >= 0 and <= ushort.MaxValue && value == MathF.Floor(value)));
        }
        Assert.Equal(Frames(dataset).Sum(frame => frame.Labels.CountCells()), dataset.AnnotationCount);
        Assert.InRange(dataset.AnnotationCount, 6 * 4, 6 * 12);
    }

    [Fact]
    public void The_seed_alone_decides_the_movies()
    {
        float[] Pixels(SimulationOptions options) => CellSimulator.Simulate(options).Movies[1].ReadImage(1).Pixels;
        Assert.Equal(Pixels(Small), Pixels(Small));
        Assert.Equal(Pixels(Small), Pixels(Small with { MovieCount = 2 }));
        Assert.NotEqual(Pixels(Small), Pixels(Small with { Seed = 1 }));
    }

    [Fact]
    public void Some_cells_touch()
        => Assert.Contains(Frames(CellSimulator.Simulate(Small with { TouchingFraction = 1 })), frame => HasTouchingCells(frame.Labels));

    [Fact]
    public void Cells_move_between_frames_unless_they_shall_not()
    {
        var moving = CellSimulator.Simulate(Small).Movies[0];
        Assert.NotEqual(moving.ReadLabels(0).Pixels, moving.ReadLabels(1).Pixels);
        var still = CellSimulator.Simulate(Small with { Motion = 0 }).Movies[0];
        Assert.Equal(still.ReadLabels(0).Pixels, still.ReadLabels(1).Pixels);
        Assert.NotEqual(still.ReadImage(0).Pixels, still.ReadImage(1).Pixels);
    }

    [Fact]
    public void Cells_are_brighter_than_the_background()
    {
        foreach (var (image, labels) in Frames(CellSimulator.Simulate(Small)))
        {
            float Mean(Func<int, bool> isWanted) => image.Pixels.Where((_, i) => isWanted(labels.Pixels[i])).Average();
            float background = Mean(id => id == 0);
            foreach (int cell in labels.GetAreas().Where(pair => pair.Value > 20).Select(pair => pair.Key))
                Assert.True(Mean(id => id == cell) > background);
        }
    }

    [Fact]
    public void A_field_without_cells_is_possible()
        => Assert.Equal(0, CellSimulator.Simulate(Small with { CellCount = 0 }).AnnotationCount);

    [Fact]
    public void Options_out_of_range_name_themselves()
    {
        (string Name, SimulationOptions Options)[] cases =
        [
            (nameof(SimulationOptions.MovieCount), Small with { MovieCount = 0 }),
            (nameof(SimulationOptions.FrameCount), Small with { FrameCount = 0 }),
            (nameof(SimulationOptions.Width), Small with { Width = 31 }),
            (nameof(SimulationOptions.Height), Small with { Height = -1 }),
            (nameof(SimulationOptions.CellCount), Small with { CellCount = -1 }),
            (nameof(SimulationOptions.Radius), Small with { Radius = 1.9 }),
            (nameof(SimulationOptions.Radius), Small with { Radius = double.PositiveInfinity }),
            (nameof(SimulationOptions.TouchingFraction), Small with { TouchingFraction = 1.1 }),
            (nameof(SimulationOptions.Blur), Small with { Blur = double.NaN }),
            (nameof(SimulationOptions.Noise), Small with { Noise = -0.1 }),
            (nameof(SimulationOptions.UnevenLight), Small with { UnevenLight = -0.1 }),
            (nameof(SimulationOptions.Motion), Small with { Motion = double.PositiveInfinity }),
            (nameof(SimulationOptions.CellKind), Small with { CellKind = [] }),
            (nameof(SimulationOptions.CellKind), Small with { CellKind = [(SimulatedCellKind)99] }),
            (nameof(SimulationOptions.Variation), Small with { Variation = 1.1 }),
            (nameof(SimulationOptions.DivisionRate), Small with { DivisionRate = -0.1 }),
            (nameof(SimulationOptions.DeadFraction), Small with { DeadFraction = 2 }),
            (nameof(SimulationOptions.DriftX), Small with { DriftX = double.NaN }),
            (nameof(SimulationOptions.DriftY), Small with { DriftY = double.NegativeInfinity }),
            (nameof(SimulationOptions.Bleaching), Small with { Bleaching = 1 }),
            (nameof(SimulationOptions.FocusDrift), Small with { FocusDrift = -1 }),
            (nameof(SimulationOptions.Haze), Small with { Haze = 1.1 }),
            (nameof(SimulationOptions.Texture), Small with { Texture = -1 }),
            (nameof(SimulationOptions.BrightnessSpread), Small with { BrightnessSpread = 2.1 }),
            (nameof(SimulationOptions.Background), Small with { Background = -1 }),
            (nameof(SimulationOptions.Exposure), Small with { Exposure = 0 }),
            (nameof(SimulationOptions.Gamma), Small with { Gamma = 0 }),
            (nameof(SimulationOptions.BitDepth), Small with { BitDepth = 12 }),
            (nameof(SimulationOptions.LabelTarget), Small with { LabelTarget = (LabelTarget)9 }),
            (nameof(SimulationOptions.BleedThrough), Small with { BleedThrough = -1 }),
            (nameof(SimulationOptions.PixelSize), Small with { PixelSize = 0 }),
        ];
        foreach (var (name, options) in cases)
            Assert.Equal(name, Assert.Throws<CellSegException>(() => CellSimulator.Simulate(options)).Target);
    }

    private static IEnumerable<(CellImage Image, LabelImage Labels)> Frames(CellDataset dataset)
        => dataset.Movies.SelectMany(movie => Enumerable.Range(0, movie.FrameCount).Select(frame => (movie.ReadImage(frame), movie.ReadLabels(frame))));

    private static bool HasTouchingCells(LabelImage labels)
    {
        for (int i = 1; i < labels.Pixels.Length; i++)
        {
            if (i % labels.Width != 0 && labels.Pixels[i] != 0 && labels.Pixels[i - 1] != 0 && labels.Pixels[i] != labels.Pixels[i - 1])
                return true;
        }
        return false;
    }
}

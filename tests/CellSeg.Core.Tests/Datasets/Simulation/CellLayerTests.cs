using CellSeg.Datasets.Simulation;
using CellSeg.Datasets.Simulation.Cells;
using CellSeg.Imaging;
using CellSeg.Imaging.Morphology;

namespace CellSeg.Core.Tests.Datasets.Simulation;

/// <summary>How full fields are, and the cytoplasm between nuclei.</summary>
public sealed class CellLayerTests
{
    private static readonly SimulationOptions Field = new() { MovieCount = 1, Width = 128, Height = 128, Radius = 8 };

    [Fact]
    public void What_fits_is_placed_without_a_word()
    {
        var result = CellSimulator.Create(Field with { CellCount = 25 });
        Assert.Empty(result.Warnings);
        Assert.Equal(25, result.Dataset.AnnotationCount);
    }

    [Fact]
    public void More_cells_than_fit_make_a_closed_layer_and_a_warning_with_both_numbers()
    {
        var result = CellSimulator.Create(Field with { MovieCount = 2, CellCount = 400 });
        int placed = result.Dataset.AnnotationCount;
        Assert.Contains($"{placed} of the 800 cells", Assert.Single(result.Warnings), StringComparison.Ordinal);
        foreach (var movie in result.Dataset.Movies)
        {
            var labels = movie.ReadLabels();
            Assert.True(labels.Pixels.Count(label => label != 0) > 0.85 * labels.Pixels.Length);
            Assert.True(CountTouching(labels) > 0.9 * labels.CountCells());
            // Flattened, not swallowed.
            Assert.All(labels.GetAreas(), cell => Assert.True(cell.Value > 10, $"cell {cell.Key} has {cell.Value} pixels"));
        }
    }

    [Theory]
    [InlineData(LabelTarget.Nucleus)]
    [InlineData(LabelTarget.Cell)]
    public void Each_cell_is_in_one_piece(LabelTarget target)
    {
        foreach (var kind in Enum.GetValues<SimulatedCellKind>())
        {
            var labels = CellSimulator.Simulate(Field with { CellCount = 60, CellKind = [kind], LabelTarget = target }).Movies[0].ReadLabels();
            int pieces = ConnectedComponents.Label<int>(labels.Pixels, 128, 128, PixelConnectivity.Four, new int[labels.Pixels.Length]);
            Assert.Equal(labels.CountCells(), pieces);
        }
    }

    [Fact]
    public void A_nucleus_lies_in_the_cell_of_its_label()
    {
        var options = Field with { FrameCount = 6, CellCount = 20, Cytoplasm = true, DivisionRate = 0.1, DriftX = 4, DriftY = 2 };
        var nuclei = CellSimulator.Simulate(options).Movies[0];
        var cells = CellSimulator.Simulate(options with { LabelTarget = LabelTarget.Cell }).Movies[0];
        for (int frame = 0; frame < options.FrameCount; frame++)
        {
            Assert.Equal(nuclei.ReadImage(frame).Pixels, cells.ReadImage(frame).Pixels);
            LabelImage inner = nuclei.ReadLabels(frame), outer = cells.ReadLabels(frame);
            for (int i = 0; i < inner.Pixels.Length; i++)
                Assert.True(inner.Pixels[i] == 0 || inner.Pixels[i] == outer.Pixels[i]);
            Assert.True(outer.Pixels.Count(label => label != 0) > 1.5 * inner.Pixels.Count(label => label != 0));
        }
    }

    [Fact]
    public void Each_channel_shows_what_its_name_says()
    {
        var options = Field with { CellCount = 12, Cytoplasm = true, Haze = 0, TouchingFraction = 0 };
        var image = CellSimulator.Simulate(options).Movies[0].ReadImage();
        Assert.Equal(["nucleus", "cytoplasm"], image.ChannelNames);
        int[] nuclei = CellSimulator.Simulate(options).Movies[0].ReadLabels().Pixels;
        int[] cells = CellSimulator.Simulate(options with { LabelTarget = LabelTarget.Cell }).Movies[0].ReadLabels().Pixels;
        double Mean(int channel, Func<int, bool> isWanted)
            => image.SelectChannel(channel).Pixels.Where((_, i) => isWanted(i)).Average(value => (double)value);
        bool IsGround(int i) => cells[i] == 0;
        bool IsCytoplasm(int i) => cells[i] != 0 && nuclei[i] == 0;
        bool IsNucleus(int i) => nuclei[i] != 0;
        Assert.True(Mean(0, IsNucleus) > 3 * Mean(0, IsCytoplasm));
        Assert.True(Mean(1, IsCytoplasm) > 3 * Mean(1, IsGround));

        // The nuclei's channel shows cytoplasm only where it is said to bleed through.
        var bleeding = CellSimulator.Simulate(options with { BleedThrough = 0.5 }).Movies[0].ReadImage();
        double Sum(CellImage of) => of.SelectChannel(0).Pixels.Where((_, i) => IsCytoplasm(i)).Sum(value => (double)value);
        Assert.True(Sum(bleeding) > 1.3 * Sum(image));
    }

    [Fact]
    public void Haze_is_light_that_lies_beside_its_nucleus()
    {
        var options = Field with { CellCount = 6, TouchingFraction = 0, Noise = 0, Background = 0, UnevenLight = 0 };
        double Outside(double haze)
        {
            var movie = CellSimulator.Simulate(options with { Haze = haze }).Movies[0];
            int[] labels = movie.ReadLabels().Pixels;
            float[] pixels = movie.ReadImage().Pixels;
            double dark = Math.Round(0.005 * 65535), all = pixels.Sum(value => value - dark);
            return pixels.Where((_, i) => labels[i] == 0).Sum(value => value - dark) / all;
        }
        Assert.True(Outside(0.5) > 1.6 * Outside(0), $"{Outside(0.5)} beside {Outside(0)}");
    }

    [Fact]
    public void The_camera_counts_in_whole_numbers_up_to_the_end_of_its_range()
    {
        var image = CellSimulator.Simulate(Field with { BitDepth = 8, Exposure = 0.9, BrightnessSpread = 0.5 }).Movies[0].ReadImage();
        Assert.All(image.Pixels, value => Assert.True(value is >= 0 and <= 255 && value == MathF.Floor(value)));
        Assert.Equal(255, image.Pixels.Max());
        Assert.True(image.Pixels.Count(value => value == 255) > 100);
    }

    [Fact]
    public void Noise_has_the_deviation_that_was_asked_for()
    {
        // No cells, so that each pixel is the ground: 1, the brightness of a mean nucleus.
        var options = Field with { CellCount = 0, Background = 1, UnevenLight = 0, Noise = 0.1 };
        float[] pixels = CellSimulator.Simulate(options).Movies[0].ReadImage().Pixels;
        double mean = pixels.Average(), deviation = Math.Sqrt(pixels.Average(value => (value - mean) * (value - mean)));
        Assert.Equal(0.255 * 65535, mean, 60.0);
        Assert.Equal(0.025 * 65535, deviation, 40.0);
    }

    [Fact]
    public void Gamma_is_a_power_of_the_light()
    {
        var empty = Field with { CellCount = 0, Background = 0.25, UnevenLight = 0, Noise = 0 };
        double Ground(double gamma) => CellSimulator.Simulate(empty with { Gamma = gamma }).Movies[0].ReadImage().Pixels[0];
        Assert.Equal(65535 * (0.005 + (0.25 * 0.25)), Ground(1), 1.0);
        Assert.Equal(65535 * (0.005 + (0.25 * 0.5)), Ground(0.5), 1.0);
    }

    private static int CountTouching(LabelImage labels)
    {
        var touching = new HashSet<int>();
        for (int y = 0; y < labels.Height; y++)
        {
            for (int x = 0; x < labels.Width; x++)
            {
                int label = labels[y, x];
                if (label != 0 && x + 1 < labels.Width && labels[y, x + 1] is var right && right != 0 && right != label)
                    touching.UnionWith([label, right]);
            }
        }
        return touching.Count;
    }
}

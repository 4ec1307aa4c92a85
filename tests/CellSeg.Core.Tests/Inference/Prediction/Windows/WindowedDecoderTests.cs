using CellSeg.Datasets.Simulation;
using CellSeg.Imaging;
using CellSeg.Inference.Prediction;
using CellSeg.Inference.Prediction.Windows;
using CellSeg.Schemas;
using CellSeg.Targets;

namespace CellSeg.Core.Tests.Inference.Prediction.Windows;

public sealed class WindowedDecoderTests
{
    private const int Height = 300, Width = 410;

    [Theory]
    [InlineData(64, 64)]
    [InlineData(96, 48)]
    [InlineData(128, 80)]
    public void Windows_find_the_cells_of_the_whole_image(int core, int overlap)
    {
        foreach (MapSchema schema in new MapSchema[] { new WatershedSchema(), new PixelwiseSchema(3), new DiscretisedWatershedSchema(5) })
        {
            var maps = Maps(schema);
            var whole = Decode(new WindowedDecoder(schema, schema.DefaultDecoder) { Core = 1 << 20 }, maps);
            var decoder = new WindowedDecoder(schema, schema.DefaultDecoder) { Core = core, Overlap = overlap };
            var windowed = Decode(decoder, maps);
            Assert.True(whole.CountCells() > 60, $"There are only {whole.CountCells()} cells.");
            Assert.Equal(whole.CountCells(), windowed.MaxLabel);
            Assert.Equal(0, decoder.CutCount);
            // The same cells by other numbers: each pair of numbers belongs together.
            var pairs = whole.Pixels.Zip(windowed.Pixels).Distinct().ToList();
            Assert.Equal(whole.CountCells() + 1, pairs.Count);
        }
    }

    [Fact]
    public void Cells_larger_than_the_overlap_are_counted()
    {
        var schema = new WatershedSchema();
        var decoder = new WindowedDecoder(schema, schema.DefaultDecoder) { Core = 64, Overlap = 4 };
        Decode(decoder, Maps(schema));
        Assert.True(decoder.CutCount > 0);
    }

    private static LabelImage Decode(WindowedDecoder decoder, PredictedMaps maps)
    {
        var pixels = new List<int>();
        int count = decoder.Decode(new MapsInMemory(maps), rows => pixels.AddRange(rows), TestContext.Current.CancellationToken);
        var labels = new LabelImage(maps.Height, maps.Width, [.. pixels]);
        Assert.Equal(count, labels.CountCells());
        return labels;
    }

    /// <summary>What a perfect network would predict of simulated cells.</summary>
    private static PredictedMaps Maps(MapSchema schema)
    {
        var movie = CellSimulator.Simulate(
            new SimulationOptions { MovieCount = 1, FrameCount = 1, Height = Height, Width = Width, CellCount = 90, Seed = 4 }).Movies[0];
        var labels = movie.ReadLabels();
        var maps = schema.Maps.ToDictionary(map => map, map => new float[map.TargetChannels * Height * Width]);
        schema.FillTargets(labels.Pixels, Height, Width, new TargetOptions(), map => maps[map]);
        return new PredictedMaps(schema, Height, Width, maps);
    }
}

using CellSeg.Core.Tests.Support;
using CellSeg.Datasets;
using CellSeg.Datasets.Inspection;
using CellSeg.Datasets.Inspection.Checks;
using CellSeg.Datasets.Inspection.Findings;
using CellSeg.Datasets.Simulation;
using CellSeg.Imaging;

namespace CellSeg.Core.Tests.Datasets.Inspection;

/// <summary>Sets in memory with something wrong in them, and what an inspection says.</summary>
internal static class InspectedSet
{
    /// <summary>Six fields of simulated nuclei, with nothing to find.</summary>
    public static IReadOnlyList<CellMovie> Clean { get; } =
        CellSimulator.Simulate(new SimulationOptions { MovieCount = 6, Height = 96, Width = 96, CellCount = 8, Seed = 3 }).Movies;

    /// <summary>A single image as a movie.</summary>
    public static CellMovie Movie(string name, CellImage image, LabelImage? labels = null)
        => new(name, $"{name}.tif", 1, _ => image, labels is null ? null : _ => labels, labels?.CountCells() ?? 0);

    /// <summary>An image of its own for each seed, in which cells are bright.</summary>
    public static CellImage ImageOf(LabelImage labels, long seed = 1)
    {
        var image = TestImages.Noise(labels.Height, labels.Width, seed);
        for (int i = 0; i < image.Pixels.Length; i++)
            image.Pixels[i] = MathF.Floor((100 * image.Pixels[i]) + (labels.Pixels[i] == 0 ? 0 : 200));
        return image;
    }

    /// <summary>Labels on an image of their own.</summary>
    public static CellMovie Movie(string name, LabelImage labels, long seed = 1) => Movie(name, ImageOf(labels, seed), labels);

    /// <summary>The data set of some movies.</summary>
    public static CellDataset Set(params IEnumerable<CellMovie> movies) => new("set", "memory", [.. movies]);

    /// <summary>What is found beside the summary.</summary>
    public static IReadOnlyList<DatasetFinding> Find(CellDataset dataset, DatasetInspectionOptions? options = null)
        => [.. DatasetInspector.Inspect(dataset, options).Findings.Where(finding => finding.Kind != FindingKind.Summary)];

    /// <summary>The one thing that is found in clean movies and one more.</summary>
    public static DatasetFinding FindOnly(CellMovie movie, DatasetInspectionOptions? options = null)
    {
        var finding = Assert.Single(Find(Set([.. Clean, movie]), options), finding => finding.Severity != FindingSeverity.Information);
        Assert.Equal((movie.Name, movie.Path), (finding.Movie, finding.Path));
        Assert.NotNull(finding.Remedy);
        return finding;
    }
}

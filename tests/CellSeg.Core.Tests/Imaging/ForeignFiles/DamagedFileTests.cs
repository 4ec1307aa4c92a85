using CellSeg.Benchmarks.Mutations;
using CellSeg.Core.Tests.Support;

namespace CellSeg.Core.Tests.Imaging.ForeignFiles;

/// <summary>A part of what the benchmarks' mutate reads: files cut, with numbers out of range and with other bytes.</summary>
public sealed class DamagedFileTests
{
    private const int EveryNth = 17;

    private static readonly string Seeds = ForeignFile.Find("seeds");

    public static TheoryData<string> SeedFiles
        => [.. Directory.EnumerateFiles(Seeds, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal).Select(file => Path.GetRelativePath(Seeds, file))];

    [Theory]
    [MemberData(nameof(SeedFiles))]
    public void A_damaged_file_is_refused_by_name_or_read_as_what_it_holds(string file)
    {
        string seed = Path.Combine(Seeds, file), name = Path.GetFileName(file);
        Reading images = Reading.OfImages(seed), labels = Reading.OfLabels(seed);
        Assert.Null(images.Refusal);
        using var folder = new TemporaryFolder();
        var faults = new List<string>();
        foreach (var (i, mutation) in Mutator.Mutate(name, File.ReadAllBytes(seed)).Index().Where(item => item.Index % EveryNth == 0))
        {
            string path = folder.Write($"{i}_{name}", mutation.Content);
            string? fault = Reading.OfImages(path).FindFault(images, mutation.Rule) ?? Reading.OfLabels(path).FindFault(labels, mutation.Rule);
            if (fault is not null)
                faults.Add($"{mutation.Change}: {fault}");
        }
        Assert.Empty(faults);
    }
}

using CellSeg.Benchmarks.Mutations;
using CellSeg.Core.Tests.Support;

namespace CellSeg.Core.Tests.Imaging.ForeignFiles;

/// <summary>A part of what the benchmarks' mutate reads: files cut, with numbers out of range and with other bytes.</summary>
public sealed class DamagedFileTests
{
    private const int EveryNth = 23;

    private static readonly string Seeds = ForeignFile.Find("seeds");

    public static TheoryData<string> SeedFiles
        => [.. Directory.EnumerateFiles(Seeds, "*", SearchOption.AllDirectories).Select(seed => Path.GetRelativePath(Seeds, seed)).Order()];

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
            var read = Reading.OfImages(path);
            string? fault = read.FindFault(images, mutation.Rule) ?? Reading.OfLabels(path).FindFault(labels, mutation.Rule)
                ?? read.FindDifference(Reading.OfBands(path));
            if (fault is not null)
                faults.Add($"{mutation.Change}: {fault}");
        }
        Assert.Empty(faults);
    }

    [Theory]
    [InlineData("g4_ends_early.tif")]
    [InlineData("g4_line_too_long.tif")]
    [InlineData("wider_than_its_jpeg_strips.tif")]
    [InlineData("higher_than_its_jpeg_strip.tif")]
    [InlineData("tile_without_bytes.tif")]
    [InlineData("higher_than_its_scan.jpg")]
    public void Damage_that_decoders_only_warn_of_is_refused(string name) => ForeignFile.AssertNoImage(ForeignFile.Find("damaged", name));
}

using System.Text.RegularExpressions;
using CellSeg.Imaging;

namespace CellSeg.Core.Tests.Architecture;

public sealed class FloorTests
{
    private static readonly string AssemblyPath = typeof(CellImage).Assembly.Location;

    // What the compiler adds lies in no namespace of ours.
    private static readonly (string User, string UserFloor, string Used, string UsedFloor)[] All =
    [
        .. Imports.Read(AssemblyPath)
            .Where(
                use => use.User.Namespace.StartsWith("CellSeg", StringComparison.Ordinal) && use.Used.Namespace.StartsWith("CellSeg", StringComparison.Ordinal))
            .Select(use => (use.User.Name, use.User.Namespace, use.Used.Name, use.Used.Namespace)),
    ];

    [Fact]
    public void Every_namespace_has_its_floor()
        => Assert.Equal(
            Floors.All.Order(),
            typeof(CellImage).Assembly.GetTypes().Select(type => type.Namespace)
                .Where(name => name?.StartsWith("CellSeg", StringComparison.Ordinal) == true).Distinct().Order());

    [Fact]
    public void Namespaces_import_downwards_only()
    {
        var height = Floors.All.Index().ToDictionary(floor => floor.Item, floor => floor.Index);
        Assert.Empty(All
            .Where(import => height[import.UsedFloor] > height[import.UserFloor])
            .Select(import => $"{import.UserFloor}.{import.User} uses {import.UsedFloor}.{import.Used}")
            .Distinct());
    }

    [Theory]
    [InlineData("CellSegmenter", "FramePredictor")]
    [InlineData("WatershedSchema", "WatershedDecoder")]
    [InlineData("TrainingOptions", "LossWeights")]
    [InlineData("ImageWriter", "AtomicFile")]
    public void Imports_are_seen_where_they_are_known_to_be(string user, string used)
        => Assert.Contains(All, import => import.User == user && import.Used == used);

    [Fact]
    public void The_picture_of_the_house_has_every_floor()
    {
        string picture = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "architecture.md")).Split("```mermaid")[1].Split("```")[0];
        string[] drawn = [.. Regex.Matches(picture, @"\[""(.+?)""\]").SelectMany(node => node.Groups[1].Value.Split(" · "))];
        Assert.Equal(Floors.All.Select(floor => floor.Split('.').ElementAtOrDefault(1) ?? floor).Distinct(), drawn);
    }
}

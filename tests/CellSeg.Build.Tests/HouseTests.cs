using CellSeg.Build;

namespace CellSeg.Tests;

/// <summary>What can be counted of the rules for the source tree.</summary>
public sealed class HouseTests
{
    private const int LongestLine = 160, LargestFolder = 12;

    private static readonly string[] Folders = ["src", "module", "build", "tests", "benchmarks", "examples", "docs"];

    private static readonly string[] Code = [".cs", ".ps1", ".psm1", ".psd1", ".ps1xml", ".py", ".csproj", ".props", ".targets"];

    private static readonly string[] Files =
    [
        .. Folders.SelectMany(folder => Directory.EnumerateFiles(Repository.At(folder), "*", SearchOption.AllDirectories))
            .Concat(Directory.EnumerateFiles(Repository.Root))
            .Where(file => !file.Split(Path.DirectorySeparatorChar).Any(part => part is "bin" or "obj" or "__pycache__")),
    ];

    [Fact]
    public void No_line_of_code_is_too_long()
        => Assert.Empty(Files.Where(file => Code.Contains(Path.GetExtension(file))).SelectMany(file => File.ReadLines(file).Index()
            .Where(line => line.Item.Length > LongestLine)
            .Select(line => $"{Path.GetRelativePath(Repository.Root, file)}:{line.Index + 1} has {line.Item.Length} characters")));

    [Fact]
    public void No_folder_has_too_many_files()
        => Assert.Empty(Files.GroupBy(Path.GetDirectoryName).Where(folder => folder.Key != Repository.Root && folder.Count() > LargestFolder)
            .Select(folder => $"{folder.Key} has {folder.Count()} files"));

    [Fact]
    public void The_files_are_found() => Assert.Contains(Repository.At("src", "CellSeg.Core", "Require.cs"), Files);
}

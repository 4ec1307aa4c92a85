using System.IO.Compression;
using System.Security.Cryptography;
using CellSeg.Build.Packaging;

namespace CellSeg.Tests.Packaging;

public sealed class PackageTests
{
    private static readonly DateTimeOffset Time = new(2026, 2, 3, 4, 5, 6, TimeSpan.FromHours(2));

    [Fact]
    public void A_package_holds_its_folder_and_has_its_sum_beside_it()
    {
        using var folder = new TemporaryFolder();
        string source = Write(folder.Path, "a"), zip = Path.Combine(folder.Path, "CellSeg-1.zip");

        Package.Pack(source, zip, Time);

        using (var archive = ZipFile.OpenRead(zip))
        {
            Assert.Equal(["CellSeg/CellSeg.psd1", "CellSeg/bin/a.dll", "CellSeg/bin/b.dll"], archive.Entries.Select(entry => entry.FullName));
            // A zip file has no time zone: it tells that of Greenwich.
            Assert.All(archive.Entries, entry => Assert.Equal(new DateTime(2026, 2, 3, 2, 5, 6), entry.LastWriteTime.DateTime));
        }
        Assert.Equal($"{Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(zip)))}  CellSeg-1.zip\n", File.ReadAllText(zip + ".sha256"));
    }

    [Fact]
    public void The_same_files_give_the_same_bytes_whenever_and_in_whatever_order_they_were_written()
    {
        using var folder = new TemporaryFolder();
        string first = Path.Combine(folder.Path, "1.zip"), second = Path.Combine(folder.Path, "2.zip");
        Package.Pack(Write(Path.Combine(folder.Path, "x"), "a"), first, Time);
        string other = Write(Path.Combine(folder.Path, "y"), "b");
        File.SetLastWriteTimeUtc(Path.Combine(other, "CellSeg.psd1"), new DateTime(2001, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(Path.Combine(other, "CellSeg.psd1"), UnixFileMode.UserRead);

        Package.Pack(other, second, Time);
        // As a second build does.
        Package.Pack(other, second, Time);

        Assert.Equal(File.ReadAllBytes(first), File.ReadAllBytes(second));
    }

    private static string Write(string parent, string first)
    {
        string source = Path.Combine(parent, "CellSeg");
        Directory.CreateDirectory(Path.Combine(source, "bin"));
        foreach (string name in (string[])[first, "a", "b"])
            File.WriteAllText(Path.Combine(source, "bin", $"{name}.dll"), $"code of {name}");
        File.WriteAllText(Path.Combine(source, "CellSeg.psd1"), "@{ }");
        return source;
    }
}

using System.Text.Json.Nodes;
using CellSeg.Build;
using CellSeg.Build.Packaging;

namespace CellSeg.Tests.Packaging;

/// <summary>Notices and bill of materials of a module of one package, whose restore looks as NuGet writes it.</summary>
public sealed class NoticesTests : IDisposable
{
    private const string Runtime = "linux-x64";

    private readonly TemporaryFolder _folder = new();

    public NoticesTests()
    {
        _folder.Write("packages/some.native/1.2.3/some.native.nuspec", Nuspec("MIT", "Copyright (c) Some Body"));
        _folder.Write("packages/some.native/1.2.3/some.native.1.2.3.nupkg.sha512", Convert.ToBase64String(new byte[64]));
        _folder.Write("packages/some.native/1.2.3/LICENSE.txt", "its own words");
        _folder.Write("module/bin/libtorch_cpu.so", "code");
        _folder.Write("module/bin/CellSeg.Core.dll", "code of our own");
        _folder.Write("module/THIRD-PARTY-NOTICES.md", "before\n{parts}\nbehind\n");
        _folder.Write("project.assets.json", new JsonObject
        {
            ["targets"] = new JsonObject
            {
                ["net10.0/linux-x64"] = new JsonObject
                {
                    ["Some.Native/1.2.3"] = new JsonObject
                    {
                        ["type"] = "package",
                        ["native"] = new JsonObject { ["runtimes/linux-x64/native/libtorch_cpu.so"] = new JsonObject() },
                    },
                    ["Only.Compiled.Against/1.0.0"] = new JsonObject
                    {
                        ["type"] = "package",
                        ["runtime"] = new JsonObject { ["lib/net10.0/_._"] = new JsonObject() },
                    },
                    ["CellSeg.Core/0.1.0"] = new JsonObject { ["type"] = "project" },
                },
            },
            ["libraries"] = new JsonObject { ["Some.Native/1.2.3"] = new JsonObject { ["path"] = "some.native/1.2.3" } },
            ["packageFolders"] = new JsonObject { [_folder["packages"]] = new JsonObject() },
        }.ToJsonString());
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_package_is_named_with_its_licence_and_what_is_inside_it()
    {
        Notices.Write(_folder["module"], Read(), Runtime);

        string text = File.ReadAllText(_folder["module/THIRD-PARTY-NOTICES.md"]);
        Assert.StartsWith("before\n| package", text, StringComparison.Ordinal);
        Assert.EndsWith("\nbehind\n", text, StringComparison.Ordinal);
        Assert.Contains("| Some.Native | 1.2.3 | MIT | Copyright (c) Some Body | https://example.org |", text, StringComparison.Ordinal);
        Assert.Contains("| oneDNN |  | Apache-2.0 | Copyright Intel Corporation |", text, StringComparison.Ordinal);
        Assert.Equal("its own words", File.ReadAllText(_folder["module/licenses/Some.Native/LICENSE.txt"]));
        Assert.True(File.Exists(_folder["module/licenses/MIT.txt"]));
        Assert.True(File.Exists(_folder["module/licenses/Apache-2.0.txt"]));
    }

    [Fact]
    public void The_bill_of_materials_has_checksums_and_repeats_to_the_byte()
    {
        SoftwareBill.Write(_folder["module"], Read(), "0.1.0", Runtime);
        string file = Path.Combine(_folder["module"], SoftwareBill.FileName), first = File.ReadAllText(file);
        SoftwareBill.Write(_folder["module"], Read(), "0.1.0", Runtime);

        Assert.Equal(first, File.ReadAllText(file));
        var bill = JsonNode.Parse(first)!;
        Assert.Equal("CellSeg", bill["metadata"]!["component"]!["name"]!.GetValue<string>());
        Assert.Equal("bin/CellSeg.Core.dll", bill["metadata"]!["component"]!["components"]![0]!["name"]!.GetValue<string>());
        var package = Assert.Single(bill["components"]!.AsArray())!;
        Assert.Equal("pkg:nuget/Some.Native@1.2.3", package["purl"]!.GetValue<string>());
        Assert.Equal(new string('0', 128), package["hashes"]![0]!["content"]!.GetValue<string>());
        var names = package["components"]!.AsArray().Select(part => part!["name"]!.GetValue<string>()).ToArray();
        Assert.Equal("libtorch_cpu.so", names[0]);
        Assert.Contains("SLEEF", names);
        Assert.DoesNotContain("KleidiAI", names);
    }

    [Fact]
    public void A_file_of_no_package_is_refused()
    {
        _folder.Write("module/bin/stranger.so", "code");

        Assert.Contains("stranger.so", Assert.Throws<BuildException>(Read).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Libraries_that_the_package_for_graphics_cards_puts_together_are_its_own()
    {
        _folder.Write("module/bin/libtorch_cuda.so", "code");
        string file = _folder["project.assets.json"];
        File.WriteAllText(file, File.ReadAllText(file).Replace("Some.Native", "TorchSharp-cuda-linux", StringComparison.Ordinal));
        File.Move(_folder["packages/some.native/1.2.3/some.native.nuspec"], _folder["packages/some.native/1.2.3/torchsharp-cuda-linux.nuspec"]);

        var package = Assert.Single(ShippedPackages.Read(file, Runtime, _folder["module/bin"], TorchBackend.Cuda));
        Assert.Equal(["libtorch_cpu.so", "libtorch_cuda.so"], package.Files);
        Assert.Throws<BuildException>(() => ShippedPackages.Read(file, Runtime, _folder["module/bin"]));
    }

    [Fact]
    public void A_restore_for_another_platform_is_refused()
        => Assert.Throws<BuildException>(() => ShippedPackages.Read(_folder["project.assets.json"], "win-x64", _folder["module/bin"]));

    [Fact]
    public void A_licence_whose_text_is_not_there_is_refused()
    {
        _folder.Write("packages/some.native/1.2.3/some.native.nuspec", Nuspec("Unheard-Of-1.0", "x"));

        var problem = Assert.Throws<BuildException>(() => Notices.Write(_folder["module"], Read(), Runtime));
        Assert.Contains("Unheard-Of-1.0", problem.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("MIT", "MIT")]
    [InlineData("MS-PL OR Apache-2.0", "Apache-2.0")]
    [InlineData("GPL-3.0-or-later WITH GCC-exception-3.1", "GPL-3.0-or-later", "GCC-exception-3.1")]
    public void Of_several_licences_one_is_chosen_whose_texts_are_there(string expression, params string[] expected)
        => Assert.Equal(expected, LicenceTexts.Chosen(expression));

    [Fact]
    public void Each_part_that_is_known_to_be_inside_a_library_has_the_text_of_its_licence()
    {
        var parts = JsonNode.Parse(File.ReadAllText(Repository.At("build", "Packaging", "BundledParts.json")))!.AsArray();

        Assert.NotEmpty(parts);
        Assert.All(parts, part => Assert.NotEmpty(LicenceTexts.Chosen(part!["licence"]!.GetValue<string>())));
    }

    private IReadOnlyList<ShippedPackage> Read() => ShippedPackages.Read(_folder["project.assets.json"], Runtime, _folder["module/bin"]);

    private static string Nuspec(string licence, string copyright)
        => $"""
            <package xmlns="http://schemas.microsoft.com/packaging/2012/06/nuspec.xsd"><metadata>
              <id>Some.Native</id><authors>Some Body</authors><license type="expression">{licence}</license>
              <projectUrl>https://example.org</projectUrl><copyright>{copyright}</copyright>
            </metadata></package>
            """;
}

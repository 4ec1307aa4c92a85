using System.Text.Json.Nodes;
using System.Xml.Linq;
using CellSeg.Build;

namespace CellSeg.Tests.Packaging;

/// <summary>Which native packages the module asks for, as MSBuild itself evaluates the project.</summary>
public sealed class PackageReferenceTests
{
    [Theory]
    [InlineData("linux-x64", "cpu", "libtorch-cpu-linux-x64", "NetVips.Native.linux-x64")]
    [InlineData("win-x64", "cpu", "libtorch-cpu-win-x64", "NetVips.Native.win-x64")]
    [InlineData("osx-arm64", "cpu", "libtorch-cpu-osx-arm64", "NetVips.Native.osx-arm64")]
    [InlineData("linux-x64", "cuda", "NetVips.Native.linux-x64", "TorchSharp-cuda-linux")]
    [InlineData("win-x64", "cuda", "NetVips.Native.win-x64", "TorchSharp-cuda-windows")]
    public void Each_platform_and_backend_has_its_native_packages(string runtime, string backend, params string[] expected)
    {
        var project = Evaluate(runtime, backend);

        var names = project["Items"]!["PackageReference"]!.AsArray().Select(item => item!["Identity"]!.GetValue<string>());
        Assert.Equal(new HashSet<string>([.. expected, "PowerShellStandard.Library"]), names.ToHashSet());
        Assert.Equal(backend == "cpu" ? "true" : "", project["Properties"]!["RestorePackagesWithLockFile"]!.GetValue<string>());
    }

    [Fact]
    public void Both_backends_are_of_one_version()
    {
        var versions = XDocument.Load(Repository.At("Directory.Packages.props")).Descendants("PackageVersion")
            .ToDictionary(item => item.Attribute("Include")!.Value, item => item.Attribute("Version")!.Value);

        Assert.Equal(versions["TorchSharp"], versions["TorchSharp-cuda-linux"]);
        Assert.Equal(versions["TorchSharp"], versions["TorchSharp-cuda-windows"]);
    }

    [Theory]
    [InlineData("linux-x64")]
    [InlineData("win-x64")]
    [InlineData("osx-arm64")]
    public void What_is_written_down_for_a_platform_has_the_versions_of_the_source(string runtime)
    {
        string file = Repository.At("build", "Locks", runtime, "CellSeg.PowerShell.lock.json");
        var locked = JsonNode.Parse(File.ReadAllText(file))!["dependencies"]!;
        var source = XDocument.Load(Repository.At("Directory.Packages.props"));

        string? Resolved(string package) => locked["net10.0"]![package]?["resolved"]?.GetValue<string>();
        Assert.Equal(source.Descendants("LibTorchVersion").Single().Value, Resolved($"libtorch-cpu-{runtime}"));
        Assert.Equal(source.Descendants("LibVipsVersion").Single().Value, Resolved($"NetVips.Native.{runtime}"));
        Assert.Equal(source.Descendants("TorchSharpVersion").Single().Value, Resolved("TorchSharp"));
        Assert.NotNull(locked[$"net10.0/{runtime}"]);
    }

    private static JsonNode Evaluate(string runtime, string backend)
        => JsonNode.Parse(Tool.Read("dotnet", [
            "msbuild", Repository.At("src", "CellSeg.PowerShell", "CellSeg.PowerShell.csproj"), "-nologo",
            "-getItem:PackageReference", "-getProperty:RestorePackagesWithLockFile",
            $"-p:NativeRuntime={runtime}", $"-p:TorchBackend={backend}"])!)!;
}

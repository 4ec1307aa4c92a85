using System.Runtime.InteropServices;
using System.Xml.Linq;

namespace CellSeg.Build;

/// <summary>The places in the source tree, and the facts that are written down in it.</summary>
public static class Repository
{
    /// <summary>The platforms that libtorch and libvips are published for.</summary>
    public static readonly string[] Runtimes = ["linux-x64", "win-x64", "osx-arm64"];

    /// <summary>The platform of this machine, in the portable spelling that packages use.</summary>
    public static string OwnRuntime { get; } =
        (OperatingSystem.IsWindows() ? "win" : OperatingSystem.IsMacOS() ? "osx" : "linux")
        + "-" + RuntimeInformation.OSArchitecture.ToString().ToLowerInvariant();

    public static string Root { get; } = FindRoot();

    public static string Artifacts => At("artifacts");

    public static string At(params string[] parts) => Path.Combine([Root, .. parts]);

    /// <summary>Where the module of a platform is staged; this machine's own stands directly in artifacts.</summary>
    public static string StageOf(string runtime) => runtime == OwnRuntime ? Artifacts : Path.Combine(Artifacts, runtime);

    public static string ModuleOf(string runtime) => Path.Combine(StageOf(runtime), "module", "CellSeg");

    /// <summary>The one version number, from Directory.Build.props.</summary>
    public static string Version() => ReadProperty("Directory.Build.props", "Version");

    /// <summary>The version of Pester that the tests are written for, from Directory.Packages.props.</summary>
    public static string PesterVersion() => ReadProperty("Directory.Packages.props", "PesterVersion");

    private static string ReadProperty(string file, string name)
        => XDocument.Load(At(file)).Descendants(name).FirstOrDefault()?.Value ?? throw new BuildException($"{file} has no {name}");

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "CellSeg.sln")))
                return folder.FullName;
        }
        throw new BuildException($"CellSeg.sln is in none of the folders above {AppContext.BaseDirectory}");
    }
}

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

    /// <summary>Where module and host of a platform are staged; this machine's own stand directly in artifacts.</summary>
    public static string StageOf(string runtime) => runtime == OwnRuntime ? Artifacts : Path.Combine(Artifacts, runtime);

    public static string ModuleOf(string runtime) => Path.Combine(StageOf(runtime), "module", "CellSeg");

    public static string HostOf(string runtime) => Path.Combine(StageOf(runtime), "host");

    public static string HostProgram(string runtime)
        => Path.Combine(HostOf(runtime), runtime.StartsWith("win-", StringComparison.Ordinal) ? "cellseg.exe" : "cellseg");

    /// <summary>The one version number, from Directory.Build.props.</summary>
    public static string Version()
        => XDocument.Load(At("Directory.Build.props")).Descendants("Version").FirstOrDefault()?.Value
            ?? throw new BuildException("Directory.Build.props has no Version");

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "CellSeg.slnx")))
                return folder.FullName;
        }
        throw new BuildException($"CellSeg.slnx is in none of the folders above {AppContext.BaseDirectory}");
    }
}

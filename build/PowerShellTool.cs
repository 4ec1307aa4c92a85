using System.Text.Json;

namespace CellSeg.Build;

/// <summary>
/// PowerShell 7.6 or later: the machine's own where its path has one, else the dotnet tool of
/// <c>.config/dotnet-tools.json</c>, which needs nothing but the SDK.
/// </summary>
/// <param name="Program">The program to start.</param>
/// <param name="FirstArguments">What stands before PowerShell's own arguments: its assembly, where .NET's host starts it.</param>
public sealed record PowerShellTool(string Program, IReadOnlyList<string> FirstArguments)
{
    /// <summary>The oldest version that the module's manifest accepts.</summary>
    public static readonly Version Oldest = new(7, 6);

    private const string Name = "pwsh";

    private static readonly string Manifest = Repository.At(".config", "dotnet-tools.json");

    /// <summary>Finds PowerShell, and downloads it where there is none.</summary>
    /// <exception cref="BuildException">There is none, and the download has failed.</exception>
    public static PowerShellTool Find()
    {
        if (Tool.Exists(Name) && IsNewEnough(Tool.Read(Name, "--version")))
            return new PowerShellTool(Name, []);
        if (FindRestored() is { } assembly)
            return Of(assembly);
        Tool.Run("dotnet", "tool", "restore");
        return FindRestored() is { } restored
            ? Of(restored)
            : throw new BuildException(
                $"dotnet tool restore has brought no {Name} of the version that {Manifest} names; put a {Name} {Oldest} or later on the path instead");
    }

    /// <summary>Reads what <c>pwsh --version</c> has written.</summary>
    /// <remarks>
    /// A preview counts as too old: nobody has tried it. So does what cannot be read, such as a tool of the same name that
    /// has not been restored.
    /// </remarks>
    public static bool IsNewEnough(string? text)
        => Version.TryParse(text?.Trim().Split(' ')[^1], out var version) && version >= Oldest;

    /// <summary>Runs PowerShell with this repository's module as the first that its name finds, and gives the exit code.</summary>
    /// <param name="arguments">PowerShell's arguments.</param>
    /// <param name="environment">Variables to set; null removes one.</param>
    /// <param name="echo">Whether the command line is shown first.</param>
    public int Run(IReadOnlyList<string> arguments, IReadOnlyDictionary<string, string?>? environment = null, bool echo = true)
    {
        string modules = Path.GetDirectoryName(Repository.ModuleOf(Repository.OwnRuntime))!;
        var variables = new Dictionary<string, string?>(environment ?? new Dictionary<string, string?>())
        {
            // PowerShell puts those of its own folders in front that the variable lacks, so it has to lack none.
            ["PSModulePath"] = modules + Path.PathSeparator + Read("$env:PSModulePath"),
            // Windows' default policy would refuse the scripts of a folder that has been downloaded.
            ["PSExecutionPolicyPreference"] = OperatingSystem.IsWindows() ? "Bypass" : null,
            ["POWERSHELL_TELEMETRY_OPTOUT"] = "1",
            ["POWERSHELL_UPDATECHECK"] = "Off",
        };
        return Tool.TryRun(Program, [.. FirstArguments, .. arguments], variables, echo: echo);
    }

    private static PowerShellTool Of(string assembly) => new("dotnet", [assembly]);

    private string Read(string command)
        => Tool.Read(Program, [.. FirstArguments, "-NoProfile", "-NonInteractive", "-Command", command])?.Trim() ?? "";

    /// <summary>
    /// Looks in NuGet's folder. <c>dotnet tool run</c> would find it too, but only as long as the environment is the one
    /// that it was restored in, and the tests run where no package can be found.
    /// </summary>
    private static string? FindRestored()
    {
        using var manifest = JsonDocument.Parse(File.ReadAllText(Manifest));
        string version = manifest.RootElement.GetProperty("tools").GetProperty("powershell").GetProperty("version").GetString()!;
        const string label = "global-packages: ";
        string? line = Tool.Read("dotnet", "nuget", "locals", "global-packages", "--list")?.Split('\n').FirstOrDefault(line => line.StartsWith(label, StringComparison.Ordinal));
        string tools = Path.Combine(line?[label.Length..].Trim() ?? "", "powershell", version, "tools");
        string platform = OperatingSystem.IsWindows() ? "win" : "unix";
        return Directory.Exists(tools)
            ? Directory.EnumerateFiles(tools, $"{Name}.dll", SearchOption.AllDirectories)
                .FirstOrDefault(file => Path.GetFileName(Path.GetDirectoryName(file)) == platform)
            : null;
    }
}

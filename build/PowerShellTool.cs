namespace CellSeg.Build;

/// <summary>
/// PowerShell 7.6 or later: the machine's own where its path has one, else the dotnet tool of
/// <c>.config/dotnet-tools.json</c>, which needs nothing but the SDK.
/// </summary>
public sealed class PowerShellTool
{
    /// <summary>The oldest version that the module's manifest accepts.</summary>
    public static readonly Version Oldest = new(7, 6);

    private const string Name = "pwsh";
    private const string DotNet = "dotnet";

    private readonly string _program;
    private readonly string[] _firstArguments;
    private readonly string _modulePath;

    private PowerShellTool(string program, string[] firstArguments, string modulePath)
        => (_program, _firstArguments, _modulePath) = (program, firstArguments, modulePath);

    /// <summary>Finds PowerShell, and downloads it where there is none.</summary>
    /// <exception cref="BuildException">There is none, and the download has brought none either.</exception>
    public static PowerShellTool Find()
    {
        if (Tool.Exists(Name) && IsNewEnough(Tool.Read(Name, "--version")) && Ask(Name) is var (_, ownPath))
            return new PowerShellTool(Name, [], ownPath);

        if (AskRestored() is not var (home, path))
        {
            Tool.Run(DotNet, "tool", "restore");
            (home, path) = AskRestored() ?? throw new BuildException(
                $"the {Name} that dotnet tool restore has brought does not start; put a {Name} {Oldest} or later on the path instead");
        }
        // Started by its assembly, because the tool's own start looks for packages, and the tests run where there are none.
        return new PowerShellTool(DotNet, [Path.Combine(home, $"{Name}.dll")], path);
    }

    /// <summary>Reads what <c>pwsh --version</c> has written.</summary>
    /// <remarks>
    /// A preview counts as too old: nobody has tried it. So does what cannot be read, such as a tool of the same name that
    /// does not start.
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
            ["PSModulePath"] = modules + Path.PathSeparator + _modulePath,
            ["POWERSHELL_TELEMETRY_OPTOUT"] = "1",
            ["POWERSHELL_UPDATECHECK"] = "Off",
        };
        // Windows' default policy would refuse the scripts of a folder that has been downloaded.
        if (OperatingSystem.IsWindows())
            variables["PSExecutionPolicyPreference"] = "Bypass";
        return Tool.TryRun(_program, [.. _firstArguments, .. arguments], variables, echo: echo);
    }

    private static (string Home, string ModulePath)? AskRestored() => Ask(DotNet, "tool", "run", Name, "--");

    /// <summary>Asks a PowerShell where it is and where it looks for modules; null when it does not start.</summary>
    private static (string Home, string ModulePath)? Ask(string program, params string[] firstArguments)
    {
        string? answer = Tool.Read(
            program, [.. firstArguments, "-NoProfile", "-NonInteractive", "-Command", "$PSHOME; $env:PSModulePath"]);
        string[] lines = answer?.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? [];
        return lines.Length >= 2 ? (lines[^2], lines[^1]) : null;
    }
}

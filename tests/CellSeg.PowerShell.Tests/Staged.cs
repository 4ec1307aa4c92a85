using System.Diagnostics;
using System.Text;
using CellSeg.Build;

namespace CellSeg.Tests;

/// <summary>
/// Runs scripts with the staged host and module in a process of its own, on a machine that seems to have nothing
/// else: no cache of packages in which a missing library could be found, and an empty home.
/// </summary>
internal static class Staged
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(5);

    public static string ModuleFolder => Repository.ModuleOf(Repository.OwnRuntime);

    /// <summary>Runs commands.</summary>
    public static HostResult Command(string text) => Run(["-Command", text]);

    /// <summary>Writes a script to a temporary folder and runs it.</summary>
    public static HostResult Script(string text, params string[] arguments)
    {
        using var folder = new TemporaryFolder();
        string path = Path.Combine(folder.Path, "script.ps1");
        File.WriteAllText(path, text);
        return Run([path, .. arguments]);
    }

    public static HostResult Run(params IReadOnlyList<string> arguments)
    {
        using var home = new TemporaryFolder();
        using var process = Start(arguments, home);
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        process.StandardInput.Close();
        if (!process.WaitForExit(Limit))
        {
            process.Kill(entireProcessTree: true);
            Assert.Fail($"The host did not end within {Limit.TotalMinutes} minutes: {string.Join(' ', arguments)}");
        }
        return new HostResult(process.ExitCode, output.GetAwaiter().GetResult(), error.GetAwaiter().GetResult());
    }

    public static Process Start(IReadOnlyList<string> arguments, TemporaryFolder home)
    {
        string program = Repository.HostProgram(Repository.OwnRuntime);
        string manifest = Path.Combine(ModuleFolder, "CellSeg.psd1");
        foreach (string file in new[] { program, manifest })
            Assert.True(File.Exists(file), $"{file} has not been staged; run ./build.sh build first.");

        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8,
            StandardErrorEncoding = Encoding.UTF8,
            WorkingDirectory = home.Path,
        };
        start.Environment["NUGET_PACKAGES"] = Path.Combine(home.Path, "no-packages");
        start.Environment["HOME"] = home.Path;
        start.Environment["USERPROFILE"] = home.Path;
        start.Environment.Remove("PSModulePath");
        start.Environment.Remove("CELLSEG_LIBTORCH");
        return Process.Start(start)!;
    }
}

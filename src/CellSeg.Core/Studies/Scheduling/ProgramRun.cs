using System.ComponentModel;
using System.Diagnostics;

namespace CellSeg.Studies.Scheduling;

/// <summary>A short run of another program: what it wrote, or an error that says why it failed.</summary>
internal static class ProgramRun
{
    /// <summary>Runs a program, without a shell, and waits for its end.</summary>
    /// <param name="program">Its name, which is looked for where programs are.</param>
    /// <param name="arguments">Its arguments, each as it is.</param>
    /// <returns>What it wrote to its output.</returns>
    /// <exception cref="CellSegException">There is no such program, or it ended with another exit code than 0.</exception>
    public static string Run(string program, params IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        try
        {
            using var process = Process.Start(start)!;
            process.StandardInput.Close();
            var error = process.StandardError.ReadToEndAsync();
            string output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            string said = error.GetAwaiter().GetResult().ReplaceLineEndings(" ").Trim().TrimEnd('.');
            if (process.ExitCode == 0)
                return output;
            throw new CellSegException(
                program, $"it ended with the exit code {process.ExitCode}{(said.Length > 0 ? $": {said}" : "")}", "Mend what it says");
        }
        catch (Win32Exception e)
        {
            throw new CellSegException(
                program, $"the program cannot be started ({e.Message.TrimEnd('.')})",
                "Call this on a machine that submits to Slurm, or run the study locally", e);
        }
    }
}

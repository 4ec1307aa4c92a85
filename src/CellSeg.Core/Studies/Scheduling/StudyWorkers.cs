using System.Diagnostics;
using System.Globalization;
using CellSeg.Studies.Running;

namespace CellSeg.Studies.Scheduling;

/// <summary>Several processes of this machine that share the trainings of a study, each of which takes one that nobody is at work on.</summary>
/// <param name="folder">The study.</param>
/// <param name="command">The program and the arguments of a process that does trainings of the study until none is left.</param>
/// <param name="count">How many processes, at least 1.</param>
public sealed class StudyWorkers(StudyFolder folder, IReadOnlyList<string> command, int count)
{
    // Where what the processes write is kept.
    private const string LogFolder = "workers";

    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1), LongestStop = TimeSpan.FromMinutes(2);

    /// <summary>Starts the processes and waits until they have ended.</summary>
    /// <param name="progress">Told each second how far the study is.</param>
    /// <param name="cancellationToken">Asks the processes to stop at a checkpoint, and waits for them.</param>
    /// <exception cref="CellSegException">A process could not be started, or ended before its work was done.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public void Run(Action<SegmentationStudy> progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(progress);
        string logs = Path.Combine(folder.Path, LogFolder);
        Directory.CreateDirectory(logs);
        var workers = new List<(Process Process, Task Log)>();
        try
        {
            for (int i = 1; i <= count; i++)
                workers.Add(Start(Path.Combine(logs, string.Create(CultureInfo.InvariantCulture, $"worker-{i}.log"))));
            while (workers.Exists(worker => !worker.Process.HasExited))
            {
                progress(folder.Describe());
                cancellationToken.WaitHandle.WaitOne(Interval);
                cancellationToken.ThrowIfCancellationRequested();
            }
        }
        finally
        {
            if (workers.Exists(worker => !worker.Process.HasExited))
                Stop(workers);
            Task.WaitAll([.. workers.Select(worker => worker.Log)], CancellationToken.None);
        }
        progress(folder.Describe());
        Check(workers.ConvertAll(worker => worker.Process.ExitCode), logs);
        workers.ForEach(worker => worker.Process.Dispose());
    }

    private (Process Process, Task Log) Start(string log)
    {
        var start = new ProcessStartInfo(command[0], command.Skip(1))
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        try
        {
            var process = Process.Start(start)!;
            process.StandardInput.Close();
            return (process, KeepAsync(process, log));
        }
        catch (System.ComponentModel.Win32Exception e)
        {
            throw new CellSegException(command[0], $"the program cannot be started ({e.Message.TrimEnd('.')})", "Start the study from pwsh", e);
        }
    }

    private static async Task KeepAsync(Process process, string path)
    {
        await using var log = TextWriter.Synchronized(new StreamWriter(path, append: true) { AutoFlush = true });
        await Task.WhenAll(CopyAsync(process.StandardOutput, log), CopyAsync(process.StandardError, log)).ConfigureAwait(false);
    }

    private static async Task CopyAsync(StreamReader from, TextWriter to)
    {
        while (await from.ReadLineAsync().ConfigureAwait(false) is { } line)
            await to.WriteLineAsync(line).ConfigureAwait(false);
    }

    private void Stop(List<(Process Process, Task Log)> workers)
    {
        folder.RequestStop();
        var clock = Stopwatch.StartNew();
        foreach (var (process, _) in workers)
        {
            // What does not stop by itself loses the steps since its last checkpoint.
            var left = LongestStop - clock.Elapsed;
            if (!process.WaitForExit(left > TimeSpan.Zero ? left : TimeSpan.Zero))
                process.Kill(entireProcessTree: true);
        }
    }

    private void Check(List<int> exitCodes, string logs)
    {
        if (folder.IsStopRequested || folder.Describe() is { Pending: 0 })
            return;
        int bad = exitCodes.FindIndex(code => code != 0);
        if (bad >= 0)
        {
            throw new CellSegException(
                Path.Combine(logs, $"worker-{bad + 1}.log"), $"the process ended with the exit code {exitCodes[bad]} before its trainings were done",
                "See what it wrote there; -Resume goes on");
        }
    }
}

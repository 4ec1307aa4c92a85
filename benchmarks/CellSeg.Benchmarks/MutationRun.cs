using System.Diagnostics;
using System.Globalization;
using CellSeg.Benchmarks.Mutations;

namespace CellSeg.Benchmarks;

/// <summary>
/// Reads damaged image files: every change that <see cref="Mutator"/> makes of each of a folder of valid ones. Another process
/// does it, so that its end, by a fault of native code, a hang or memory, is seen and named, and goes on behind that file.
/// </summary>
internal static class MutationRun
{
    private const int LongestMilliseconds = 5000, LargestMegabytes = 1024;

    private static readonly string[] Outcomes = [Reading.Refused, Reading.Same, Reading.Other];

    /// <summary>SEEDS [FOLDER]: prints a table; what goes wrong is kept in the folder, if one is named.</summary>
    public static void RunAll(string[] args)
    {
        var mutations = MutationsOf(args[0]);
        var results = new List<MutationResult>();
        while (results.Count < mutations.Count)
            RunFrom(args[0], results, mutations.Count);
        PrintTable(mutations, results);
        var faults = results.Where(result => result.Fault.Length > 0).ToList();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"\n{results.Count} mutations, {faults.Count} faults; {results.Sum(result => result.Milliseconds) / 1000:F0} s"));
        foreach (var result in faults)
        {
            var mutation = mutations[result.Number];
            Console.WriteLine($"- {mutation.Seed}, {mutation.Change}: {result.Fault}");
            if (args.Length > 1)
                File.WriteAllBytes(Path.Combine(Directory.CreateDirectory(args[1]).FullName, $"{result.Number}_{mutation.Seed}"), mutation.Content);
        }
    }

    /// <summary>SEEDS NUMBER: reads the mutations from that number on and prints a line for each; ends early where one hangs.</summary>
    public static void RunPart(string[] args)
    {
        var wholes = SeedsOf(args[0]).ToDictionary(file => Path.GetFileName(file), file => (Reading.OfImages(file), Reading.OfLabels(file)));
        var mutations = MutationsOf(args[0]);
        var folder = Directory.CreateTempSubdirectory("cellseg-mutations");
        try
        {
            for (int number = SideBySide.Parse(args[1]); number < mutations.Count; number++)
            {
                string path = Path.Combine(folder.FullName, $"{number}_{mutations[number].Seed}");
                File.WriteAllBytes(path, mutations[number].Content);
                int current = number;
                var reading = Task.Run(() => Read(path, current, mutations[current].Rule, wholes[mutations[current].Seed]));
                bool isDone = reading.Wait(LongestMilliseconds);
                Console.WriteLine(isDone ? reading.Result : new(number, LongestMilliseconds, 0, "", "", $"longer than {LongestMilliseconds} ms"));
                if (!isDone)
                    Process.GetCurrentProcess().Kill();
                File.Delete(path);
            }
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static List<string> SeedsOf(string folder) => [.. Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)];

    private static List<Mutation> MutationsOf(string folder)
        => [.. SeedsOf(folder).SelectMany(file => Mutator.Mutate(Path.GetFileName(file), File.ReadAllBytes(file)))];

    /// <summary>Adds the results of one process, and one that tells of its end where it did not come to its own.</summary>
    private static void RunFrom(string folder, List<MutationResult> results, int count)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!, ["mutate-part", folder, results.Count.ToString(CultureInfo.InvariantCulture)])
        {
            RedirectStandardOutput = true,
        };
        using var process = Process.Start(start)!;
        while (process.StandardOutput.ReadLine() is { } line)
            results.Add(MutationResult.Parse(line));
        process.WaitForExit();
        if (results.Count < count && results is [] or [.., { Milliseconds: < LongestMilliseconds }])
            results.Add(new(results.Count, 0, 0, "", "", $"the process ended with code {process.ExitCode}"));
    }

    private static MutationResult Read(string path, int number, MutationRule rule, (Reading Images, Reading Labels) whole)
    {
        ResetPeak();
        var clock = Stopwatch.StartNew();
        Reading images = Reading.OfImages(path), labels = Reading.OfLabels(path);
        double milliseconds = clock.Elapsed.TotalMilliseconds, megabytes = PeakMegabytes();
        string fault = images.FindFault(whole.Images, rule) ?? labels.FindFault(whole.Labels, rule) ?? images.FindDifference(Reading.OfBands(path))
            ?? (megabytes > LargestMegabytes ? string.Create(CultureInfo.InvariantCulture, $"{megabytes:F0} MB") : "");
        return new(number, milliseconds, megabytes, images.Compare(whole.Images), labels.Compare(whole.Labels), fault);
    }

    private static void ResetPeak()
    {
        // Linux forgets the peak of a process that writes this; elsewhere it is that of all files so far.
        if (OperatingSystem.IsLinux())
            File.WriteAllText("/proc/self/clear_refs", "5");
    }

    private static double PeakMegabytes()
    {
        using var process = Process.GetCurrentProcess();
        return process.PeakWorkingSet64 / 1e6;
    }

    private static void PrintTable(List<Mutation> mutations, List<MutationResult> results)
    {
        Console.WriteLine(
            "| file | mutations | images: refused | the same | others | labels: refused | the same | others | longest, ms | most memory, MB |\n"
            + "| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |");
        foreach (var file in results.GroupBy(result => mutations[result.Number].Seed))
        {
            string Counts(Func<MutationResult, string> part) => string.Join(" | ", Outcomes.Select(outcome => file.Count(result => part(result) == outcome)));
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"| {file.Key} | {file.Count()} | {Counts(result => result.Images)} | {Counts(result => result.Labels)} "
                + $"| {file.Max(result => result.Milliseconds):F0} | {file.Max(result => result.Megabytes):F0} |"));
        }
    }
}

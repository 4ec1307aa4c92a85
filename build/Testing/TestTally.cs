using System.Globalization;
using System.Xml.Linq;

namespace CellSeg.Build.Testing;

/// <summary>Counts of tests, summed over the runners.</summary>
public sealed record TestTally(int Passed, int Failed, int Skipped)
{
    public static TestTally operator +(TestTally left, TestTally right)
        => new(left.Passed + right.Passed, left.Failed + right.Failed, left.Skipped + right.Skipped);

    /// <summary>Nothing that ran is no success: a runner that finds no tests must not look like one that is content.</summary>
    public int ExitCode => Failed == 0 && Passed > 0 ? 0 : 1;

    public override string ToString()
        => string.Create(CultureInfo.InvariantCulture, $"{Passed} passed, {Failed} failed, {Skipped} skipped");

    /// <summary>
    /// Reads "passed failed skipped". A run that broke off, failed for another reason or ran nothing counts as a failure.
    /// </summary>
    /// <param name="path">The file; one that is missing is a run that broke off.</param>
    /// <param name="exitCode">The runner's exit code.</param>
    public static TestTally FromCounts(string path, int exitCode)
    {
        if (!File.Exists(path))
            return new TestTally(0, 1, 0);
        int[] counts = [.. File.ReadAllText(path).Split(' ').Select(text => int.Parse(text, CultureInfo.InvariantCulture))];
        bool broken = exitCode != 0 || counts[0] == 0;
        return new TestTally(counts[0], broken && counts[1] == 0 ? 1 : counts[1], counts[2]);
    }

    /// <summary>Reads the counts of a .trx file. A run that broke off counts as one more failure.</summary>
    /// <param name="path">The file; one that is missing is a run that broke off.</param>
    /// <param name="exitCode">The runner's exit code.</param>
    public static TestTally FromTrx(string path, int exitCode)
    {
        if (!File.Exists(path))
            return new TestTally(0, 1, 0);
        var counters = XDocument.Load(path).Descendants().First(element => element.Name.LocalName == "Counters");
        int Count(string name) => int.Parse(counters.Attribute(name)?.Value ?? "0", CultureInfo.InvariantCulture);
        int passed = Count("passed");
        int failed = Count("failed") + Count("error") + Count("timeout") + Count("aborted");
        int skipped = Math.Max(0, Count("total") - passed - failed);
        return new TestTally(passed, exitCode != 0 && failed == 0 ? 1 : failed, skipped);
    }
}

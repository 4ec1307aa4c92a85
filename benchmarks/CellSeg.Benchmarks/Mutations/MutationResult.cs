using System.Globalization;

namespace CellSeg.Benchmarks.Mutations;

/// <summary>What came of one mutation, as one process tells it to another: a line of text.</summary>
/// <param name="Number">Its place among all mutations.</param>
/// <param name="Milliseconds">How long reading took.</param>
/// <param name="Megabytes">The most memory that the process had while it read, in 10^6 bytes.</param>
/// <param name="Images">What came of it as images: <see cref="Reading.Compare"/>.</param>
/// <param name="Labels">What came of it as labels.</param>
/// <param name="Fault">What is wrong with that; empty when nothing is.</param>
internal sealed record MutationResult(int Number, double Milliseconds, double Megabytes, string Images, string Labels, string Fault)
{
    private const char Separator = '\t';

    /// <summary>Reads a line.</summary>
    public static MutationResult Parse(string line)
    {
        string[] parts = line.Split(Separator, 6);
        double Number(int place) => double.Parse(parts[place], CultureInfo.InvariantCulture);
        return new((int)Number(0), Number(1), Number(2), parts[3], parts[4], parts[5]);
    }

    /// <summary>The line.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Number}{Separator}{Milliseconds:F1}{Separator}{Megabytes:F0}{Separator}{Images}{Separator}{Labels}{Separator}{Fault.ReplaceLineEndings(" ")}");
}

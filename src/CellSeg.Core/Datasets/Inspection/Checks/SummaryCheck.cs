using System.Globalization;
using CellSeg.Datasets.Inspection.Findings;
using CellSeg.Datasets.Inspection.Frames;

namespace CellSeg.Datasets.Inspection.Checks;

/// <summary>Sums a set up, so that a check always says something and nobody has to wonder whether it looked.</summary>
internal static class SummaryCheck
{
    /// <summary>Sums up the frames of a set.</summary>
    public static IEnumerable<DatasetFinding> Find(IReadOnlyList<FrameRecord> frames, DatasetInspectionOptions options)
    {
        var cells = CellPopulation.Of(frames);
        int movies = frames.Count(frame => frame.Frame == 0), count = cells.Areas.Length;
        string message = $"{Phrase.Count(movies, "movie")} with {Phrase.Count(frames.Count, "frame")} and {Phrase.Count(count, "cell")}";
        if (count > 0)
        {
            message += string.Create(
                CultureInfo.InvariantCulture,
                $", {Phrase.Percent(cells.TouchingShare)} of which touch another; they have {cells.Areas[0]} to {cells.Areas[^1]} pixels, "
                + $"the middle half {cells.FindArea(25):0} to {cells.FindArea(75):0}");
        }
        if (count > 0 && frames.Select(frame => frame.PixelSize).Distinct().ToList() is [{ } pixelSize])
        {
            double diameter = 2 * pixelSize * Math.Sqrt(cells.FindArea(50) / Math.PI);
            message += string.Create(CultureInfo.InvariantCulture, $", and the median cell is {diameter:0.#} micrometres across");
        }
        yield return new DatasetFinding
        {
            Severity = FindingSeverity.Information,
            Kind = FindingKind.Summary,
            Message = message,
            Value = count,
        };
    }
}

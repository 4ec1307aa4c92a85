using CellSeg.Datasets.Inspection.Findings;
using CellSeg.Datasets.Inspection.Frames;

namespace CellSeg.Datasets.Inspection.Checks;

/// <summary>Tells where the images of a set, or the frames of a movie, are not of one kind.</summary>
internal static class UniformityCheck
{
    /// <summary>Checks the frames of a set.</summary>
    public static IEnumerable<DatasetFinding> Find(IReadOnlyList<FrameRecord> frames, DatasetInspectionOptions options)
    {
        FrameRecord[] read = [.. frames.Where(frame => frame.Image is not null)];
        return FindInMovies(read).Concat(FindInSet([.. read.Select(frame => frame.Image!)]));
    }

    private static IEnumerable<DatasetFinding> FindInMovies(IEnumerable<FrameRecord> frames)
        => from movie in frames.GroupBy(frame => (frame.Part, frame.Movie))
           let sizes = movie.Select(frame => frame.Image!.Size).ToList()
           where sizes.Distinct().Count() > 1
           select movie.First().ReportMovie(
               FindingSeverity.Warning, FindingKind.FrameSizesDiffer,
               $"its frames differ in size: {Phrase.Frequencies(sizes)}",
               "Use frames of one size in a movie: no clips can be made of others", sizes.Distinct().Count());

    private static IEnumerable<DatasetFinding> FindInSet(IReadOnlyList<ImageStatistics> images)
    {
        if (Compare(images.Select(image => image.Size)) is var sizes and > 1)
        {
            yield return Report(
                FindingSeverity.Information, FindingKind.SizesDiffer,
                $"images differ in size: {Phrase.Frequencies(images.Select(image => image.Size))}", null, sizes);
        }
        if (Compare(images.Select(image => image.Channels)) is var channels and > 1)
        {
            yield return Report(
                FindingSeverity.Warning, FindingKind.ChannelsDiffer,
                $"images differ in their number of channels: {Phrase.Frequencies(images.Select(image => image.Channels))}",
                "Choose the same channels of all of them with -Channel where they are imported", channels);
        }
        string[] types = [.. images.Where(image => image.LevelCount > 1).Select(Describe)];
        if (Compare(types) is var typeCount and > 1)
        {
            yield return Report(
                FindingSeverity.Information, FindingKind.TypesDiffer, $"images differ in their values: {Phrase.Frequencies(types)}", null, typeCount);
        }
    }

    private static int Compare<T>(IEnumerable<T> values) => values.Distinct().Count();

    /// <summary>What the values of an image say of the type that it was saved in, which is not known any more.</summary>
    private static string Describe(ImageStatistics image) => image switch
    {
        { IsWhole: false } => "with fractions",
        { Min: < 0 } => "whole numbers below 0, too",
        { Max: <= byte.MaxValue } => "whole numbers up to 255",
        _ => "whole numbers beyond 255",
    };

    private static DatasetFinding Report(FindingSeverity severity, FindingKind kind, string message, string? remedy, double value)
        => new() { Severity = severity, Kind = kind, Message = message, Remedy = remedy, Value = value };
}

using CellSeg.Files;

namespace CellSeg.Studies.Results;

/// <summary>The tables of a study, made of its results: the same bytes for the same results.</summary>
public static class StudyTables
{
    /// <summary>The names of the tables in the study's folder.</summary>
    public const string RecordsName = "study.csv", TimesName = "study-times.csv";

    /// <summary>Writes both tables; those that are there are replaced.</summary>
    /// <param name="folder">The study's folder.</param>
    /// <param name="results">The results, in the order of the plan.</param>
    /// <exception cref="CellSegException">The folder cannot be written to.</exception>
    public static void Write(string folder, IReadOnlyCollection<StudyResult> results)
    {
        ArgumentNullException.ThrowIfNull(results);
        StudyRecord[] records = [.. results.SelectMany(result => result.Records)];
        StudyTime[] times = [.. results.Select(result => new StudyTime(result.Records[0].Training, result.Seconds, result.Device, result.Processor))];
        AtomicFile.Write(Path.Combine(folder, RecordsName), file => TableFile.Write(file, records));
        AtomicFile.Write(Path.Combine(folder, TimesName), file => TableFile.Write(file, times));
    }
}

using CellSeg.Files;
using CsvHelper;

namespace CellSeg.Training.History;

/// <summary>The history of a training as a CSV file.</summary>
public static class HistoryFile
{
    /// <summary>Writes one line an epoch, with invariant numbers.</summary>
    /// <exception cref="CellSegException">The file cannot be written.</exception>
    public static void Write(string path, IEnumerable<EpochRecord> history) => AtomicFile.Write(path, temporary =>
    {
        using var csv = CsvWriter.ToFile(temporary);
        csv.WriteRecords(history);
    });
}

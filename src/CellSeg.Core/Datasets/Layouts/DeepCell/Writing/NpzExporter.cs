using System.IO.Compression;

namespace CellSeg.Datasets.Layouts.DeepCell.Writing;

/// <summary>
/// Writes DeepCell's archives of NumPy, as <c>numpy.savez_compressed</c> does: <c>X</c> in the smallest type that has all values,
/// <c>y</c> as int32; images where every movie has one frame, else movies of one length.
/// </summary>
internal sealed class NpzExporter : ArrayExporter
{
    private const int BufferLength = 1 << 20;

    // NumPy's own, and the first that a zip archive can tell: equal data sets give equal bytes.
    private static readonly DateTimeOffset Time = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <inheritdoc/>
    protected override DatasetExportFormat Format => DatasetExportFormat.Npz;

    /// <inheritdoc/>
    protected override IReadOnlyList<string> Extensions => [NpzLayout.Extension];

    /// <inheritdoc/>
    protected override bool HaveEqualLengths => true;

    /// <inheritdoc/>
    protected override void WriteFile(Stream file, string destination, FrameSpool spool, Action<SpooledMovie> pack, List<string> warnings)
    {
        if (spool.Movies.Any(movie => movie.Movie.Tracks.Any(track => track.Parent is not null)))
            warnings.Add("A file of the format Npz does not tell which cells come from which by division: Trks does.");
        int frames = spool.Shape.Frames!.Value;
        var (images, labels) = OpenArrays(spool, frames == 1 ? [spool.Movies.Count] : [spool.Movies.Count, frames], pack);
        using var zip = new ZipArchive(file, ZipArchiveMode.Create, leaveOpen: true);
        Write(zip, "X.npy", images);
        Write(zip, "y.npy", labels);
    }

    private static void Write(ZipArchive zip, string name, Stream array)
    {
        var entry = zip.CreateEntry(name, CompressionLevel.Optimal);
        entry.LastWriteTime = Time;
        using var target = entry.Open();
        array.CopyTo(target, BufferLength);
    }
}

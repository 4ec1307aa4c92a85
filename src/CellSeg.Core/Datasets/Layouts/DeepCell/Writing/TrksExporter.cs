using System.Formats.Tar;
using System.IO.Compression;
using System.Text.Json;
using CellSeg.Datasets.Layouts.DeepCell.Lineages;
using CellSeg.Files;

namespace CellSeg.Datasets.Layouts.DeepCell.Writing;

/// <summary>
/// Writes DeepCell's tracked movies with their lineage, an archive of tar packed by gzip: <c>.trks</c> of several movies, the
/// shorter ones filled up with frames of zeros, or <c>.trk</c> of one.
/// </summary>
internal sealed class TrksExporter : ArrayExporter
{
    private const int MostNamed = 5;

    /// <inheritdoc/>
    protected override DatasetExportFormat Format => DatasetExportFormat.Trks;

    /// <inheritdoc/>
    protected override IReadOnlyList<string> Extensions => [TrksLayout.Extension, TrksLayout.SingleExtension];

    /// <inheritdoc/>
    protected override bool HaveEqualLengths => false;

    /// <inheritdoc/>
    protected override void Check(CellDataset dataset, string destination, DatasetExportOptions options)
    {
        base.Check(dataset, destination, options);
        if (IsSingle(destination) && dataset.MovieCount > 1)
        {
            throw new CellSegException(
                destination, $"a file that ends in {TrksLayout.SingleExtension} has one movie, and there are {dataset.MovieCount}",
                $"Give a name that ends in {TrksLayout.Extension}");
        }
    }

    /// <inheritdoc/>
    protected override void WriteFile(Stream file, string destination, FrameSpool spool, Action<SpooledMovie> pack, List<string> warnings)
    {
        bool isSingle = IsSingle(destination);
        int frames = spool.Movies.Max(movie => movie.Movie.FrameCount);
        using var lineages = WriteLineages(spool.Movies, destination, warnings);
        var (images, labels) = OpenArrays(spool, isSingle ? [frames] : [spool.Movies.Count, frames], pack);
        using var packed = new GZipStream(file, CompressionLevel.Optimal, leaveOpen: true);
        using var tar = new TarWriter(packed);
        // In the order in which DeepCell writes them.
        Write(tar, isSingle ? TrksArchive.LineageName : TrksArchive.LineagesName, lineages);
        Write(tar, TrksArchive.ImagesName, images);
        Write(tar, TrksArchive.LabelsName, labels);
    }

    private static bool IsSingle(string destination) => Path.GetExtension(destination).Equals(TrksLayout.SingleExtension, StringComparison.OrdinalIgnoreCase);

    /// <summary>The text in a temporary file, for data sets have hundreds of thousands of cells.</summary>
    private static FileStream WriteLineages(IReadOnlyList<SpooledMovie> movies, string destination, List<string> warnings)
    {
        bool isSingle = IsSingle(destination);
        var untracked = movies.Where(movie => movie.Movie.Tracks.Count == 0 && movie.Cells.Labels.Count > 0).Select(movie => movie.Movie.Name).ToList();
        if (untracked.Count > 0)
        {
            warnings.Add(
                $"{untracked.Count} movies have no tracks, so that every label was taken for one cell without a parent: "
                + $"{string.Join(", ", untracked.Take(MostNamed))}{(untracked.Count > MostNamed ? ", …" : "")}.");
        }
        var text = new FileStream(TemporaryFile.Create(Path.GetDirectoryName(destination), 0, destination), FileAccess.ReadWrite);
        using (var json = new Utf8JsonWriter(text))
        {
            if (!isSingle)
                json.WriteStartArray();
            foreach (var movie in movies)
            {
                var (tracks, contradictions) = LineageWriter.FindTracks(movie.Movie, movie.Cells);
                warnings.AddRange(contradictions);
                LineageWriter.Write(json, tracks, movie.Cells);
                json.Flush();
            }
            if (!isSingle)
                json.WriteEndArray();
        }
        text.Position = 0;
        return text;
    }

    private static void Write(TarWriter tar, string name, Stream content)
        // GNU's is the format that has a size of any length without further headers. Equal data sets give equal bytes.
        => tar.WriteEntry(new GnuTarEntry(TarEntryType.RegularFile, name) { DataStream = content, ModificationTime = DateTimeOffset.UnixEpoch });
}

using System.Globalization;
using CellSeg.Datasets.Layouts.Exporting;
using CellSeg.Imaging.Naming;
using CellSeg.Imaging.Writing;

namespace CellSeg.Datasets.Layouts.TrackingChallenge;

/// <summary>
/// Writes a sequence for each movie: images in <c>01</c>, masks in <c>01_GT/SEG</c> and, of movies, the same masks as markers with
/// their lineage in <c>01_GT/TRA</c>. Images of a movie have one type, 8 or 16 bits where that holds them.
/// </summary>
internal sealed class TrackingChallengeExporter : FolderExporter
{
    // The challenge numbers frames with three digits, and with four where there are more.
    private const int LongMovie = 1000;

    /// <inheritdoc/>
    protected override bool IsOfLayout(string file)
        => ChallengeSequence.IsSequenceName(file.Split('/', '_')[0]) && (ImageFiles.HasImageExtension(file) || Path.GetFileName(file) == TrackFile.Name);

    /// <inheritdoc/>
    protected override IReadOnlyList<string> NameMovies(CellDataset dataset)
        => dataset.Movies.Select(movie => movie.Name).Where(ChallengeSequence.IsSequenceName).Distinct().ToList() is { } names
            && names.Count == dataset.MovieCount
            ? names
            : [.. Enumerable.Range(1, dataset.MovieCount).Select(number => number.ToString("D2", CultureInfo.InvariantCulture))];

    /// <inheritdoc/>
    protected override IReadOnlyList<(string Name, Action<string> Write)> CreateFiles(CellMovie movie, string name, ExportNotes notes)
    {
        var range = new SampleRange();
        for (int frame = 0; frame < movie.FrameCount; frame++)
        {
            var image = movie.ReadImage(frame);
            if (image.Channels > 1)
            {
                throw new CellSegException(
                    movie.Name, $"it has {image.Channels} channels, and images of the challenge have one", "Choose one with -Channel where it is imported");
            }
            range.Add(image.Pixels);
        }
        NoteCommonLosses(movie, notes);
        notes.Add(movie, "names are left out, sequences are numbered in the order of the data set", movie.Name != name);
        notes.Add(movie, "the kind is left out", HasKinds && movie.Kind is not null);
        string digits = movie.FrameCount > LongMovie ? "D4" : "D3";
        var files = new List<(string, Action<string>)>();
        for (int i = 0; i < movie.FrameCount; i++)
        {
            int frame = i;
            string number = frame.ToString(digits, CultureInfo.InvariantCulture);
            files.Add(($"{name}/t{number}.tif", file => StackWriter.WriteImages(file, 1, _ => movie.ReadImage(frame), movie.PixelSize, range)));
            if (!movie.HasLabels)
                continue;
            files.Add(($"{name}_GT/SEG/man_seg{number}.tif", file => WriteLabels(file, frame)));
            if (IsTracked(movie))
                files.Add(($"{name}_GT/TRA/man_track{number}.tif", file => WriteLabels(file, frame)));
        }
        if (IsTracked(movie))
        {
            string lineage = TrackFile.Write(MaskTracks.Find(movie, notes));
            files.Add(($"{name}_GT/TRA/{TrackFile.Name}", file => File.WriteAllText(file, lineage)));
        }
        return files;

        void WriteLabels(string file, int frame) => StackWriter.WriteLabels(file, 1, _ => movie.ReadLabels(frame), movie.PixelSize);
    }

    /// <summary>A single image has nothing to track, unless somebody says so.</summary>
    private static bool IsTracked(CellMovie movie) => movie.HasLabels && (movie.FrameCount > 1 || movie.Tracks.Count > 0);
}

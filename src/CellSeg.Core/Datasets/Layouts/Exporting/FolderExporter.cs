namespace CellSeg.Datasets.Layouts.Exporting;

/// <summary>Writes a data set as files of a folder, movie by movie and frame by frame. One is made for each export.</summary>
internal abstract class FolderExporter : DatasetExporter
{
    /// <summary>Whether movies are of several kinds: where all are of one, nothing is lost when a layout does not say it.</summary>
    protected bool HasKinds { get; private set; }

    /// <inheritdoc/>
    public sealed override ExportOutcome Write(
        CellDataset dataset, string destination, DatasetExportOptions options, IProgress<WorkProgress>? progress, CancellationToken cancellationToken)
    {
        using var folder = ExportFolder.Open(destination, options.Overwrite, IsOfLayout);
        var names = NameMovies(dataset);
        HasKinds = dataset.Movies.Select(movie => movie.Kind).Distinct().Count() > 1;
        var problems = new List<CellSegException>();
        var notes = new ExportNotes();
        var written = new List<string>();
        for (int i = 0; i < dataset.MovieCount; i++)
        {
            var movie = dataset.Movies[i];
            try
            {
                var stoppable = movie.Derive(Stop(movie.ReadImage), movie.HasLabels ? Stop(movie.ReadLabels) : null);
                folder.Stage(movie.Name, CreateFiles(stoppable, names[i], notes));
                written.Add(names[i]);
            }
            catch (CellSegException e)
            {
                problems.Add(e);
                notes.Remove(movie);
            }
            progress?.Report(new WorkProgress(i + 1, dataset.MovieCount, movie.Name));
        }
        if (written.Count > 0)
        {
            folder.Stage(dataset.Name, CreateCommonFiles(written));
            folder.Commit();
        }
        return new ExportOutcome(written.Count) { Problems = problems, Warnings = notes.Texts };

        Func<int, T> Stop<T>(Func<int, T> read) => frame =>
        {
            cancellationToken.ThrowIfCancellationRequested();
            return read(frame);
        };
    }

    /// <summary>Whether a file of the folder, by its name with '/' between sub-folders, is one that this layout would read.</summary>
    protected abstract bool IsOfLayout(string file);

    /// <summary>What the files of each movie are called after.</summary>
    protected abstract IReadOnlyList<string> NameMovies(CellDataset dataset);

    /// <summary>The files of a movie.</summary>
    /// <param name="movie">The movie, whose reading stops when the work is to stop.</param>
    /// <param name="name">One of <see cref="NameMovies"/>.</param>
    /// <param name="notes">Gets what the layout cannot say of it.</param>
    /// <returns>The name of each file in the folder, with '/' between sub-folders, and what writes it.</returns>
    /// <exception cref="CellSegException">The movie does not fit the layout, or cannot be read.</exception>
    protected abstract IReadOnlyList<(string Name, Action<string> Write)> CreateFiles(CellMovie movie, string name, ExportNotes notes);

    /// <summary>The files of the whole data set.</summary>
    /// <param name="written">The names, of <see cref="NameMovies"/>, of the movies that are in it.</param>
    protected virtual IReadOnlyList<(string Name, Action<string> Write)> CreateCommonFiles(IReadOnlyList<string> written) => [];

    /// <summary>Notes what no layout of image files can say.</summary>
    /// <param name="movie">The movie.</param>
    /// <param name="notes">Gets it.</param>
    protected static void NoteCommonLosses(CellMovie movie, ExportNotes notes)
    {
        notes.Add(movie, "there are no labels, and only images are written", !movie.HasLabels);
        notes.Add(movie, "that cells are dark is left out: import it again with -Invert", movie.HasDarkCells);
        notes.Add(movie, "the names of channels are left out, and their order is kept", movie.ReadImage().ChannelNames.Count > 0);
    }
}

using CellSeg.Datasets;

namespace CellSeg.Training.Data;

/// <summary>
/// Prepares the parts of a split as a training sees them: frames cut into tiles where the options say so, and without those of
/// too few cells.
/// </summary>
internal static class DataPreparation
{
    /// <summary>Prepares the training and validation parts; the test part is not touched.</summary>
    /// <param name="split">What was given.</param>
    /// <param name="tileSize">Height and width of the tiles that frames are cut into; null leaves them whole.</param>
    /// <param name="minimumObjects">The least number of cells of a frame or tile.</param>
    /// <param name="reportBadFrame">Told of each frame whose labels cannot be read, which is left out.</param>
    /// <param name="cancellationToken">Stops between frames.</param>
    public static CellDatasetSplit Prepare(
        CellDatasetSplit split, int? tileSize, int minimumObjects, Action<CellSegException> reportBadFrame, CancellationToken cancellationToken)
    {
        if (tileSize is null && minimumObjects == 0)
            return split;
        return split with { Training = Prepare(split.Training), Validation = Prepare(split.Validation) };

        CellDataset Prepare(CellDataset part)
            => part.WithMovies("prepared", [.. part.Movies.Where(movie => movie.HasLabels)
                .SelectMany(movie => Cut(movie, tileSize, minimumObjects, reportBadFrame, cancellationToken))]);
    }

    /// <summary>The tiles of a movie; frames in a row that are all good enough stay together as one movie.</summary>
    private static IEnumerable<CellMovie> Cut(
        CellMovie movie, int? tileSize, int minimumObjects, Action<CellSegException> reportBadFrame, CancellationToken cancellationToken)
    {
        var runs = new Dictionary<MovieTile, List<(int First, int Count)>>();
        for (int frame = 0; frame < movie.FrameCount; frame++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            try
            {
                var labels = movie.ReadLabels(frame);
                if (runs.Count == 0)
                {
                    // A tile as large as the frame is the frame.
                    int size = tileSize ?? Math.Max(labels.Height, labels.Width);
                    foreach (var tile in MovieTile.Cover(labels.Height, labels.Width, size))
                        runs.Add(tile, []);
                }
                foreach (var (tile, found) in runs)
                {
                    if (tile.CountCells(labels, movie.Path) < minimumObjects)
                        continue;
                    if (found.Count > 0 && found[^1].First + found[^1].Count == frame)
                        found[^1] = (found[^1].First, found[^1].Count + 1);
                    else
                        found.Add((frame, 1));
                }
            }
            catch (CellSegException e)
            {
                reportBadFrame(e);
            }
        }
        return runs.SelectMany(pair => pair.Value.Select(run => movie.Cut(pair.Key, run.First, run.Count)));
    }
}

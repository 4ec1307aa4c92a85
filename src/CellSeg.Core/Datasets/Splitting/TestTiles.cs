namespace CellSeg.Datasets.Splitting;

/// <summary>Cuts the test part of a split into tiles, which come after the split, so that no movie is in two parts (docs/method.md, 5.1).</summary>
internal static class TestTiles
{
    /// <summary>Cuts each movie of the test part into movies of one tile each; annotations are counted before and after.</summary>
    /// <param name="split">A split with a whole test part.</param>
    /// <param name="size">Height and width of a tile; null leaves the part as it is.</param>
    /// <param name="reportProblem">Told of each movie that cannot be read, which is left out; without it the problem is thrown.</param>
    /// <param name="progress">Told after each movie.</param>
    /// <param name="cancellationToken">Stops between frames.</param>
    public static CellDatasetSplit Cut(
        CellDatasetSplit split, int? size, Action<CellSegException>? reportProblem, IProgress<WorkProgress>? progress, CancellationToken cancellationToken)
    {
        if (size is not { } side)
            return split;
        var tiles = new List<CellMovie>();
        int done = 0;
        foreach (var movie in split.Test.Movies)
        {
            try
            {
                tiles.AddRange(Cut(movie, side, cancellationToken));
            }
            catch (CellSegException e) when (reportProblem is not null)
            {
                reportProblem(e);
            }
            progress?.Report(new WorkProgress(++done, split.Test.MovieCount, movie.Name));
        }
        return split with { Test = new CellDataset(split.Test.Name, split.Test.Source, tiles, split.Test.PixelSize) };
    }

    private static IEnumerable<CellMovie> Cut(CellMovie movie, int side, CancellationToken cancellationToken)
    {
        var size = movie.ReadFrameSize();
        MovieTile[] tiles = [.. MovieTile.Cover(size.Height, size.Width, side)];
        var counts = new int[tiles.Length];
        for (int frame = 0; frame < movie.FrameCount && movie.HasLabels; frame++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var labels = movie.ReadLabels(frame);
            for (int i = 0; i < tiles.Length; i++)
                counts[i] += tiles[i].CountCells(labels, movie.Path);
        }
        return tiles.Select((tile, i) => movie.Cut(tile, 0, movie.FrameCount, counts[i]));
    }
}

using CellSeg.Numerics;

namespace CellSeg.Datasets;

/// <summary>Some frames of a data set that stand for all of it.</summary>
internal static class FrameSample
{
    /// <summary>Annotated frames, evenly over the data set: all of them where there are not more.</summary>
    /// <param name="dataset">The data set.</param>
    /// <param name="maximum">The most to take, at least 1.</param>
    public static IEnumerable<(CellMovie Movie, int Frame)> Take(CellDataset dataset, int maximum) => EvenSample.Take(
        [.. dataset.Movies.Where(movie => movie.HasLabels)
            .SelectMany(movie => Enumerable.Range(0, movie.FrameCount).Select(frame => (movie, frame)))],
        maximum);
}

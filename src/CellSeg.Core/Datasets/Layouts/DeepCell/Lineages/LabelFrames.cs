using CellSeg.Imaging;

namespace CellSeg.Datasets.Layouts.DeepCell.Lineages;

/// <summary>The frames in which each cell of a movie is, as its label images show them.</summary>
internal sealed class LabelFrames
{
    private readonly SortedDictionary<int, List<int>> _frames = [];

    /// <summary>The labels, in ascending order.</summary>
    public IReadOnlyCollection<int> Labels => _frames.Keys;

    /// <summary>The frames of a cell from 0, in ascending order; empty where it is in none.</summary>
    /// <param name="label">The cell.</param>
    public IReadOnlyList<int> this[int label] => _frames.TryGetValue(label, out var frames) ? frames : [];

    /// <summary>Looks at a frame, each in its turn.</summary>
    /// <param name="frame">The frame, from 0.</param>
    /// <param name="labels">Its labels.</param>
    public void Add(int frame, LabelImage labels)
    {
        foreach (int label in labels.GetAreas().Keys)
        {
            if (!_frames.TryGetValue(label, out var frames))
                _frames[label] = frames = [];
            frames.Add(frame);
        }
    }
}

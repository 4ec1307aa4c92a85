using System.Collections.Concurrent;
using CellSeg.Imaging.Inspection;

namespace CellSeg.Training;

/// <summary>
/// What is to be told of the frames of a training: it is gathered on whichever thread reads them, and told on the training's
/// own. Frames for which there is no memory are read in every epoch; a warning is told once nevertheless.
/// </summary>
internal sealed class FrameNotices(IProgress<TrainingProgress>? progress)
{
    private readonly ConcurrentQueue<TrainingProgress> _waiting = new();
    private readonly ConcurrentDictionary<string, bool> _known = new();

    /// <summary>A frame cannot be used.</summary>
    public void Add(CellSegException problem) => _waiting.Enqueue(new TrainingProgress.Problem(problem));

    /// <summary>Something is odd about a frame.</summary>
    /// <param name="frame">What messages call it.</param>
    /// <param name="warning">What it is.</param>
    public void Add(string frame, ImageWarning warning)
    {
        string text = $"{frame}: {warning.Text}";
        if (_known.TryAdd(warning.IsForAll ? $"{warning.Kind}" : text, true))
            _waiting.Enqueue(new TrainingProgress.Warning(text));
    }

    /// <summary>Tells all that has been gathered since the last time.</summary>
    public void Tell()
    {
        while (_waiting.TryDequeue(out var notice))
            progress?.Report(notice);
    }
}

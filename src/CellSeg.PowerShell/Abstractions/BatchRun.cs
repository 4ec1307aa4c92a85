using CellSeg.Imaging.Inspection;
using CellSeg.Inference;
using CellSeg.Inference.Batches;
using CellSeg.Inference.Batches.Records;

namespace CellSeg.PowerShell.Abstractions;

/// <summary>What a call that segments does away from the pipeline's thread: image by image, telling how far it is.</summary>
internal sealed class BatchRun(SegmentationBatch batch)
{
    private readonly HashSet<ImageWarningKind> _warned = [];

    /// <summary>Finds those inputs that are finished.</summary>
    public HashSet<SegmentationInput> FindFinished(CellSegmenter segmenter, IReadOnlyList<SegmentationInput> inputs, BackgroundRun output)
    {
        var finished = new HashSet<SegmentationInput>(ReferenceEqualityComparer.Instance);
        foreach (var (i, input) in inputs.Index())
        {
            output.Stopping.ThrowIfCancellationRequested();
            output.ReportProgress(i / (double)inputs.Count, $"{i + 1} of {inputs.Count}: {input.Name}");
            if (batch.IsFinished(segmenter, input))
                finished.Add(input);
        }
        return finished;
    }

    /// <summary>Segments inputs; what is wrong with one is an error record.</summary>
    /// <returns>How many there were.</returns>
    /// <exception cref="BatchRecordException">What is done cannot be recorded.</exception>
    public int Segment(CellSegmenter segmenter, IReadOnlyList<SegmentationInput> inputs, BackgroundRun output)
    {
        // The time that an image takes grows with its pixels, and so do the bytes of its file, which are known before.
        double[] sizes = [.. inputs.Select(Measure)];
        double done = 0, total = sizes.Sum();
        foreach (var (i, input) in inputs.Index())
        {
            output.Stopping.ThrowIfCancellationRequested();
            output.ReportProgress(done / total, $"{i + 1} of {inputs.Count}: {input.Name}");
            try
            {
                var found = batch.Segment(segmenter, input, output.Stopping);
                foreach (var warning in found.Warnings.Where(warning => _warned.Add(warning.Kind) || !warning.IsForAll))
                    output.WriteWarning($"{input.Movie.Describe(input.Frame)}: {warning.Text}");
                output.WriteObject(found);
            }
            catch (CellSegException e) when (e is not BatchRecordException)
            {
                output.WriteError(Errors.ImageNotSegmented(e));
            }
            done += sizes[i];
        }
        return inputs.Count;
    }

    /// <summary>The bytes of the file for each of its frames; 1 for what is no file, as all movies of a data set then are.</summary>
    private static double Measure(SegmentationInput input)
        => new FileInfo(input.Path) is { Exists: true } file ? Math.Max(file.Length, 1) / (double)input.Movie.FrameCount : 1;
}

using System.Globalization;
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
        var warning = segmenter.Warning;
        var telling = Task.CompletedTask;
        try
        {
            foreach (var (i, input) in inputs.Index())
            {
                output.Stopping.ThrowIfCancellationRequested();
                output.ReportProgress(done / total, $"{i + 1} of {inputs.Count}: {input.Name}");
                // While this one is computed, the one before is written and told.
                var begun = Begin(segmenter, input, output);
                telling.GetAwaiter().GetResult();
                telling = Task.Run(() => Tell(input, begun, output), CancellationToken.None);
                if (segmenter.Warning is { } now && now != warning)
                    output.WriteWarning(warning = now);
                done += sizes[i];
            }
            telling.GetAwaiter().GetResult();
            return inputs.Count;
        }
        finally
        {
            Task.WhenAny(telling).GetAwaiter().GetResult();
        }
    }

    private Task<CellSegmentation> Begin(CellSegmenter segmenter, SegmentationInput input, BackgroundRun output)
    {
        try
        {
            return batch.Begin(segmenter, input, output.Stopping);
        }
        catch (CellSegException e) when (e is not BatchRecordException)
        {
            return Task.FromException<CellSegmentation>(e);
        }
    }

    private void Tell(SegmentationInput input, Task<CellSegmentation> task, BackgroundRun output)
    {
        try
        {
            var found = task.GetAwaiter().GetResult();
            output.WriteVerbose(Describe(found));
            foreach (var warning in found.Warnings.Where(warning => _warned.Add(warning.Kind) || !warning.IsForAll))
                output.WriteWarning($"{input.Movie.Describe(input.Frame)}: {warning.Text}");
            output.WriteObject(found);
        }
        catch (CellSegException e) when (e is not BatchRecordException)
        {
            output.WriteError(Errors.ImageNotSegmented(e));
        }
    }

    private static string Describe(CellSegmentation found)
    {
        string place = found.OutputPaths.Count > 0 ? $" -> {string.Join(", ", found.OutputPaths.Values)}" : "";
        return string.Create(
            CultureInfo.InvariantCulture, $"{found.Path}, frame {found.Frame}: {found.CellCount} cells in {found.Duration.TotalSeconds:f2} s{place}");
    }

    /// <summary>The bytes of the file for each of its frames; 1 for what is no file, as all movies of a data set then are.</summary>
    private static double Measure(SegmentationInput input)
        => new FileInfo(input.Path) is { Exists: true } file ? Math.Max(file.Length, 1) / (double)input.Movie.FrameCount : 1;
}

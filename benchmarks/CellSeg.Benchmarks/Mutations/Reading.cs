using CellSeg.Datasets;
using CellSeg.Imaging.Rows;
using CellSeg.Imaging.Selection;
using CellSeg.Imaging.Stacks;

namespace CellSeg.Benchmarks.Mutations;

/// <summary>What came of reading a file: all pixels of all frames, or why it was refused.</summary>
/// <param name="Pixels">The pixels of each frame; empty when it was refused.</param>
/// <param name="Shape">Frames, channels, rows and columns of the first of them.</param>
/// <param name="Refusal">Why there are none.</param>
/// <param name="Fault">What must not happen: another kind of error, or one that does not name the file.</param>
internal sealed record Reading(IReadOnlyList<Array> Pixels, string Shape, string? Refusal, string? Fault)
{
    /// <summary>What <see cref="Compare"/> may say.</summary>
    public const string Refused = "refused", Same = "same", Other = "other";

    // As many pixels as the seeds have in a row.
    private const int RowEnd = 24;

    private const int BandRows = 3;

    private static readonly ImageSelection Brightest = new() { Slice = SliceSelector.MaximumProjection };

    /// <summary>Numbers in all frames.</summary>
    public long PixelCount => Pixels.Sum(frame => frame.LongLength);

    /// <summary>Reads a file as images, the brightest of all slices.</summary>
    public static Reading OfImages(string path) => Try(path, () =>
    {
        var movie = CellMovie.Open(path, Brightest);
        return [.. Enumerable.Range(0, movie.FrameCount).Select(frame => movie.ReadImage(frame)).Select(image => (
            (Array)image.Pixels, $"{image.Channels} x {image.Height} x {image.Width}"))];
    });

    /// <summary>Reads a file as images, in bands as small as the file has them.</summary>
    public static Reading OfBands(string path) => Try(path, () =>
    {
        var stack = ImageStack.Open(path, Brightest);
        return [.. Enumerable.Range(0, stack.FrameCount).Select(frame => stack.OpenRows(frame, bandBytes: 1)).Select(image => (
            (Array)ReadBands(image), $"{image.Channels} x {image.Height} x {image.Width}"))];
    });

    /// <summary>Reads a file as labels.</summary>
    public static Reading OfLabels(string path) => Try(path, () =>
    {
        var movie = CellMovie.OpenLabels(path);
        return [.. Enumerable.Range(0, movie.FrameCount).Select(frame => movie.ReadLabels(frame)).Select(labels => (
            (Array)labels.Pixels, $"{labels.Height} x {labels.Width}"))];
    });

    /// <summary>What is wrong with what came of a change, seen from what came of the whole file; null when nothing is.</summary>
    /// <param name="whole">What the file gives before the change.</param>
    /// <param name="rule">What may come of it.</param>
    public string? FindFault(Reading whole, MutationRule rule)
    {
        if (Fault is not null || Refusal is not null)
            return Fault;
        return rule switch
        {
            MutationRule.Unchanged when Shape != whole.Shape => $"read as {Shape} instead of {whole.Shape}",
            MutationRule.Unchanged when !HasPixelsOf(whole) => "read with other pixels",
            MutationRule.NotLarger when PixelCount > whole.PixelCount && whole.Refusal is null => $"read as {Shape}, more than {whole.Shape}",
            // No seed ends in a row of zeros.
            not MutationRule.Anything when Shape == whole.Shape && HasBlankEnd => "read with a last row of zeros",
            _ => null,
        };
    }

    /// <summary>How what was read in bands differs from this, which was read whole; null when it does not.</summary>
    public string? FindDifference(Reading bands)
        => bands.Fault ?? (Shape != bands.Shape ? $"in bands {bands.Shape}, whole {Shape}" : !HasPixelsOf(bands) ? "other pixels in bands" : null);

    private static float[] ReadBands(IImageRows image)
    {
        var pixels = new float[(long)image.Channels * image.Height * image.Width];
        for (int top = 0; top < image.Height; top += BandRows)
        {
            int rows = Math.Min(BandRows, image.Height - top);
            var band = new float[image.Channels * rows * image.Width];
            image.ReadRows(top, rows, band);
            for (int c = 0; c < image.Channels; c++)
                band.AsSpan(c * rows * image.Width, rows * image.Width).CopyTo(pixels.AsSpan(((c * image.Height) + top) * image.Width));
        }
        return pixels;
    }

    private bool HasBlankEnd => Pixels.Any(frame => frame switch
    {
        float[] values => !values.AsSpan(values.Length - RowEnd).ContainsAnyExcept(0),
        int[] values => !values.AsSpan(values.Length - RowEnd).ContainsAnyExcept(0),
        _ => false,
    });

    /// <summary>Whether it was refused, or its pixels are those of the whole file or others.</summary>
    public string Compare(Reading whole) => Pixels.Count == 0 ? Refused : HasPixelsOf(whole) ? Same : Other;

    private bool HasPixelsOf(Reading other) => Pixels.Count == other.Pixels.Count && Pixels.Zip(other.Pixels).All(pair => (pair.First, pair.Second) switch
    {
        (float[] first, float[] second) => first.AsSpan().SequenceEqual(second),
        (int[] first, int[] second) => first.AsSpan().SequenceEqual(second),
        _ => false,
    });

    private static Reading Try(string path, Func<IReadOnlyList<(Array Pixels, string Shape)>> read)
    {
        try
        {
            var frames = read();
            return new([.. frames.Select(frame => frame.Pixels)], $"{frames.Count} x {frames[0].Shape}", null, null);
        }
        catch (CellSegException e)
        {
            string? fault = e.Target != path ? $"the error is of {e.Target}" : e.Reason.Length == 0 ? "the error has no reason" : null;
            return new([], "nothing", e.Reason, fault);
        }
        catch (Exception e)
        {
            return new([], "nothing", null, $"{e.GetType().Name}: {e.Message}");
        }
    }
}

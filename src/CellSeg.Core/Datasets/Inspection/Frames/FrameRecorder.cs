using CellSeg.Datasets.Inspection.Fingerprints;
using CellSeg.Imaging;
using CellSeg.Imaging.Inspection;

namespace CellSeg.Datasets.Inspection.Frames;

/// <summary>Reads each frame once, and keeps of it what the checks need. For use by one thread at a time.</summary>
internal sealed class FrameRecorder
{
    // Kept from frame to frame, so that there is no garbage as large as the images.
    private int[] _ranks = [];

    /// <summary>Reads a frame. What cannot be read is told in the record.</summary>
    /// <param name="dataset">The data set that the movie is in.</param>
    /// <param name="part">The part of the split; null without a split.</param>
    /// <param name="movie">The movie.</param>
    /// <param name="frame">The frame, from 0.</param>
    public FrameRecord Read(CellDataset dataset, string? part, CellMovie movie, int frame)
    {
        var (image, imageProblem) = Try(() => movie.ReadImage(frame));
        var (labels, labelProblem) = movie.HasLabels ? Try(() => movie.ReadLabels(frame)) : (null, null);
        var record = new FrameRecord
        {
            Dataset = dataset.Name,
            Part = part,
            Movie = movie,
            Frame = frame,
            PixelSize = movie.PixelSize ?? dataset.PixelSize,
            ImageProblem = imageProblem,
            LabelProblem = labelProblem,
            Cells = labels is null ? null : CellStatistics.Measure(labels),
        };
        return image is null ? record : WithImage(record, image, labels);
    }

    private static (T? Value, CellSegException? Problem) Try<T>(Func<T> read) where T : class
    {
        try
        {
            return (read(), null);
        }
        catch (CellSegException e)
        {
            return (null, e);
        }
    }

    private FrameRecord WithImage(FrameRecord record, CellImage image, LabelImage? labels)
    {
        if (labels is not null && (labels.Height, labels.Width) != (image.Height, image.Width))
            labels = null;
        if (_ranks.Length < image.Pixels.Length)
            _ranks = new int[image.Pixels.Length];
        var ranks = _ranks.AsSpan(0, image.Pixels.Length);
        var (statistics, levels) = ImageStatistics.Measure(image, ranks);
        int kept = KeepDifferent(ranks, image.Height * image.Width, levels);
        return record with
        {
            Image = statistics,
            Warnings = ImageWarning.Find(image, image),
            Contrast = labels is null ? null : MeasureContrast(image, labels, statistics),
            Fingerprint = kept == 0 ? null : FrameFingerprint.Create(ranks[..kept], statistics.Size, labels),
        };
    }

    /// <summary>
    /// Moves the planes together that are neither constant nor the same as the first of those, so that a grey image and its
    /// copy with three equal channels are the same.
    /// </summary>
    /// <returns>The numbers of these planes.</returns>
    private static int KeepDifferent(Span<int> ranks, int area, int[] levels)
    {
        int kept = 0;
        bool isAnyOther = false;
        for (int channel = 0; channel < levels.Length; channel++)
        {
            if (levels[channel] < 2)
                continue;
            var plane = ranks.Slice(channel * area, area);
            isAnyOther |= kept > 0 && !plane.SequenceEqual(ranks[..area]);
            plane.CopyTo(ranks[kept..]);
            kept += area;
        }
        return isAnyOther ? kept : Math.Min(kept, area);
    }

    private static double? MeasureContrast(CellImage image, LabelImage labels, ImageStatistics statistics)
    {
        double inside = 0, outside = 0;
        long insideCount = 0, outsideCount = 0;
        for (int channel = 0; channel < image.Channels; channel++)
        {
            var plane = image.Plane(channel);
            for (int i = 0; i < plane.Length; i++)
            {
                float value = plane[i];
                if (!float.IsFinite(value))
                    continue;
                if (labels.Pixels[i] != 0)
                    (inside, insideCount) = (inside + value, insideCount + 1);
                else
                    (outside, outsideCount) = (outside + value, outsideCount + 1);
            }
        }
        double range = statistics.Max - statistics.Min;
        return insideCount == 0 || outsideCount == 0 || range == 0 ? null : ((inside / insideCount) - (outside / outsideCount)) / range;
    }
}

using CellSeg.Datasets.Inspection.Fingerprints;
using CellSeg.Imaging;

namespace CellSeg.Datasets.Inspection.Frames;

/// <summary>What the numbers of an image come to, over all channels and finite values.</summary>
internal sealed record ImageStatistics
{
    /// <summary>Rows and columns.</summary>
    public required FrameSize Size { get; init; }

    /// <summary>Planes.</summary>
    public required int Channels { get; init; }

    /// <summary>The least value; NaN without a finite one.</summary>
    public double Min { get; private init; } = double.NaN;

    /// <summary>The greatest value; NaN without a finite one.</summary>
    public double Max { get; private init; } = double.NaN;

    /// <summary>The mean value; NaN without a finite one.</summary>
    public double Mean { get; private init; } = double.NaN;

    /// <summary>Whether all values are whole numbers.</summary>
    public bool IsWhole { get; private init; }

    /// <summary>How many different values the channel with the most of them has.</summary>
    public int LevelCount { get; private init; }

    /// <summary>The share of pixels that have the largest value of their channel, in the channel where it is largest; constant ones do not count.</summary>
    public double SaturatedShare { get; private init; }

    /// <summary>Measures an image.</summary>
    /// <param name="image">Any image.</param>
    /// <param name="ranks">Receives the ranks of its values, see <see cref="IntensityRanks"/>; as long as its pixels.</param>
    /// <returns>The measures, and how many different values each channel has.</returns>
    public static (ImageStatistics Statistics, int[] Levels) Measure(CellImage image, Span<int> ranks)
    {
        int area = image.Height * image.Width;
        int[] levels = new int[image.Channels];
        double saturated = 0;
        for (int channel = 0; channel < image.Channels; channel++)
        {
            var plane = ranks.Slice(channel * area, area);
            levels[channel] = IntensityRanks.Rank(image.Plane(channel), plane);
            if (levels[channel] > 1)
                saturated = Math.Max(saturated, plane.Count(levels[channel]) / (double)area);
        }
        var statistics = new ImageStatistics
        {
            Size = new FrameSize(image.Height, image.Width),
            Channels = image.Channels,
            LevelCount = levels.Max(),
            SaturatedShare = saturated,
        };
        return (statistics.LevelCount == 0 ? statistics : statistics.WithValues(image.Pixels), levels);
    }

    private ImageStatistics WithValues(ReadOnlySpan<float> pixels)
    {
        double sum = 0, min = double.MaxValue, max = double.MinValue;
        long count = 0;
        bool isWhole = true;
        foreach (float value in pixels)
        {
            if (!float.IsFinite(value))
                continue;
            sum += value;
            count++;
            min = Math.Min(min, value);
            max = Math.Max(max, value);
            isWhole &= value == MathF.Floor(value);
        }
        return this with { Min = min, Max = max, Mean = sum / count, IsWhole = isWhole };
    }
}

using CellSeg.Imaging.Morphology.Runs;

namespace CellSeg.Imaging.Morphology.Flooding;

/// <summary>A marker pixel of a watershed.</summary>
/// <param name="Pixel">Where, <c>y * width + x</c>.</param>
/// <param name="Label">Its label, above 0.</param>
/// <param name="Region">The connected piece of the mask it lies in, from 1.</param>
/// <param name="Value">Its height, negated since the highest pixels come first.</param>
internal readonly record struct Marker(int Pixel, int Label, int Region, float Value)
{
    /// <summary>The same as the flood takes it up.</summary>
    public FloodSeed Seed => new(Region, Pixel, Label, IsWaiting: true);

    /// <summary>Takes the markers out of an image, which becomes all zeros, and returns those in the mask in raster order.</summary>
    public static List<Marker> Take(Span<int> labels, ReadOnlySpan<float> levels, ReadOnlySpan<RegionRun> runs)
    {
        var markers = new List<Marker>(1024);
        int run = 0;
        // Markers are rare: look for the next one rather than at each pixel.
        for (int i = 0; i < labels.Length; i++)
        {
            int gap = labels[i..].IndexOfAnyExcept(0);
            if (gap < 0)
                break;
            i += gap;
            int label = labels[i];
            labels[i] = 0;
            while (run < runs.Length && runs[run].End <= i)
                run++;
            if (label > 0 && run < runs.Length && runs[run].Start <= i)
                markers.Add(new Marker(i, label, runs[run].Region, -levels[i]));
        }
        return markers;
    }
}

using CellSeg.Imaging.Morphology.Runs;

namespace CellSeg.Imaging.Morphology.Flooding;

/// <summary>A marker pixel of a watershed: it has its label before the flood of its region begins.</summary>
/// <param name="Pixel">Where, <c>y * width + x</c>.</param>
/// <param name="Label">Its label, above 0.</param>
/// <param name="Region">The connected piece of the mask it lies in, from 1.</param>
internal readonly record struct Marker(int Pixel, int Label, int Region)
{
    /// <summary>Takes the markers out of an image, which becomes all zeros, and returns those in the mask in raster order.</summary>
    public static List<Marker> Take(Span<int> labels, ReadOnlySpan<RegionRun> runs)
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
                markers.Add(new Marker(i, label, runs[run].Region));
        }
        return markers;
    }

    /// <summary>The markers of contested regions in order of region, within a region in raster order.</summary>
    /// <param name="markers">All markers in raster order.</param>
    /// <param name="fills">For each region <see cref="Watershed.Contested"/> or something else.</param>
    public static Marker[] GroupByRegion(List<Marker> markers, ReadOnlySpan<int> fills)
    {
        var starts = new int[fills.Length + 1];
        foreach (var marker in markers)
            starts[marker.Region + 1] += fills[marker.Region] == Watershed.Contested ? 1 : 0;
        for (int region = 1; region < starts.Length; region++)
            starts[region] += starts[region - 1];
        var grouped = new Marker[starts[^1]];
        foreach (var marker in markers)
        {
            if (fills[marker.Region] == Watershed.Contested)
                grouped[starts[marker.Region]++] = marker;
        }
        return grouped;
    }
}

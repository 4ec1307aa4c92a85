namespace CellSeg.Imaging.Stacks;

/// <summary>Which pages of a file make which frame.</summary>
internal sealed class PlaneLayout
{
    private readonly int[][] _pages;

    private PlaneLayout(int[][] pages) => _pages = pages;

    /// <summary>Points in time, at least 1.</summary>
    public int FrameCount => _pages.Length;

    /// <summary>The pages of a frame, by channel.</summary>
    public IReadOnlyList<int> PagesOf(int frame) => _pages[frame];

    /// <summary>Every page is a frame.</summary>
    public static PlaneLayout OfFrames(int pageCount) => new([.. Enumerable.Range(0, pageCount).Select(page => new[] { page })]);

    /// <summary>Sorts planes into frames.</summary>
    /// <param name="path">The file, for messages.</param>
    /// <param name="planes">The place of every page that is meant, in any order.</param>
    /// <exception cref="CellSegException">The planes lie in several depths, or some frame lacks a channel.</exception>
    public static PlaneLayout Of(string path, IReadOnlyCollection<Plane> planes)
    {
        int slices = planes.Select(plane => plane.Slice).Distinct().Count();
        if (slices > 1)
        {
            throw new CellSegException(
                path,
                $"it is a z-stack of {slices} slices, and cells are found in single planes",
                "Save one slice or a projection (Fiji: Image > Stacks > Z Project); if the slices are points in time, make them frames (Image > Properties)");
        }
        var channels = planes.Select(plane => plane.Channel).Distinct().Order().ToList();
        var frames = planes.GroupBy(plane => plane.Frame).OrderBy(frame => frame.Key).Select(frame => frame.OrderBy(plane => plane.Channel).ToList()).ToList();
        if (frames.Any(frame => !frame.Select(plane => plane.Channel).SequenceEqual(channels)))
            throw Mismatch(path, "some of its frames lack a channel or have one twice");
        return new PlaneLayout([.. frames.Select(frame => frame.Select(plane => plane.Page).ToArray())]);
    }

    /// <summary>The error of a file that is not what its description says.</summary>
    public static CellSegException Mismatch(string path, string reason)
        => new(path, reason, "Open it in Fiji and save it again as a TIFF file of its own");
}

using CellSeg.Imaging.Selection;

namespace CellSeg.Imaging.Stacks;

/// <summary>Which pages of a file make which frame.</summary>
internal sealed class PlaneLayout
{
    private readonly ChannelPages[][] _frames;

    private PlaneLayout(ChannelPages[][] frames) => _frames = frames;

    /// <summary>Points in time, at least 1.</summary>
    public int FrameCount => _frames.Length;

    /// <summary>The pages of a frame, by channel.</summary>
    public IReadOnlyList<ChannelPages> PagesOf(int frame) => _frames[frame];

    /// <summary>Every page is a frame of one slice.</summary>
    /// <param name="path">The file, for messages.</param>
    /// <param name="pageCount">Its pages.</param>
    /// <param name="slice">What was chosen of the depth.</param>
    /// <exception cref="CellSegException">Another slice than the first was chosen.</exception>
    public static PlaneLayout OfFrames(string path, int pageCount, SliceSelector? slice)
        => Of(path, [.. Enumerable.Range(0, pageCount).Select(page => new Plane(page, 0, 0, page))], slice, []);

    /// <summary>Sorts planes into frames.</summary>
    /// <param name="path">The file, for messages.</param>
    /// <param name="planes">The place of every page that is meant, in any order.</param>
    /// <param name="slice">What is taken of the depth; null refuses more than one slice.</param>
    /// <param name="names">Names of the channels; none when empty.</param>
    /// <exception cref="CellSegException">There is depth of which nothing was chosen, the chosen slice is not there, or some frame lacks a plane.</exception>
    public static PlaneLayout Of(string path, IReadOnlyCollection<Plane> planes, SliceSelector? slice, IReadOnlyList<string> names)
    {
        if (slice is { IsFrames: true })
            planes = AsFrames(planes);
        int[] slices = [.. planes.Select(plane => plane.Slice).Distinct().Order()];
        if (slices.Length > 1 && slice is null)
        {
            throw new CellSegException(
                path,
                $"it is a z-stack of {slices.Length} slices, and cells are found in single planes",
                "Choose with -Slice of Import-CellDataset or Invoke-CellSegmentation: the number of a slice from 0, MaximumProjection for their projection or, "
                + "where slices are points in time, Frames; elsewhere save one slice as a file of its own");
        }
        if (slice is { Number: { } number })
        {
            if (number >= slices.Length)
                throw new CellSegException(path, $"it has {slices.Length} slices, none of number {number} (from 0)", "Choose another slice");
            planes = [.. planes.Where(plane => plane.Slice == slices[number])];
        }
        int[] channels = [.. planes.Select(plane => plane.Channel).Distinct().Order()];
        int depth = planes.Select(plane => plane.Slice).Distinct().Count();
        var frames = planes.GroupBy(plane => plane.Frame).OrderBy(frame => frame.Key).Select(frame => channels.Select(channel => new ChannelPages(
            channel < names.Count ? names[channel] : "",
            [.. frame.Where(plane => plane.Channel == channel).OrderBy(plane => plane.Slice).Select(plane => plane.Page)])).ToArray()).ToArray();
        bool isDouble = planes.DistinctBy(plane => plane with { Page = 0 }).Count() < planes.Count;
        if (isDouble || frames.Any(frame => frame.Any(channel => channel.Pages.Count != depth)))
            throw Mismatch(path, "some of its frames lack a channel or slice, or have one twice");
        return new PlaneLayout(frames);
    }

    /// <summary>The error of a file that is not what its description says.</summary>
    public static CellSegException Mismatch(string path, string reason)
        => new(path, reason, "Open it in Fiji and save it again as a TIFF file of its own");

    /// <summary>The slices of each frame as frames of their own, one after the other.</summary>
    private static List<Plane> AsFrames(IReadOnlyCollection<Plane> planes)
    {
        int depth = planes.Max(plane => plane.Slice) + 1;
        return [.. planes.Select(plane => plane with { Slice = 0, Frame = (plane.Frame * depth) + plane.Slice })];
    }
}

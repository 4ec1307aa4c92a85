using CellSeg.Datasets.Stores;
using CellSeg.Imaging.Selection;

namespace CellSeg.Datasets.Layouts.TrackingChallenge;

/// <summary>A file of one frame. Its pages are slices, whether the file says so or not: points in time have files of their own.</summary>
internal static class ChallengeFrame
{
    /// <summary>Opens an image.</summary>
    /// <param name="file">The file.</param>
    /// <param name="options">The channels, and the slice that is taken of a volume.</param>
    /// <exception cref="CellSegException">It is a volume of which no slice is chosen, or cannot be opened.</exception>
    public static CellMovie OpenImage(StoredFile file, DatasetImportOptions options)
        => ChooseSlice(CellMovie.Open(file.GetSource(), options.Images with { Slice = SliceSelector.Frames }), options.Slice);

    /// <summary>Opens the labels of a frame, or of the chosen slice of one.</summary>
    /// <inheritdoc cref="OpenImage"/>
    public static CellMovie OpenLabels(StoredFile file, DatasetImportOptions options)
        => ChooseSlice(CellMovie.OpenLabels(file.GetSource(), options.Labels with { Slice = SliceSelector.Frames }), options.Slice);

    private static CellMovie ChooseSlice(CellMovie slices, SliceSelector? slice)
    {
        if (slices.FrameCount == 1)
            return slices;
        if (slice is not { Number: { } number })
        {
            throw new CellSegException(
                slices.Path, $"it is a volume of {slices.FrameCount} slices, and cells are found in single planes",
                "Choose a slice by its number from 0 with -Slice");
        }
        return number < slices.FrameCount
            ? slices.GetFrame(number)
            : throw new CellSegException(slices.Path, $"it has {slices.FrameCount} slices, none of number {number} (from 0)", "Choose another slice");
    }
}

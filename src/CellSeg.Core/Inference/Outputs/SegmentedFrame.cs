using CellSeg.Datasets;
using CellSeg.Imaging;
using CellSeg.Imaging.Regions;
using CellSeg.Imaging.Rows;

namespace CellSeg.Inference.Outputs;

/// <summary>What the files of a segmentation are made of. Image and labels are read in bands, and may be larger than memory.</summary>
/// <param name="Movie">The movie, or single image.</param>
/// <param name="Frame">Its frame, from 0.</param>
/// <param name="Image">The image as it was read, with all channels that were chosen.</param>
/// <param name="Labels">The cells found, in an image of the same size.</param>
/// <param name="Truth">The true cells; null where they are not known.</param>
public sealed record SegmentedFrame(CellMovie Movie, int Frame, IImageRows Image, ILabelRows Labels, LabelImage? Truth = null)
{
    private LabelledCells? _cells;

    /// <summary>Micrometres a pixel; null where it is not known.</summary>
    public double? PixelSize { get; init; }

    /// <summary>The cells of the labels, which are looked for once for all outputs.</summary>
    // A copy of the frame may have other labels.
    internal LabelledCells Cells => _cells is { } known && known.Labels == Labels ? known : _cells = new LabelledCells(Labels);

    /// <summary>The image with all channels of its file, of which maybe only some were chosen.</summary>
    /// <exception cref="CellSegException">The file can no longer be read.</exception>
    internal IImageRows OpenAllChannels()
    {
        var movie = Movie.WithAllChannels();
        return movie == Movie ? Image : movie.OpenRows(Frame);
    }
}

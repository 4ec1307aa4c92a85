using CellSeg.Inference.Prediction.Views;
using CellSeg.Models.Networks;

namespace CellSeg.Inference.Prediction.Networks;

/// <summary>A rectangle of a view of an image that goes through the network with a halo around it.</summary>
/// <param name="View">The way round in which the image is seen; rows and columns are those of the view.</param>
/// <param name="Top">First row that is kept.</param>
/// <param name="Left">First column that is kept.</param>
/// <param name="Height">Rows that are kept.</param>
/// <param name="Width">Columns that are kept.</param>
/// <param name="Halo">Pixels around them that are not.</param>
internal readonly record struct PredictedTile(ImageView View, int Top, int Left, int Height, int Width, int Halo)
{
    /// <summary>Rows that go through the network.</summary>
    public int PaddedHeight => RoundUp(Height + (2 * Halo));

    /// <summary>Columns that go through the network.</summary>
    public int PaddedWidth => RoundUp(Width + (2 * Halo));

    private static int RoundUp(int size) => (size + SegmentationNetwork.SizeStep - 1) / SegmentationNetwork.SizeStep * SegmentationNetwork.SizeStep;
}

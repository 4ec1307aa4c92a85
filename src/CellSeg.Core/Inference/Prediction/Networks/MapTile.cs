using CellSeg.Inference.Prediction.Views;
using CellSeg.Inference.Prediction.Windows;

namespace CellSeg.Inference.Prediction.Networks;

/// <summary>Which pixels of a view of an image some numbers are, and where they lie.</summary>
/// <param name="View">The way round in which the image is seen.</param>
/// <param name="Window">The pixels of the view.</param>
/// <param name="Start">The first number.</param>
/// <param name="RowStep">From one row to the next.</param>
/// <param name="PlaneStep">From one plane to the next.</param>
internal readonly record struct MapTile(ImageView View, MapWindow Window, int Start, int RowStep, int PlaneStep)
{
    /// <summary>Adds a plane to one of the image.</summary>
    /// <param name="values">The numbers.</param>
    /// <param name="plane">The plane.</param>
    /// <param name="target">The image's, row-major.</param>
    public void AddTo(ReadOnlySpan<float> values, int plane, Span<float> target)
    {
        for (int y = 0; y < Window.Height; y++)
        {
            var row = values.Slice(Start + (plane * PlaneStep) + (y * RowStep), Window.Width);
            for (int x = 0; x < row.Length; x++)
                target[View.IndexOf(Window.Top + y, Window.Left + x)] += row[x];
        }
    }
}

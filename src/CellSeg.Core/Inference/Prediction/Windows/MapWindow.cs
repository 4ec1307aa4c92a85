namespace CellSeg.Inference.Prediction.Windows;

/// <summary>A rectangle of an image.</summary>
/// <param name="Top">Its first row.</param>
/// <param name="Left">Its first column.</param>
/// <param name="Height">Rows.</param>
/// <param name="Width">Columns.</param>
internal readonly record struct MapWindow(int Top, int Left, int Height, int Width)
{
    /// <summary>The row behind the last.</summary>
    public int Bottom => Top + Height;

    /// <summary>The column behind the last.</summary>
    public int Right => Left + Width;

    /// <summary>Whether a pixel of the image lies in it.</summary>
    public bool Contains(int row, int column) => row >= Top && row < Bottom && column >= Left && column < Right;

    /// <summary>The rectangle with a margin around it, as far as the image reaches.</summary>
    public MapWindow Grow(int margin, int height, int width)
    {
        int top = Math.Max(0, Top - margin), left = Math.Max(0, Left - margin);
        return new MapWindow(top, left, Math.Min(height, Bottom + margin) - top, Math.Min(width, Right + margin) - left);
    }
}

namespace CellSeg.Imaging.Drawing;

/// <summary>Paints cells on a picture, each pixel of a label image as a square.</summary>
/// <param name="picture">Is painted on.</param>
/// <param name="top">Row of the picture where the label images begin.</param>
/// <param name="left">Column of the picture where they begin.</param>
/// <param name="scale">Pixels of the picture along a pixel of the labels.</param>
internal sealed class CellPainter(RgbImage picture, int top, int left, int scale)
{
    // Lines lie inside the cells, so that those of neighbours do not cover each other.
    private readonly int _lineWidth = Math.Min(scale, Math.Max(2, (scale + 1) / 2));

    /// <summary>Paints every cell that has a style.</summary>
    public void Paint(LabelImage labels, Func<int, CellStyle?> styleOf) => Paint(labels, 0, labels.Height, styleOf);

    /// <summary>Paints some rows of the cells that have a style. The rows around them only say where cells end.</summary>
    /// <param name="labels">The cells.</param>
    /// <param name="first">The first row.</param>
    /// <param name="end">The row after the last.</param>
    /// <param name="styleOf">The style of an id; null where it is not painted.</param>
    public void Paint(LabelImage labels, int first, int end, Func<int, CellStyle?> styleOf)
    {
        int last = 0;
        CellStyle? style = null;
        for (int y = first; y < end; y++)
        {
            for (int x = 0; x < labels.Width; x++)
            {
                int label = labels[y, x];
                if (label != last)
                    (last, style) = (label, label == 0 ? null : styleOf(label));
                if (style is { } found)
                    Paint(labels, y, x, found);
            }
        }
    }

    private void Paint(LabelImage labels, int y, int x, CellStyle style)
    {
        bool n = labels.Differs(y, x, -1, 0), s = labels.Differs(y, x, 1, 0);
        bool w = labels.Differs(y, x, 0, -1), e = labels.Differs(y, x, 0, 1);
        bool nw = false, ne = false, sw = false, se = false;
        if (style.HasCorners)
        {
            (nw, ne) = (labels.Differs(y, x, -1, -1), labels.Differs(y, x, -1, 1));
            (sw, se) = (labels.Differs(y, x, 1, -1), labels.Differs(y, x, 1, 1));
        }
        for (int i = 0; i < scale; i++)
        {
            bool north = i < _lineWidth, south = i >= scale - _lineWidth;
            for (int j = 0; j < scale; j++)
            {
                bool west = j < _lineWidth, east = j >= scale - _lineWidth;
                bool isLine = (north && (n || (west && nw) || (east && ne))) || (south && (s || (west && sw) || (east && se)))
                    || (west && w) || (east && e);
                int row = top + (y * scale) + i, column = left + (x * scale) + j;
                if (isLine && (!style.IsDotted || IsDot(row / _lineWidth, column / _lineWidth)))
                    picture[row, column] = style.Colour;
                else if (style.Opacity > 0)
                    picture[row, column] = picture[row, column].Mix(style.Colour, style.Opacity);
            }
        }
    }

    /// <summary>A lattice that cuts lines of all directions into dots: no row, column or diagonal lies within it.</summary>
    private static bool IsDot(int row, int column) => (row + (2 * column)) % 5 < 2;
}

using CellSeg.Imaging.Rows;

namespace CellSeg.Benchmarks.Outputs;

/// <summary>
/// Discs and their image, drawn when rows are asked for: one in each square of a lattice, somewhere about its middle, now and then
/// with a hole, or cut in two. Ids go down the image.
/// </summary>
/// <param name="size">Rows and columns.</param>
/// <param name="channels">Channels of the image.</param>
internal sealed class DrawnRows(int size, int channels) : IImageRows, ILabelRows
{
    private const int Spacing = 32, LeastRadius = 7, Radii = 9, Shift = 5, HoleRadius = 3;

    private readonly int _across = size / Spacing;

    public int Channels => channels;

    public int Height => size;

    public int Width => size;

    public IReadOnlyList<string> ChannelNames => [];

    public int MaxLabel => _across * _across;

    void ILabelRows.ReadRows(int top, int rows, Span<int> labels)
    {
        for (int y = 0; y < rows; y++)
            DrawRow(top + y, labels.Slice(y * size, size));
    }

    /// <summary>Numbers of 12 bits: noise, and 1000 more where there is a cell.</summary>
    void IImageRows.ReadRows(int top, int rows, Span<float> values)
    {
        var labels = new int[size];
        for (int y = 0; y < rows; y++)
        {
            DrawRow(top + y, labels);
            for (int c = 0; c < channels; c++)
            {
                var row = values.Slice(((c * rows) + y) * size, size);
                uint random = Hash((uint)(((top + y) * channels) + c));
                for (int x = 0; x < size; x++)
                {
                    random = (random * 1664525) + 1013904223;
                    row[x] = (random >> 22) + (labels[x] == 0 ? 0 : 1000);
                }
            }
        }
    }

    private void DrawRow(int y, Span<int> row)
    {
        row.Clear();
        // A disc reaches no further than into the next square.
        for (int down = Math.Max(0, (y / Spacing) - 1); down <= Math.Min(_across - 1, (y / Spacing) + 1); down++)
        {
            for (int across = 0; across < _across; across++)
                DrawDisc(y, down, across, row);
        }
    }

    private void DrawDisc(int y, int down, int across, Span<int> row)
    {
        uint random = Hash((uint)((down * _across) + across));
        int radius = LeastRadius + (int)(random % Radii);
        int centreX = (across * Spacing) + (Spacing / 2) + (int)(random / 16 % Shift), centreY = (down * Spacing) + (Spacing / 2) + (int)(random / 128 % Shift);
        int distance = Math.Abs(y - centreY);
        if (distance > radius || (random / 8192 % 16 == 0 && y == centreY - HoleRadius - 1))
            return;
        int half = HalfWidth(radius, distance);
        row[(centreX - half)..Math.Min(size, centreX + half + 1)].Fill((down * _across) + across + 1);
        if (random / 1024 % 8 == 0 && distance <= HoleRadius)
            row.Slice(centreX - HalfWidth(HoleRadius, distance), (2 * HalfWidth(HoleRadius, distance)) + 1).Clear();
    }

    private static int HalfWidth(int radius, int distance) => (int)Math.Sqrt((radius * radius) - (distance * distance));

    private static uint Hash(uint value)
    {
        value = (value ^ (value >> 16)) * 0x7FEB352D;
        value = (value ^ (value >> 15)) * 0x846CA68B;
        return value ^ (value >> 16);
    }
}

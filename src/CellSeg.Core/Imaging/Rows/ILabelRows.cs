namespace CellSeg.Imaging.Rows;

/// <summary>A label image whose rows are read a band at a time, so that it need not be in memory as a whole.</summary>
public interface ILabelRows
{
    /// <summary>Rows.</summary>
    int Height { get; }

    /// <summary>Columns.</summary>
    int Width { get; }

    /// <summary>The largest id, 0 without cells.</summary>
    int MaxLabel { get; }

    /// <summary>Reads a band of rows. Bands that follow each other downwards are read fastest.</summary>
    /// <param name="top">Its first row, from 0.</param>
    /// <param name="rows">How many; all lie in the image.</param>
    /// <param name="labels">Receives the ids, row-major, 0 for background.</param>
    void ReadRows(int top, int rows, Span<int> labels);
}

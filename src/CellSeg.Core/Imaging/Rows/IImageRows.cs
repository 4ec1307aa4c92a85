namespace CellSeg.Imaging.Rows;

/// <summary>An image whose rows are read a band at a time, so that it need not be in memory as a whole.</summary>
public interface IImageRows
{
    /// <summary>Planes, at least 1.</summary>
    int Channels { get; }

    /// <summary>Rows.</summary>
    int Height { get; }

    /// <summary>Columns.</summary>
    int Width { get; }

    /// <summary>What the file calls the planes, an empty text for one without a name; empty when none has one.</summary>
    IReadOnlyList<string> ChannelNames { get; }

    /// <summary>Reads a band of rows. Bands that follow each other downwards are read fastest.</summary>
    /// <param name="top">Its first row, from 0.</param>
    /// <param name="rows">How many; all lie in the image.</param>
    /// <param name="values">Receives the intensities, plane by plane and row-major: channels x rows x width.</param>
    /// <exception cref="CellSegException">The image can no longer be read.</exception>
    void ReadRows(int top, int rows, Span<float> values);
}

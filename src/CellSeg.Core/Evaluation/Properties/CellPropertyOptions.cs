namespace CellSeg.Evaluation.Properties;

/// <summary>What goes into the records of cells beside what their pixels say.</summary>
public sealed record CellPropertyOptions
{
    /// <summary>What the cells are of: the label image, or what was segmented. It also names them in messages.</summary>
    public string? Path { get; init; }

    /// <summary>The file of the intensities, for messages.</summary>
    public string? ImagePath { get; init; }

    /// <summary>The frame of a movie, from 0; null for a single image.</summary>
    public int? Frame { get; init; }

    /// <summary>Micrometres a pixel; where it is null, what the files say.</summary>
    public double? PixelSize { get; init; }

    /// <summary>Whether an image without cells has a record, see <see cref="CellProperty.CellCount"/>. Default: it has none.</summary>
    public bool IncludeEmpty { get; init; }

    /// <summary>Checks that the values are in range.</summary>
    /// <exception cref="CellSegException">One is not; it is the exception's target.</exception>
    public void Validate() => Require.Above(PixelSize, 0.0);
}

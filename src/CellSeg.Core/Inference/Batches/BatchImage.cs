using CellSeg.Inference.Batches.Records;

namespace CellSeg.Inference.Batches;

/// <summary>
/// A line of the table of images. Nothing in it depends on when or how fast an image was segmented, so that a batch that was
/// interrupted has the same table as one that was not.
/// </summary>
public sealed record BatchImage
{
    /// <summary>The image file, or the movie of a data set.</summary>
    public required string Path { get; init; }

    /// <summary>The name of the movie.</summary>
    public required string Name { get; init; }

    /// <summary>The frame of a movie, from 0; null for a single image, and for a file that could not be opened.</summary>
    public int? Frame { get; init; }

    /// <summary>Whether it was segmented.</summary>
    public required BatchState Status { get; init; }

    /// <summary>Cells found.</summary>
    public int? CellCount { get; init; }

    /// <summary>Mean pixels of a cell; NaN where there is none.</summary>
    public double MeanArea { get; init; } = double.NaN;

    /// <summary>The diameter of a circle with the median area of the cells, in pixels; NaN where there is none.</summary>
    public double MedianDiameter { get; init; } = double.NaN;

    /// <summary>Micrometres a pixel; null where it is not known.</summary>
    public double? PixelSize { get; init; }

    /// <summary>Pixels that the network saw for each pixel of the image, along each side.</summary>
    public double? Scale { get; init; }

    /// <summary>The model that was used.</summary>
    public string? ModelName { get; init; }

    /// <summary>What is odd about the image.</summary>
    public string? Warnings { get; init; }

    /// <summary>Why it was not segmented, and the remedy.</summary>
    public string? Reason { get; init; }

    /// <summary>Makes a line of what the record says.</summary>
    public static BatchImage Create(BatchEntry entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        return new BatchImage
        {
            Path = entry.Input.Path,
            Name = entry.Input.Name,
            Frame = entry.Input.Frame,
            Status = entry.State,
            CellCount = entry.CellCount,
            MeanArea = entry.MeanArea ?? double.NaN,
            MedianDiameter = entry.MedianDiameter ?? double.NaN,
            PixelSize = entry.PixelSize,
            Scale = entry.Scale,
            ModelName = entry.Model,
            Warnings = entry.Warnings.Count > 0 ? string.Join(' ', entry.Warnings) : null,
            Reason = entry.Reason,
        };
    }
}

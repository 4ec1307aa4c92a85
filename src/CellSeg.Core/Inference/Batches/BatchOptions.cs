using CellSeg.Imaging.Selection;

namespace CellSeg.Inference.Batches;

/// <summary>How a batch goes about its images.</summary>
public sealed record BatchOptions
{
    /// <summary>The folder that results are written to, a full name; null writes nothing, so that there is no record and nothing to resume.</summary>
    public string? DestinationPath { get; init; }

    /// <summary>
    /// Whether images are passed over that the records in the folder know as finished: the same file, model and options, and all
    /// results there as they were written. Files of others, which are not in the record of their image, are replaced no more than
    /// without it. Default: every image is segmented.
    /// </summary>
    public bool Resume { get; init; }

    /// <summary>Whether the lock of a process of another machine counts for nothing. Default: only when it has been silent for a day.</summary>
    public bool Force { get; init; }

    /// <summary>The part of the batch that is done here; others do the rest at the same time. Default: null, all of it.</summary>
    public BatchPart? Part { get; init; }

    /// <summary>What of the image files is segmented, which the record tells. Default: everything.</summary>
    public ImageSelection Selection { get; init; } = ImageSelection.Everything;

    /// <summary>Throws when a value is out of its range, or needs a folder and there is none.</summary>
    /// <exception cref="CellSegException">One is.</exception>
    public void Validate()
    {
        Part?.Validate();
        Require.That(!Resume || DestinationPath is not null, Resume, $"left out where there is no {nameof(DestinationPath)}");
        Require.That(Part is null || DestinationPath is not null, Part, $"left out where there is no {nameof(DestinationPath)}");
    }
}

namespace CellSeg.Datasets.Inspection.Findings;

/// <summary>
/// Something about a data set that its user should know of. One finding stands for all cells of a frame that have it, and
/// for all frames of a movie or a set where they have it together.
/// </summary>
public sealed record DatasetFinding
{
    /// <summary>How much it matters.</summary>
    public required FindingSeverity Severity { get; init; }

    /// <summary>What it is, for scripts.</summary>
    public required FindingKind Kind { get; init; }

    /// <summary>The part of a split: Training, Validation or Test; null where there is no split or the finding is about all of it.</summary>
    public string? Part { get; init; }

    /// <summary>The name of the movie; null where the finding is about the whole set.</summary>
    public string? Movie { get; init; }

    /// <summary>The frame of the movie, from 0; null for a single image, and where the finding is about the whole movie.</summary>
    public int? Frame { get; init; }

    /// <summary>What was found, in a sentence, without the name of the frame.</summary>
    public required string Message { get; init; }

    /// <summary>What can be done about it; null where nothing has to be.</summary>
    public string? Remedy { get; init; }

    /// <summary>The number behind the message, such as a share or a count of cells; null where there is none.</summary>
    public double? Value { get; init; }

    /// <summary>The file or folder of the movie; null where the finding is about the whole set.</summary>
    public string? Path { get; init; }

    /// <summary>For the same image twice, the path of the other one; null otherwise.</summary>
    public string? OtherPath { get; init; }

    /// <summary>The movie itself, whose name another one may have, too; null where the finding is about the whole set.</summary>
    internal CellMovie? Source { get; init; }

    /// <summary>The finding with the name of its frame, as one line.</summary>
    public override string ToString()
    {
        string place = Movie is null ? "" : Frame is null ? $"{Movie}: " : FormattableString.Invariant($"{Movie} (frame {Frame}, from 0): ");
        return $"{Severity} {Kind}: {place}{Message}";
    }
}

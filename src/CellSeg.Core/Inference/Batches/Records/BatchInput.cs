namespace CellSeg.Inference.Batches.Records;

/// <summary>What was segmented, and by what it is known again.</summary>
public sealed record BatchInput
{
    /// <summary>The full name of the file, or of the movie of a data set.</summary>
    public required string Path { get; init; }

    /// <summary>The file's name below the folder that was given, with '/' between folders; null where no folder was.</summary>
    public string? RelativePath { get; init; }

    /// <summary>The name of the movie.</summary>
    public required string Name { get; init; }

    /// <summary>The frame, from 0; null for a single image, and for a file that could not be opened.</summary>
    public int? Frame { get; init; }

    /// <summary>Bytes of the file; null for what is no file.</summary>
    public long? Length { get; init; }

    /// <summary>When the file was last written, UTC; null for what is no file.</summary>
    public DateTime? LastWriteTime { get; init; }

    /// <summary>Describes an input as it is now.</summary>
    public static BatchInput Of(SegmentationInput input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return Of(input.Path, input.RelativePath, input.Movie.Name) with { Frame = input.Movie.FrameCount > 1 ? input.Frame : null };
    }

    /// <summary>Describes a file as it is now.</summary>
    /// <param name="path">Its full name.</param>
    /// <param name="relativePath">Its name below the folder that was given; null where none was.</param>
    /// <param name="name">The name of the movie.</param>
    public static BatchInput Of(string path, string? relativePath, string name)
    {
        var file = new FileInfo(path);
        return new BatchInput
        {
            Path = path,
            RelativePath = relativePath,
            Name = name,
            Length = file.Exists ? file.Length : null,
            LastWriteTime = file.Exists ? file.LastWriteTimeUtc : null,
        };
    }

    /// <summary>Whether this is a file of the same length and time as another. What is no file is never known to be the same.</summary>
    public bool HasSameContent(BatchInput other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return Length is not null && (Length, LastWriteTime) == (other.Length, other.LastWriteTime);
    }
}

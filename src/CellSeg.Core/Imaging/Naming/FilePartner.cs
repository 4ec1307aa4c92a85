namespace CellSeg.Imaging.Naming;

/// <summary>What belongs to a file by its name: another file, a frame of a movie, or files of the frames of a movie.</summary>
/// <param name="Path">The file; of several the first.</param>
public sealed record FilePartner(string Path)
{
    /// <summary>The frame of <see cref="Path"/>, a movie, that belongs to a single image; null for all of the file.</summary>
    public int? Frame { get; init; }

    /// <summary>The files of single frames, by frame from 0, that belong to a movie; null where one file is the partner.</summary>
    public IReadOnlyDictionary<int, string>? FrameFiles { get; init; }

    /// <summary>Whether one file was given for one file: with as many frames they belong together, whatever their names say.</summary>
    public bool IsOnly { get; init; }

    /// <summary>The frames of a movie, from 0, that have no file; none where one file is the partner.</summary>
    /// <param name="frameCount">Frames of the movie.</param>
    public IReadOnlyList<int> FindMissing(int frameCount)
        => FrameFiles is { } files ? [.. Enumerable.Range(0, frameCount).Where(frame => !files.ContainsKey(frame))] : [];
}

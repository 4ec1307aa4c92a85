namespace CellSeg.Models.Specifications;

/// <summary>How frames of a movie go through a network together (docs/method.md, 1.6).</summary>
public sealed record TemporalOptions
{
    /// <summary>What mixes the frames. Default: nothing.</summary>
    public TemporalMode Mode { get; init; }

    /// <summary>Frames that go through the network as one clip, 1 to 64; the thesis has 3 and 5. Default 1.</summary>
    public int FramesPerBatch { get; init; } = 1;

    /// <summary>
    /// The module's output is added to its input, as in the thesis; otherwise it takes its place. Default: on.
    /// </summary>
    public bool Residual { get; init; } = true;

    /// <summary>
    /// The convolution of <see cref="TemporalMode.Conv3D"/> reaches over all frames of a clip. Off, it reaches over one,
    /// as it did in 2020, when by mistake it mixed no time at all. Default: on.
    /// </summary>
    public bool MixTime { get; init; } = true;

    /// <summary>Throws when a value is out of its range, or the values contradict each other.</summary>
    /// <exception cref="CellSegException">They do.</exception>
    public void Validate()
    {
        Require.Between(FramesPerBatch, 1, 64);
        if (Mode != TemporalMode.None && FramesPerBatch < 2)
        {
            throw new CellSegException(
                nameof(Mode), $"{Mode} has no neighbouring frames to look at",
                "Give several frames per batch, such as 3 or 5, or no temporal mode");
        }
    }
}

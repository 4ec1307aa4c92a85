namespace CellSeg.Datasets.Layouts.DeepCell.Writing;

/// <summary>What has to be the same for all movies of an array.</summary>
/// <param name="Frames">Frames; null where they may differ.</param>
/// <param name="Size">Height and width of a frame.</param>
/// <param name="Channels">Channels of a frame.</param>
internal sealed record MovieShape(int? Frames, FrameSize Size, int Channels)
{
    /// <summary>Pixels of a frame.</summary>
    public int Pixels => Size.Height * Size.Width;

    /// <summary>Numbers of the image of a frame.</summary>
    public int Numbers => Pixels * Channels;

    /// <summary>The shape for people: <c>5 frames of 256 x 256 with 1 channel</c>.</summary>
    public override string ToString()
    {
        string frames = Frames is null ? "" : FormattableString.Invariant($"{Frames} frame{(Frames == 1 ? "" : "s")} of ");
        return FormattableString.Invariant($"{frames}{Size} with {Channels} channel{(Channels == 1 ? "" : "s")}");
    }
}

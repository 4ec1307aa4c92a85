namespace CellSeg.Schemas;

/// <summary>A map that a network predicts: one value a pixel and channel.</summary>
/// <param name="Name">A name that is unique among all maps, which is also that of its weight in the loss.</param>
/// <param name="Channels">Channels that the network gives: 1 for a distance, otherwise the number of classes.</param>
/// <param name="TargetChannels">
/// Channels that say it all, the last ones: of foreground and background the probability of foreground, otherwise all.
/// Targets and predictions have as many.
/// </param>
/// <param name="IsDistance">Whether it is a distance, at or above 0; otherwise its channels are the probabilities of classes.</param>
public sealed record OutputMap(string Name, int Channels, int TargetChannels, bool IsDistance)
{
    /// <summary>Whether the classes are two, which are each other's complement.</summary>
    public bool IsBinary => TargetChannels < Channels;

    /// <summary>A map of one distance.</summary>
    public static OutputMap Distance(string name) => new(name, 1, 1, IsDistance: true);

    /// <summary>A map of something that is or is not; the network gives the probability that it is not first.</summary>
    public static OutputMap Binary(string name) => new(name, 2, 1, IsDistance: false);

    /// <summary>A map of classes.</summary>
    /// <param name="name">A name that is unique among all maps.</param>
    /// <param name="count">How many classes there are, at least 2.</param>
    public static OutputMap Classes(string name, int count) => new(name, count, count, IsDistance: false);
}

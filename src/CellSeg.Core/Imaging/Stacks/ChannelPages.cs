namespace CellSeg.Imaging.Stacks;

/// <summary>The pages of one channel in one frame: one, or those of several slices.</summary>
/// <param name="Name">What the file calls the channel; empty without a name.</param>
/// <param name="Pages">The pages, from 0, by slice.</param>
internal sealed record ChannelPages(string Name, IReadOnlyList<int> Pages);

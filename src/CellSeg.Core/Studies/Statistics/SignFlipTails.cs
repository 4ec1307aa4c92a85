namespace CellSeg.Studies.Statistics;

/// <summary>What a sign-flip test says, one side at a time.</summary>
/// <param name="Greater">How often a mean as great as the one measured, or greater, comes of tosses alone: a small number is evidence for more.</param>
/// <param name="Less">How often one as small, or smaller, does: a small number is evidence for less.</param>
/// <param name="IsExact">Whether all ways to toss were gone through, and not some drawn.</param>
internal readonly record struct SignFlipTails(double Greater, double Less, bool IsExact);

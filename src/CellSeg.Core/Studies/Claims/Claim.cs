namespace CellSeg.Studies.Claims;

/// <summary>Something that a study can confirm or refute.</summary>
/// <param name="Name">A short name, for tables and scripts.</param>
/// <param name="Statement">The claim in a sentence.</param>
/// <param name="Source">Where it is made.</param>
/// <param name="FindParts">Finds what has to hold, with the pairs to judge it by.</param>
internal sealed record Claim(string Name, string Statement, string Source, Func<ClaimContext, IReadOnlyList<ClaimPart>> FindParts);

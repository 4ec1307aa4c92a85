using CellSeg.Studies.Statistics;

namespace CellSeg.Studies.Claims;

/// <summary>What a study says of one part of a claim.</summary>
/// <param name="Statement">What is compared.</param>
/// <param name="Comparison">The numbers.</param>
public sealed record ClaimPartResult(string Statement, PairedComparison Comparison);

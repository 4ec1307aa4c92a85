using CellSeg.Studies.Statistics;

namespace CellSeg.Studies.Claims;

/// <summary>One thing that has to hold for a claim to hold.</summary>
/// <param name="Statement">What it is, such as "location, ResNet50".</param>
/// <param name="Needs">The pairs that it takes, for a study that has none.</param>
/// <param name="Expectation">Where the mean difference lies if it holds.</param>
/// <param name="Differences">The difference of each pair, first less second.</param>
internal sealed record ClaimPart(string Statement, string Needs, Expectation Expectation, IReadOnlyList<double> Differences);

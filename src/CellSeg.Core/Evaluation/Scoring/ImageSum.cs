using CellSeg.Evaluation.Counting;
using CellSeg.Evaluation.Matching;

namespace CellSeg.Evaluation.Scoring;

/// <summary>What a score needs to know of each image beyond its counts: some values, which are added up over a pool.</summary>
/// <param name="Position">Where an <see cref="ErrorTally"/> keeps the values.</param>
/// <param name="Measure">Takes the values of one image: one for each cell or pair, or a single one for means over images.</param>
/// <param name="IsDetailed">Whether they are only taken on demand.</param>
internal sealed record ImageSum(int Position, Func<OverlapTable, CellMatching, MeanTally> Measure, bool IsDetailed);

using CellSeg.Models;
using CellSeg.Models.Serialization;

namespace CellSeg.Core.Tests.Support;

/// <summary>Compares the weights of models.</summary>
internal static class Weights
{
    public static bool AreEqual(SegmentationModel a, SegmentationModel b) => AreEqual(a.GetWeights(), b.GetWeights());

    public static bool AreEqual(IReadOnlyDictionary<string, SafetensorsTensor> a, IReadOnlyDictionary<string, SafetensorsTensor> b)
        => a.Count == b.Count && a.All(pair => b.TryGetValue(pair.Key, out var other)
            && pair.Value.Shape.SequenceEqual(other.Shape) && pair.Value.Data.AsSpan().SequenceEqual(other.Data));
}

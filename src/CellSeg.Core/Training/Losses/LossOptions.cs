using CellSeg.Schemas;

namespace CellSeg.Training.Losses;

/// <summary>
/// How far a network's predictions are from the truth. A RetinaMask network always has focal loss, smooth L1 and
/// cross-entropy for its scores, boxes and masks (docs/method.md, 3.5): of all that can be chosen only the numbers of smooth L1
/// and of focal loss are for it as well.
/// </summary>
public sealed record LossOptions
{
    /// <summary>The loss of the inner and outer distances. Default: the mean square.</summary>
    public DistanceLossKind Distances { get; init; } = DistanceLossKind.MeanSquared;

    /// <summary>
    /// The loss of pixel classes and of steps of the distance. Default: cross-entropy with weights computed on the batch.
    /// </summary>
    public ClassLossKind Classes { get; init; } = ClassLossKind.WeightedCrossEntropy;

    /// <summary>
    /// The loss of foreground and background. Default: cross-entropy without weights, for probabilities that are not
    /// biased to the rarer.
    /// </summary>
    public ClassLossKind Foreground { get; init; } = ClassLossKind.CrossEntropy;

    /// <summary>
    /// How many times as much as another a pixel counts that has two cells or more within <see cref="TouchingRadius"/>, in all
    /// losses of maps but Dice, which has no pixels to weigh; at least 1, which is off, and 1 for a RetinaMask network, which has
    /// no maps. What a batch counts for in all stays the same. Default 1.
    /// </summary>
    public double TouchingWeight { get; init; } = 1;

    /// <summary>Pixels up and down and to both sides, 1 to 16, in which <see cref="TouchingWeight"/> looks for a second cell. Default 3.</summary>
    public int TouchingRadius { get; init; } = 3;

    /// <summary>Where smooth L1 goes from squares to absolute values: at a difference of one over its square. Above 0, default 3.</summary>
    public double SmoothL1Sigma { get; init; } = 3;

    /// <summary>The exponent of focal loss, at least 0, which leaves cross-entropy. Default 2.</summary>
    public double FocalGamma { get; init; } = 2;

    /// <summary>
    /// The weight of objects in the focal loss of a RetinaMask network's scores, 0 to 1; background has the rest. Default
    /// 0.25.
    /// </summary>
    public double FocalAlpha { get; init; } = 0.25;

    /// <summary>Throws when a value is out of its range.</summary>
    /// <exception cref="CellSegException">One is.</exception>
    public void Validate()
    {
        Require.Choice(Distances);
        Require.Choice(Classes);
        Require.Choice(Foreground);
        Require.AtLeast(TouchingWeight, 1.0);
        Require.Between(TouchingRadius, 1, 16);
        Require.Above(SmoothL1Sigma, 0.0);
        Require.AtLeast(FocalGamma, 0.0);
        Require.Between(FocalAlpha, 0.0, 1.0);
    }

    /// <summary>Throws when a value means nothing for the networks of a schema.</summary>
    /// <exception cref="CellSegException">One does.</exception>
    internal void Validate(Schema schema)
        => Require.That(TouchingWeight == 1 || schema.PredictsMaps, TouchingWeight, "1 for a RetinaMask network, which has no maps to weigh the pixels of");
}

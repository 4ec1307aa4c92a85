namespace CellSeg.Training.Losses;

/// <summary>
/// How far a network's predictions are from the truth. A RetinaMask network always has focal loss, smooth L1 and
/// cross-entropy for its scores, boxes and masks (docs/method.md, 3.5); only the numbers below are for it as well.
/// </summary>
public sealed record LossOptions
{
    /// <summary>Of the inner and outer distances. Default: the mean square.</summary>
    public DistanceLossKind Distances { get; init; } = DistanceLossKind.MeanSquared;

    /// <summary>Of pixel classes and of steps of the distance. Default: cross-entropy with weights computed on the batch.</summary>
    public ClassLossKind Classes { get; init; } = ClassLossKind.WeightedCrossEntropy;

    /// <summary>Of foreground and background. Default: cross-entropy without weights, for probabilities that are not biased to the rarer.</summary>
    public ClassLossKind Foreground { get; init; } = ClassLossKind.CrossEntropy;

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
        Check(Enum.IsDefined(Distances), nameof(Distances), Distances, $"one of {string.Join(", ", Enum.GetNames<DistanceLossKind>())}");
        Check(Enum.IsDefined(Classes), nameof(Classes), Classes, $"one of {string.Join(", ", Enum.GetNames<ClassLossKind>())}");
        Check(Enum.IsDefined(Foreground), nameof(Foreground), Foreground, $"one of {string.Join(", ", Enum.GetNames<ClassLossKind>())}");
        Check(SmoothL1Sigma > 0 && double.IsFinite(SmoothL1Sigma), nameof(SmoothL1Sigma), SmoothL1Sigma, "above 0");
        Check(FocalGamma >= 0 && double.IsFinite(FocalGamma), nameof(FocalGamma), FocalGamma, "at least 0");
        Check(FocalAlpha is >= 0 and <= 1, nameof(FocalAlpha), FocalAlpha, "from 0 to 1");
    }

    private static void Check(bool holds, string name, object value, string range)
    {
        if (!holds)
            throw new CellSegException(name, FormattableString.Invariant($"{value} is out of range"), $"Choose a value that is {range}");
    }
}

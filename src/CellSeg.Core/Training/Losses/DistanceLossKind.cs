namespace CellSeg.Training.Losses;

/// <summary>What the difference d between a predicted and a true distance costs; the mean over all pixels.</summary>
public enum DistanceLossKind
{
    /// <summary>d² (thesis section 2.3).</summary>
    MeanSquared,

    /// <summary>
    /// s² d² / 2 where |d| is below 1 / s², else |d| - 1 / (2 s²), with s of <see cref="LossOptions.SmoothL1Sigma"/>: less
    /// is made of a few wild pixels than by squares (Girshick 2015, Fast R-CNN).
    /// </summary>
    SmoothL1,
}

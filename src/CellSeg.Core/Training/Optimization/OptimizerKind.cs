namespace CellSeg.Training.Optimization;

/// <summary>How gradients become steps.</summary>
public enum OptimizerKind
{
    /// <summary>Adam with decoupled weight decay (Loshchilov and Hutter 2019).</summary>
    AdamW,

    /// <summary>
    /// Adam (Kingma and Ba 2015) in Keras' form, whose epsilon stands beside the uncorrected second moment and so slows
    /// the first steps (docs/method.md, 5.3).
    /// </summary>
    Adam,
}

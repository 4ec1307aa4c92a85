namespace CellSeg.Training.Optimization;

/// <summary>How gradients become steps; <see cref="TrainingOptions"/> has the ranges and defaults.</summary>
/// <param name="Kind">The form of Adam.</param>
/// <param name="Beta1">The weight of the past in the mean of gradients.</param>
/// <param name="Beta2">The weight of the past in the mean of squared gradients.</param>
/// <param name="Epsilon">Keeps steps finite where gradients are tiny.</param>
/// <param name="ClipNorm">The norm that each tensor's gradient is shortened to; 0 is off.</param>
/// <param name="L2">The penalty on convolution kernels.</param>
/// <param name="WeightDecay">Decoupled decay of all weights, for AdamW only.</param>
internal sealed record AdamOptions(
    OptimizerKind Kind = OptimizerKind.AdamW, double Beta1 = 0.9, double Beta2 = 0.999, double Epsilon = 1e-8, double ClipNorm = 0, double L2 = 0,
    double WeightDecay = 1e-4);

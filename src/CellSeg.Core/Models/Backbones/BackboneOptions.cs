using CellSeg.Models.Layers;

namespace CellSeg.Models.Backbones;

/// <summary>
/// Conventions in which published copies of the same backbone differ. Weights give the right features only under
/// the conventions that they were trained with.
/// </summary>
public sealed record BackboneOptions
{
    /// <summary>Added to a variance before its root. 1e-3 in Keras' and TF-Slim's MobileNetV2, 1e-5 in torchvision's.</summary>
    public double BatchNormEpsilon { get; init; } = 1e-3;

    /// <summary>Weight of the newest batch in the running statistics, 0 to 1.</summary>
    public double BatchNormMomentum { get; init; } = 0.05;

    /// <summary>Where strided convolutions are padded.</summary>
    public ConvolutionPadding Padding { get; init; } = ConvolutionPadding.TensorFlowSame;
}


namespace CellSeg.Models.Specifications;

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

    /// <summary>Where MobileNetV2's strided convolutions are padded.</summary>
    public ConvolutionPadding Padding { get; init; } = ConvolutionPadding.TensorFlowSame;

    /// <summary>
    /// Whether ResNet50 makes its maps smaller in the first, 1x1 convolution of a block (He et al. 2016, Keras) and not
    /// in the 3x3 one (torchvision). Default: on.
    /// </summary>
    public bool StrideInFirstConvolution { get; init; } = true;

    /// <summary>
    /// Whether ResNet50's convolutions have biases, as in Keras. The batch norm behind each makes them redundant, and
    /// torchvision has none. Default: on.
    /// </summary>
    public bool ConvolutionBias { get; init; } = true;

    /// <summary>The momentum of Keras' batch normalisation where nothing else is said: 0.99 of the old statistics.</summary>
    internal const double KerasDefaultMomentum = 0.01;

    /// <summary>The conventions of the libraries that the thesis used, apart from the momentum, which trains faster.</summary>
    /// <param name="kind">Which backbone.</param>
    public static BackboneOptions For(BackboneKind kind)
        => kind == BackboneKind.ResNet50 ? new BackboneOptions { BatchNormEpsilon = 1.001e-5 } : new BackboneOptions();

    /// <summary>
    /// The momentum that Keras' copy has. Keras counts the weight of the old statistics, so that its 0.999 (MobileNetV2)
    /// is 0.001 here and its 0.99 is 0.01.
    /// </summary>
    /// <param name="kind">Which backbone.</param>
    public static double KerasMomentum(BackboneKind kind) => kind == BackboneKind.MobileNetV2 ? 0.001 : KerasDefaultMomentum;
}

namespace CellSeg.Models.Specifications;

/// <summary>The feature extractors that a model can stand on.</summary>
public enum BackboneKind
{
    /// <summary>MobileNetV2 1.0 (Sandler et al. 2018) without its last convolution: 1.8 million weights.</summary>
    MobileNetV2,

    /// <summary>ResNet50 (He et al. 2016) without its classifier: 23.5 million weights.</summary>
    ResNet50,

    /// <summary>FeatureNet, five small blocks of 32 filters (thesis section 2.3): 85 thousand weights. Has no published weights.</summary>
    FeatureNet,
}

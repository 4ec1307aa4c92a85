namespace CellSeg.Models.Backbones;

/// <summary>The feature extractors that a model can stand on.</summary>
public enum BackboneKind
{
    /// <summary>MobileNetV2 1.0 (Sandler et al. 2018) without its last convolution: 1.8 million weights.</summary>
    MobileNetV2,
}

using CellSeg.Imaging;
using CellSeg.Models.Backbones;

namespace CellSeg.Models;

/// <summary>Specifications to start from.</summary>
public static class ModelPresets
{
    /// <summary>The specification of a preset.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such preset.</exception>
    public static ModelSpecification Create(ModelPreset preset) => preset switch
    {
        ModelPreset.Default => new ModelSpecification(),
        ModelPreset.Thesis => new ModelSpecification
        {
            Normalization = ImageNormalization.WholeImage,
            LocationLayer = true,
            FinestLevel = 3,
            HeadRectifiers = false,
            ForegroundHead = false,
            UpsampleLast = false,
            RectifyInTraining = true,
            // Keras counts the weight of the old statistics: its 0.999 (TF-Slim's MobileNetV2) is 0.001 here.
            BackboneOptions = new BackboneOptions { BatchNormMomentum = 0.001 },
        },
        _ => throw new ArgumentOutOfRangeException(nameof(preset)),
    };
}

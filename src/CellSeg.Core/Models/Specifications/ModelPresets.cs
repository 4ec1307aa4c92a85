using CellSeg.Decoding;
using CellSeg.Imaging;

namespace CellSeg.Models.Specifications;

/// <summary>Specifications and decoders to start from.</summary>
public static class ModelPresets
{
    /// <summary>The specification of a preset.</summary>
    /// <param name="preset">Which settings.</param>
    /// <param name="schema">What the network predicts.</param>
    /// <param name="backbone">Its feature extractor.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such preset.</exception>
    public static ModelSpecification Create(
        ModelPreset preset, SegmentationSchema schema = SegmentationSchema.Watershed, BackboneKind backbone = BackboneKind.MobileNetV2)
    {
        var options = BackboneOptions.For(backbone);
        var specification = new ModelSpecification { Schema = schema, Backbone = backbone, BackboneOptions = options };
        bool detects = !specification.GetSchema().PredictsMaps;
        return preset switch
        {
            // Masks are made box by box, which a width of 256 makes four times as slow and hardly better.
            ModelPreset.Default => detects ? specification with { FinestLevel = 3, PyramidWidth = 128 } : specification,
            ModelPreset.Thesis => specification with
            {
                Normalization = ImageNormalization.WholeImage,
                LocationLayer = !detects,
                FinestLevel = 3,
                HeadRectifiers = false,
                ForegroundHead = false,
                UpsampleLast = false,
                RectifyInTraining = true,
                RandomChannels = true,
                HeadBatchNormMomentum = BackboneOptions.KerasDefaultMomentum,
                NearestUpsampling = detects,
                BackboneOptions = options with { BatchNormMomentum = BackboneOptions.KerasMomentum(backbone) },
                Detection = new DetectionOptions
                {
                    CoarsestLevel = 4,
                    MatchEveryCell = false,
                    TrainMasksOnTruth = false,
                    MasksTrainFeatures = false,
                    MaskBoxesPerImage = 100,
                    StartDeviation = 0.01,
                },
            },
            _ => throw new ArgumentOutOfRangeException(nameof(preset)),
        };
    }

    /// <summary>How what a network predicts becomes cells with a preset, before a training tunes it.</summary>
    /// <param name="preset">Which settings.</param>
    /// <param name="specification">The network.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such preset.</exception>
    public static DecoderOptions CreateDecoder(ModelPreset preset, ModelSpecification specification)
    {
        ArgumentNullException.ThrowIfNull(specification);
        var schema = specification.GetSchema();
        return preset switch
        {
            ModelPreset.Default => schema.DefaultDecoder,
            ModelPreset.Thesis => schema.Legacy2020Decoder,
            _ => throw new ArgumentOutOfRangeException(nameof(preset)),
        };
    }
}

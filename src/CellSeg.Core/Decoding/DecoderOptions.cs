using System.Text.Json.Serialization;

namespace CellSeg.Decoding;

/// <summary>
/// How what a network predicts becomes cells. Kept with the model, since thresholds belong to the weights that they
/// were tuned for.
/// </summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "schema")]
[JsonDerivedType(typeof(WatershedDecoderOptions), nameof(SegmentationSchema.Watershed))]
[JsonDerivedType(typeof(PixelwiseDecoderOptions), nameof(SegmentationSchema.Pixelwise))]
[JsonDerivedType(typeof(DiscretisedWatershedDecoderOptions), nameof(SegmentationSchema.DiscretisedWatershed))]
[JsonDerivedType(typeof(RetinaMaskDecoderOptions), nameof(SegmentationSchema.RetinaMask))]
public abstract record DecoderOptions
{
    /// <summary>
    /// Whether background that one cell encloses becomes part of it. Default true, except for RetinaMask, whose masks have
    /// shapes of their own.
    /// </summary>
    public bool FillHoles { get; init; } = true;

    /// <summary>Cells with fewer pixels are removed; one of exactly this many stays. Default 0; 50 in 2020.</summary>
    public int MinimumArea { get; init; }

    /// <summary>These options as those of one decoder.</summary>
    /// <exception cref="CellSegException">They are those of another.</exception>
    internal T As<T>() where T : DecoderOptions => this as T ?? throw new CellSegException(
        "Decoder", $"{GetType().Name} do not belong to what this network predicts", "Use the decoder options of the model's schema");

    /// <summary>Throws when a value is out of its range.</summary>
    /// <exception cref="CellSegException">One is.</exception>
    public virtual void Validate() => Require.AtLeast(MinimumArea, 0);
}

using CellSeg.Decoding;
using CellSeg.Targets;

namespace CellSeg.Schemas;

/// <summary>
/// What a network predicts and how cells are made of it (thesis section 1.2): everything that differs from one
/// <see cref="SegmentationSchema"/> to another but for the network itself.
/// </summary>
public abstract class Schema
{
    /// <summary>The maps that the network predicts, in the order of its outputs; none where it predicts boxes.</summary>
    public abstract IReadOnlyList<OutputMap> Maps { get; }

    /// <summary>Whether the network predicts maps of the size of the image.</summary>
    public bool PredictsMaps => Maps.Count > 0;

    /// <summary>How what the network predicts becomes cells, before it is tuned.</summary>
    public abstract DecoderOptions DefaultDecoder { get; }

    /// <summary>How the thesis made cells of it, by the libraries of 2020 and with nothing tuned (docs/method.md, 3.8 and 6).</summary>
    public abstract DecoderOptions Legacy2020Decoder { get; }

    /// <summary>
    /// The decoder options to try on validation data. Each group makes candidates of the best options so far; the group
    /// that decides most comes first.
    /// </summary>
    public abstract IReadOnlyList<Func<DecoderOptions, IEnumerable<DecoderOptions>>> Candidates { get; }

    /// <summary>The schema of a kind.</summary>
    /// <param name="kind">The kind.</param>
    /// <param name="options">What can be chosen about it; the defaults when null.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such kind.</exception>
    public static Schema Create(SegmentationSchema kind, SchemaOptions? options = null)
    {
        options ??= new SchemaOptions();
        return kind switch
        {
            SegmentationSchema.Watershed => new WatershedSchema(options.ForegroundHead),
            SegmentationSchema.Pixelwise => new PixelwiseSchema(options.PixelClasses),
            SegmentationSchema.DiscretisedWatershed => new DiscretisedWatershedSchema(options.DistanceBins),
            SegmentationSchema.RetinaMask => new RetinaMaskSchema(),
            _ => throw new ArgumentOutOfRangeException(nameof(kind)),
        };
    }

    /// <summary>Throws when decoder options are those of another schema, out of range, or not for these maps.</summary>
    /// <param name="options">How what the network predicts is to become cells.</param>
    /// <exception cref="CellSegException">They are.</exception>
    public virtual void Validate(DecoderOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var wanted = DefaultDecoder.GetType();
        if (options.GetType() != wanted)
            throw new CellSegException("Decoder", $"{options.GetType().Name} do not belong to what this network predicts", $"Use {wanted.Name}");
        options.Validate();
    }

    /// <summary>Makes what the maps of one frame shall be.</summary>
    /// <param name="labels">The true cells, row-major.</param>
    /// <param name="height">Rows.</param>
    /// <param name="width">Columns.</param>
    /// <param name="options">How distances and classes are defined.</param>
    /// <param name="place">Where the target of a map goes.</param>
    public abstract void FillTargets(ReadOnlySpan<int> labels, int height, int width, TargetOptions options, TargetPlace place);

    /// <summary>A group of candidates for options of one type.</summary>
    private protected static Func<DecoderOptions, IEnumerable<DecoderOptions>> Vary<T>(Func<T, IEnumerable<DecoderOptions>> vary) where T : DecoderOptions
        => best => vary((T)best);
}

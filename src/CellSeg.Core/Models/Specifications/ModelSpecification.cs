using System.Text.Json.Serialization;
using CellSeg.Decoding;
using CellSeg.Imaging;
using CellSeg.Imaging.Rows;
using CellSeg.Schemas;

namespace CellSeg.Models.Specifications;

/// <summary>Everything that decides a network's graph, apart from its weights. Saved as JSON with the model.</summary>
public sealed record ModelSpecification
{
    private const int DefaultHeadWidth = 64;

    /// <summary>What the network predicts. Default: watershed.</summary>
    public SegmentationSchema Schema { get; init; } = SegmentationSchema.Watershed;

    /// <summary>The feature extractor. Default: MobileNetV2.</summary>
    public BackboneKind Backbone { get; init; } = BackboneKind.MobileNetV2;

    /// <summary>Conventions of the feature extractor.</summary>
    public BackboneOptions BackboneOptions { get; init; } = new();

    /// <summary>Channels of the images, 1 to 1024. Default: 1.</summary>
    public int InputChannels { get; init; } = 1;

    /// <summary>How images are brought to a common scale first.</summary>
    public ImageNormalization Normalization { get; init; } = ImageNormalization.Percentile;

    /// <summary>
    /// The percentile of each channel that <see cref="ImageNormalization.Percentile"/> maps to 0, from 0 to 100; null is 1,
    /// and the only value for other normalisations. Default null.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? LowPercentile { get; init; }

    /// <summary>
    /// The percentile of each channel that <see cref="ImageNormalization.Percentile"/> maps to 1, above the low one and up
    /// to 100; null is 99.8, and the only value for other normalisations. Default null.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? HighPercentile { get; init; }

    /// <summary>Two channels tell each pixel its row and column (thesis section 3.2). Default: off.</summary>
    public bool LocationLayer { get; init; }

    /// <summary>Channels of the feature pyramid, 1 to 4096. Default: 256.</summary>
    public int PyramidWidth { get; init; } = 256;

    /// <summary>The pyramid's 3x3 convolution filters each channel by itself. Default: off.</summary>
    public bool DepthwisePyramid { get; init; }

    /// <summary>
    /// Each level of the pyramid, once the coarser ones are added to it, goes through a 3x3 convolution with batch norm and ReLU,
    /// as in a U-Net; otherwise levels are only added. Default: off.
    /// </summary>
    public bool RefinedPyramid { get; init; }

    /// <summary>
    /// The finest level of the feature pyramid, from 1 (stride 2) to 4: level 2 sees the gaps between small nuclei that
    /// level 3, the thesis' choice, blurs. Default: 2.
    /// </summary>
    public int FinestLevel { get; init; } = 2;

    /// <summary>
    /// Channels of a head's 3x3 convolutions, 1 to 4096; its 1x1 convolution has twice as many. Half the width is a quarter of
    /// the work. Heads of RetinaMask have <see cref="PyramidWidth"/> channels, so that only the default is taken there.
    /// Default: 64, as in the thesis.
    /// </summary>
    public int HeadWidth { get; init; } = DefaultHeadWidth;

    /// <summary>
    /// One head predicts all maps, whose last 1x1 convolution alone differs from map to map; otherwise each map has a head of
    /// its own, as in the thesis, which costs as many times the work. Not for RetinaMask, which predicts no maps. Default: off.
    /// </summary>
    public bool SharedHead { get; init; }

    /// <summary>
    /// ReLU between a head's 3x3 convolutions, which are linear in the thesis. Default: on.
    /// </summary>
    public bool HeadRectifiers { get; init; } = true;

    /// <summary>
    /// A watershed model also predicts foreground, from which cells get their outline; without it they get it from a
    /// threshold on the outer distance, which is least certain just there. Default: on.
    /// </summary>
    public bool ForegroundHead { get; init; } = true;

    /// <summary>
    /// Heads make their maps at half size and upsample them last, for half the time a step; the number of weights is
    /// the same. Off for the graph of the thesis. Default: on.
    /// </summary>
    public bool UpsampleLast { get; init; } = true;

    /// <summary>
    /// Distances are kept at or above zero while training, too, as in the thesis. A map that falls below zero
    /// everywhere then never learns again, so that by default only predictions are rectified.
    /// </summary>
    public bool RectifyInTraining { get; init; }

    /// <summary>
    /// The convolution to the backbone's three channels starts at random, as in the thesis; otherwise as the mean of the image's
    /// channels, with 0 for those of <see cref="LocationLayer"/>. Default: off.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool RandomChannels { get; init; }

    /// <summary>
    /// Weight of the newest batch in the running statistics of pyramid, temporal module and heads, 0 to 1; null is that of
    /// <see cref="BackboneOptions"/>. Default null.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? HeadBatchNormMomentum { get; init; }

    /// <summary>The coarsest backbone level that the pyramid reads, from <see cref="FinestLevel"/> to 5; layers behind it are not made. Default 5.</summary>
    public int CoarsestBackboneLevel { get; init; } = 5;

    /// <summary>
    /// Coarser levels are doubled by repeating pixels before they are added to finer ones, as in RetinaNet; otherwise
    /// bilinearly. Default: off.
    /// </summary>
    public bool NearestUpsampling { get; init; }

    /// <summary>Classes of a pixelwise network: 3, or 4 with edges between cells apart from others. Default 3.</summary>
    public int PixelClasses { get; init; } = 3;

    /// <summary>Steps of the distance in a discretised watershed network, 2 to 255. Default 4.</summary>
    public int DistanceBins { get; init; } = 4;

    /// <summary>What a RetinaMask network looks for.</summary>
    public DetectionOptions Detection { get; init; } = new();

    /// <summary>How several frames go through the network together.</summary>
    public TemporalOptions Temporal { get; init; } = new();

    /// <summary>Seed of the start weights.</summary>
    public long Seed { get; init; }

    /// <summary>An image as the network sees it.</summary>
    /// <param name="image">An image of as many channels as the network takes.</param>
    /// <param name="name">What to call it in errors.</param>
    /// <exception cref="CellSegException">A channel has no finite value at all.</exception>
    public CellImage Normalize(CellImage image, string name) => ImageNormalizer.Normalize(
        image, Normalization, LowPercentile ?? ImageNormalizer.DefaultLowPercentile, HighPercentile ?? ImageNormalizer.DefaultHighPercentile, name);

    /// <inheritdoc cref="Normalize(CellImage, string)"/>
    /// <returns>Its bands; it has been read to the bottom once or twice to find their scale.</returns>
    public IImageRows Normalize(IImageRows image, string name) => ImageNormalizer.Normalize(
        image, Normalization, LowPercentile ?? ImageNormalizer.DefaultLowPercentile, HighPercentile ?? ImageNormalizer.DefaultHighPercentile, name);

    /// <summary>An image in which background, as <see cref="Normalize(CellImage, string)"/> has it, stands for what is not finite.</summary>
    /// <param name="image">An image of as many channels as the network takes.</param>
    /// <param name="name">What to call it in errors.</param>
    /// <returns>The image itself where all its values are finite.</returns>
    /// <exception cref="CellSegException">A channel has no finite value at all.</exception>
    public CellImage FillNonFinite(CellImage image, string name)
        => ImageNormalizer.FillNonFinite(image, Normalization, LowPercentile ?? ImageNormalizer.DefaultLowPercentile, name);

    /// <summary>The weight of the newest batch in all running statistics but the backbone's.</summary>
    internal double HeadMomentum => HeadBatchNormMomentum ?? BackboneOptions.BatchNormMomentum;

    /// <summary>What the network predicts, with everything that depends on it.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The schema is unknown.</exception>
    public Schema GetSchema() => Schemas.Schema.Create(Schema, new SchemaOptions(ForegroundHead, PixelClasses, DistanceBins));

    /// <summary>Throws when a number is out of its range, or two values contradict each other.</summary>
    /// <exception cref="CellSegException">They do.</exception>
    public void Validate()
    {
        Require.Choice(Schema);
        Require.Choice(Backbone);
        Require.Choice(Normalization);
        Require.Choice(BackboneOptions.Padding);
        ValidatePercentiles();
        Require.Between(InputChannels, 1, 1024);
        Require.Between(PyramidWidth, 1, 4096);
        Require.Between(HeadWidth, 1, 4096);
        Require.Between(FinestLevel, 1, 4);
        Require.Between(CoarsestBackboneLevel, FinestLevel, 5);
        Require.That(PixelClasses is 3 or 4, PixelClasses, "3 or 4");
        Require.Between(DistanceBins, 2, 255);
        Require.Above(BackboneOptions.BatchNormEpsilon, 0.0);
        Require.Between(BackboneOptions.BatchNormMomentum, 0.0, 1.0);
        Require.Between(HeadBatchNormMomentum, 0.0, 1.0);
        Temporal.Validate();
        Detection.Validate(FinestLevel);
        if (GetSchema().PredictsMaps)
            return;
        if (HeadWidth != DefaultHeadWidth || SharedHead)
        {
            throw new CellSegException(
                HeadWidth != DefaultHeadWidth ? nameof(HeadWidth) : nameof(SharedHead), $"a network of the schema {Schema} has no heads that predict maps",
                $"Leave it out; {nameof(PyramidWidth)} is the width of its heads");
        }
        if (Detection.CoarsestLevel > CoarsestBackboneLevel && CoarsestBackboneLevel < 5)
        {
            throw new CellSegException(
                nameof(DetectionOptions.CoarsestLevel),
                $"level {Detection.CoarsestLevel} has nothing to stand on, because the backbone ends at level {CoarsestBackboneLevel}",
                "Let the backbone reach level 5, or choose a finer level");
        }
    }

    private void ValidatePercentiles()
    {
        Require.Between(LowPercentile, 0.0, 100.0);
        Require.Between(HighPercentile, 0.0, 100.0);
        double low = LowPercentile ?? ImageNormalizer.DefaultLowPercentile, high = HighPercentile ?? ImageNormalizer.DefaultHighPercentile;
        Require.That(low < high, low, FormattableString.Invariant($"below the high percentile of {high}"), nameof(LowPercentile));
        if (Normalization != ImageNormalization.Percentile && (LowPercentile ?? HighPercentile) is not null)
        {
            throw new CellSegException(
                LowPercentile is null ? nameof(HighPercentile) : nameof(LowPercentile),
                $"the normalisation {Normalization} has no percentiles",
                $"Leave it out, or choose the normalisation {ImageNormalization.Percentile}");
        }
    }
}

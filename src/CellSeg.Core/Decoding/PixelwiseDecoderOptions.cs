using CellSeg.Imaging.Morphology;

namespace CellSeg.Decoding;

/// <summary>How a pixelwise network's class probabilities become cells (docs/method.md, 6.3).</summary>
public sealed record PixelwiseDecoderOptions : DecoderOptions
{
    /// <summary>
    /// The post-processing of 2020: interiors only, without those below 50 pixels. It takes the third channel for the
    /// interior, which it is with four classes but not with three.
    /// </summary>
    public static PixelwiseDecoderOptions Legacy2020 { get; } = new()
    {
        InteriorThreshold = 0.8f,
        InteriorChannel = 2,
        InteriorConnectivity = PixelConnectivity.Four,
        MinimumInteriorArea = 0,
        GrowthRounds = 0,
        UnmarkedRegionArea = null,
        FillHoles = false,
        MinimumArea = 50,
    };

    /// <summary>A pixel is interior when its probability is above this. Default 0.5; 0.8 in 2020.</summary>
    public float InteriorThreshold { get; init; } = 0.5f;

    /// <summary>Which channel is the interior, from 0. Default null: the last but one.</summary>
    public int? InteriorChannel { get; init; }

    /// <summary>
    /// Which interior pixels belong together. Default <see cref="PixelConnectivity.Eight"/>: interiors of two cells are two
    /// pixels of edge apart, while those of one may hang together by a corner. Four in 2020.
    /// </summary>
    public PixelConnectivity InteriorConnectivity { get; init; } = PixelConnectivity.Eight;

    /// <summary>
    /// Interiors with fewer pixels are taken for edge: cells of irregular shape have such splinters. Default 4; none in
    /// 2020.
    /// </summary>
    public int MinimumInteriorArea { get; init; } = 4;

    /// <summary>
    /// A pixel may belong to a cell unless its probability of background, the last channel, is above this. Default 0.5.
    /// </summary>
    public float BackgroundThreshold { get; init; } = 0.5f;

    /// <summary>
    /// By how many rings of pixels interiors grow back into what is not background. Default 3: one for the edge, the rest
    /// for thin parts that have no interior. 0 leaves interiors, as in 2020.
    /// </summary>
    public int GrowthRounds { get; init; } = 3;

    /// <summary>
    /// A connected piece of edge that touches no grown interior becomes a cell of its own when it has at least this many
    /// pixels. Null drops all of them, as in 2020. Default 20.
    /// </summary>
    public int? UnmarkedRegionArea { get; init; } = 20;

    /// <inheritdoc/>
    public override void Validate()
    {
        base.Validate();
        Require.Finite(InteriorThreshold);
        Require.Finite(BackgroundThreshold);
        Require.AtLeast(InteriorChannel, 0);
        Require.AtLeast(MinimumInteriorArea, 0);
        Require.AtLeast(GrowthRounds, 0);
        Require.AtLeast(UnmarkedRegionArea, 0);
    }
}

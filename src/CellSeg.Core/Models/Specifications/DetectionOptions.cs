using System.Text.Json.Serialization;

namespace CellSeg.Models.Specifications;

/// <summary>
/// Where a RetinaMask network looks for cells: anchors, boxes of a few sizes and shapes around each place of each
/// pyramid level (docs/method.md, 3.1), and how it learns from them.
/// </summary>
public sealed record DetectionOptions
{
    /// <summary>The coarsest pyramid level with anchors, at least the network's finest, up to 7. Default 5; 4 in the thesis.</summary>
    public int CoarsestLevel { get; init; } = 5;

    /// <summary>Side of a square anchor of the finest level in pixels, above 0; it doubles with each level. Default 16.</summary>
    public double FinestAnchorSize { get; init; } = 16;

    /// <summary>Sizes between one level and the next, 1 to 8. Default 3: 1, 2^(1/3) and 2^(2/3).</summary>
    public int ScalesPerLevel { get; init; } = 3;

    /// <summary>The flattest anchor: base-2 logarithm of height over width, -4 to 4. Default -1: half as high as wide.</summary>
    public int LowestAspect { get; init; } = -1;

    /// <summary>The tallest anchor, at least <see cref="LowestAspect"/>, up to 4. Default 1: twice as high as wide.</summary>
    public int HighestAspect { get; init; } = 1;

    /// <summary>
    /// Each cell's best anchor learns it even where they overlap too little; without it, cells much smaller than the
    /// anchors are never learnt. Default: on; off in the thesis.
    /// </summary>
    public bool MatchEveryCell { get; init; } = true;

    /// <summary>
    /// Masks are learnt on the true boxes as well as on detected ones, so that the mask head learns from the first step.
    /// Default: on; off in the thesis.
    /// </summary>
    public bool TrainMasksOnTruth { get; init; } = true;

    /// <summary>
    /// What the mask head learns also improves the features that it reads. Default: on; off in the thesis, where the
    /// gradient stops at the mask head.
    /// </summary>
    public bool MasksTrainFeatures { get; init; } = true;

    /// <summary>Boxes an image that the mask head learns from in a step, at least 1. Default 24; 100 in the thesis.</summary>
    public int MaskBoxesPerImage { get; init; } = 24;

    /// <summary>
    /// Standard deviation of the heads' start weights, above 0. Null lets the numbers keep their size from layer to layer
    /// (He et al. 2015), with which the heads learn sooner. Default null; 0.01 in the thesis.
    /// </summary>
    public double? StartDeviation { get; init; }

    /// <summary>Anchors around each place.</summary>
    [JsonIgnore]
    public int AnchorsPerPlace => ScalesPerLevel * (HighestAspect - LowestAspect + 1);

    /// <summary>Throws when a value is out of its range.</summary>
    /// <exception cref="CellSegException">One is.</exception>
    public void Validate(int finestLevel)
    {
        Require.Between(CoarsestLevel, finestLevel, 7);
        Require.Above(FinestAnchorSize, 0.0);
        Require.Between(ScalesPerLevel, 1, 8);
        Require.Between(LowestAspect, -4, 4);
        Require.Between(HighestAspect, LowestAspect, 4);
        Require.Above(StartDeviation, 0.0);
        Require.AtLeast(MaskBoxesPerImage, 1);
    }
}

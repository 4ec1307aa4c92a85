using CellSeg.Imaging.Morphology;

namespace CellSeg.Targets;

/// <summary>How distance maps are made from labels (docs/method.md, 4.2 to 4.4).</summary>
public sealed record DistanceTargetOptions
{
    /// <summary>The maps as the libraries of 2020 made them: cells that touch share one distance map.</summary>
    public static DistanceTargetOptions Legacy2020 { get; } = new() { SeparateTouching = false, BackgroundBin = false };

    /// <summary>
    /// Whether distances are taken to the nearest pixel of another label as well as to the background, so that there is
    /// a dip between cells that touch. Default true; false is the behaviour of 2020.
    /// </summary>
    public bool SeparateTouching { get; init; } = true;

    /// <summary>Pixels by which each cell is eroded first, 0 or more; see <see cref="LabelErosion"/>. Default 0.</summary>
    public int ErosionWidth { get; init; }

    /// <summary>
    /// Whether the outer distance of each cell is divided by its maximum, to the range 0 to 1. Default true; false
    /// leaves pixels.
    /// </summary>
    public bool NormaliseOuter { get; init; } = true;

    /// <summary>
    /// How fast the inner distance falls, 1 / (1 + Beta · Alpha · d²); above 0. Default 0.1. Null is automatic: it
    /// falls with the cell's area, see <see cref="AlphaExponent"/>.
    /// </summary>
    public double? Alpha { get; init; } = 0.1;

    /// <summary>
    /// How automatic <see cref="Alpha"/> falls with a cell's area: 1 / area^AlphaExponent, from 0 to 1. With 0.5, as in the code
    /// of 2020, the peak of a large cell takes a smaller part of it than that of a small one; with 1 all cells have one profile,
    /// and a <see cref="Beta"/> of about 12 gives it the width that cells of 14 pixels have with 0.5. Where <see cref="Alpha"/> is a
    /// number it means nothing, and only the default is possible. Default 0.5.
    /// </summary>
    public double AlphaExponent { get; init; } = 0.5;

    /// <summary>A factor on <see cref="Alpha"/>, mostly for when that is automatic; above 0. Default 1.</summary>
    public double Beta { get; init; } = 1;

    /// <summary>
    /// Whether the background is a bin of its own where the outer distance is sorted into bins
    /// (<see cref="DistanceBins"/>). Default true; false puts the outermost pixels of cells there too, as in 2020, which
    /// with 4 bins takes almost half of a round cell away.
    /// </summary>
    public bool BackgroundBin { get; init; } = true;

    /// <summary>Throws when a value is out of its range.</summary>
    /// <exception cref="CellSegException">One is.</exception>
    public void Validate()
    {
        Require.AtLeast(ErosionWidth, 0);
        Require.Above(Alpha, 0.0);
        Require.Between(AlphaExponent, 0.0, 1.0);
        Require.That(AlphaExponent == 0.5 || Alpha is null, AlphaExponent, "0.5 where Alpha is a number; it is for automatic Alpha, which is null");
        Require.Above(Beta, 0.0);
    }
}

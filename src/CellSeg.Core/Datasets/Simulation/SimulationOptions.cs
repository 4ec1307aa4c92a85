using CellSeg.Datasets.Simulation.Cells;

namespace CellSeg.Datasets.Simulation;

/// <summary>
/// What simulated movies look like. Lengths are in pixels; brightnesses are shares of that of a mean nucleus.
/// </summary>
public sealed record SimulationOptions
{
    /// <summary>How many movies there are, at least 1. Each is the same however many there are. Default 10.</summary>
    public int MovieCount { get; init; } = 10;

    /// <summary>How many frames each movie has, at least 1. Default 1.</summary>
    public int FrameCount { get; init; } = 1;

    /// <summary>Columns of each frame in pixels, at least 32. Default 256.</summary>
    public int Width { get; init; } = 256;

    /// <summary>Rows of each frame in pixels, at least 32. Default 256.</summary>
    public int Height { get; init; } = 256;

    /// <summary>
    /// Cells to place in the first frame of each movie, at least 0. Where they do not fit side by side they are packed and
    /// flattened against each other, up to a closed layer; where there is no room even so they are fewer, and a warning
    /// says so. Default 30.
    /// </summary>
    public int CellCount { get; init; } = 30;

    /// <summary>Mean radius in pixels of nuclei of the kind <see cref="SimulatedCellKind.Oval"/>, at least 2. Default 10.</summary>
    public double Radius { get; init; } = 10;

    /// <summary>The kinds of cells, at least one. Movies take turns: the first movie has the first kind. Default: ovals.</summary>
    public IReadOnlyList<SimulatedCellKind> CellKind { get; init; } = [SimulatedCellKind.Oval];

    /// <summary>
    /// How much movies differ from each other, 0 to 1. At 0 all are as the options say. At 1 each draws its own radius (0.6 to
    /// 1.8 times the option) and share of the field that cells cover (0.15 to 3 times, which gives their count), any share of
    /// touching ones, and about the option its own motion, blur, haze, texture, brightness, ground, light, noise, exposure, gamma,
    /// bleed-through, and rates of death and division; in between less so. What a 0 switches off stays off, but for touching.
    /// Default 0.
    /// </summary>
    public double Variation { get; init; }

    /// <summary>The share of cells that are put against another one, 0 to 1. Default 0.3.</summary>
    public double TouchingFraction { get; init; } = 0.3;

    /// <summary>Mean path of a cell between two frames in pixels, at least 0. Default 2.</summary>
    public double Motion { get; init; } = 2;

    /// <summary>
    /// The share of cells that divide from one frame to the next, 0 to 1. A cell rounds up and brightens two frames before,
    /// so that a single frame has cells in division too. Two daughters with labels of their own follow, which grow for eight
    /// frames before they can divide; nobody divides in a full field. Default 0.
    /// </summary>
    public double DivisionRate { get; init; }

    /// <summary>The share of cells that are dead: small, bright, without texture or in fragments; 0 to 1. Default 0.</summary>
    public double DeadFraction { get; init; }

    /// <summary>
    /// Columns by which the stage moves everything to the right from one frame to the next, in pixels; negative for the
    /// left. The light stays where it is. Default 0.
    /// </summary>
    public double DriftX { get; init; }

    /// <summary>Rows by which the stage moves everything down from one frame to the next, in pixels; negative for up. Default 0.</summary>
    public double DriftY { get; init; }

    /// <summary>The share of its light that a cell loses from one frame to the next, 0 up to below 1. Default 0.</summary>
    public double Bleaching { get; init; }

    /// <summary>Standard deviation of the microscope's blur in focus, in pixels, at least 0. Default 1.2.</summary>
    public double Blur { get; init; } = 1.2;

    /// <summary>
    /// Standard deviation of the steps in which the focus wanders from one frame to the next, in pixels of blur, at least
    /// 0; the first frame is in focus. Default 0.
    /// </summary>
    public double FocusDrift { get; init; }

    /// <summary>
    /// The mean share of a cell's light that is out of focus and makes a halo around it, 0 to 1; some cells have up to twice
    /// as much. Default 0.
    /// </summary>
    public double Haze { get; init; }

    /// <summary>How strong chromatin, nucleoli and chromocentres are, at least 0; 1 is usual for the kind. Default 1.</summary>
    public double Texture { get; init; } = 1;

    /// <summary>Standard deviation of the logarithm of the cells' brightness, 0 to 2. Default 0.3.</summary>
    public double BrightnessSpread { get; init; } = 0.3;

    /// <summary>Brightness of the ground as a share of that of a mean nucleus, at least 0. Default 0.04.</summary>
    public double Background { get; init; } = 0.04;

    /// <summary>
    /// How much darker the light is at its darkest, 0 to 1; half of it is how much brighter the ground is at its brightest.
    /// Default 0.4.
    /// </summary>
    public double UnevenLight { get; init; } = 0.4;

    /// <summary>
    /// Standard deviation of the camera's noise at the brightness of a mean nucleus, as a share of that, at least 0; a fifth
    /// of the variance is read noise, the rest is shot noise. Default 0.05.
    /// </summary>
    public double Noise { get; init; } = 0.05;

    /// <summary>
    /// The brightness of a mean nucleus as a share of the camera's range, above 0. What goes beyond the range is cut off.
    /// Default 0.25.
    /// </summary>
    public double Exposure { get; init; } = 0.25;

    /// <summary>The power to which brightness is taken in the image, 0.1 to 10; 1 is linear. Default 1.</summary>
    public double Gamma { get; init; } = 1;

    /// <summary>Bits of a pixel, 8 or 16; its values are whole numbers. Default 16.</summary>
    public int BitDepth { get; init; } = 16;

    /// <summary>Whether images have a second channel, "cytoplasm", behind "nucleus". Default: off.</summary>
    public bool Cytoplasm { get; init; }

    /// <summary>What the labels are. Default: nuclei.</summary>
    public LabelTarget LabelTarget { get; init; }

    /// <summary>The share of the cytoplasm's light that is seen in the channel of the nuclei, 0 to 1. Default 0.</summary>
    public double BleedThrough { get; init; }

    /// <summary>Micrometres a pixel that the data set is said to have, above 0; it changes no pixel. Default: none is said.</summary>
    public double? PixelSize { get; init; }

    /// <summary>Equal seeds give equal movies. Default 0.</summary>
    public long Seed { get; init; }

    /// <summary>Whether the bodies of cells matter for image or labels.</summary>
    internal bool HasBodies => Cytoplasm || LabelTarget == LabelTarget.Cell || BleedThrough > 0;

    /// <summary>Throws when a value is out of its range.</summary>
    /// <exception cref="CellSegException">One is.</exception>
    public void Validate()
    {
        Require.AtLeast(MovieCount, 1);
        Require.AtLeast(FrameCount, 1);
        Require.AtLeast(Width, 32);
        Require.AtLeast(Height, 32);
        Require.AtLeast(CellCount, 0);
        Require.AtLeast(Radius, 2.0);
        Require.That(CellKind is { Count: > 0 }, CellKind, "at least one kind");
        foreach (var kind in CellKind)
            Require.Choice(kind, nameof(CellKind));
        Require.Between(Variation, 0.0, 1.0);
        Require.Between(TouchingFraction, 0.0, 1.0);
        Require.AtLeast(Motion, 0.0);
        Require.Between(DivisionRate, 0.0, 1.0);
        Require.Between(DeadFraction, 0.0, 1.0);
        Require.Finite(DriftX);
        Require.Finite(DriftY);
        Require.Below(Bleaching, 0.0, 1.0);
        Require.AtLeast(Blur, 0.0);
        Require.AtLeast(FocusDrift, 0.0);
        Require.Between(Haze, 0.0, 1.0);
        Require.AtLeast(Texture, 0.0);
        Require.Between(BrightnessSpread, 0.0, 2.0);
        Require.AtLeast(Background, 0.0);
        Require.Between(UnevenLight, 0.0, 1.0);
        Require.AtLeast(Noise, 0.0);
        Require.Above(Exposure, 0.0);
        Require.Between(Gamma, 0.1, 10.0);
        Require.That(BitDepth is 8 or 16, BitDepth, "8 or 16");
        Require.Choice(LabelTarget);
        Require.Between(BleedThrough, 0.0, 1.0);
        Require.Above(PixelSize, 0.0);
    }
}

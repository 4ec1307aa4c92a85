using CellSeg.Datasets.Inspection.Findings;
using CellSeg.Imaging.Drawing;

namespace CellSeg.Datasets.Inspection.Pictures;

/// <summary>The colours of severities: those of Okabe and Ito (2008), which people with any kind of colour blindness tell apart.</summary>
internal static class SeverityPalette
{
    /// <summary>The colour of a severity; grey for none.</summary>
    public static Rgb GetColour(FindingSeverity? severity) => severity switch
    {
        FindingSeverity.Error => new Rgb(213, 94, 0), // vermilion
        FindingSeverity.Warning => new Rgb(240, 228, 66), // yellow
        FindingSeverity.Information => new Rgb(86, 180, 233), // sky blue
        _ => Rgb.Grey(110),
    };
}

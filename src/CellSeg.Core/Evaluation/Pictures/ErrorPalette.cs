using CellSeg.Evaluation.Matching;
using CellSeg.Imaging.Drawing;

namespace CellSeg.Evaluation.Pictures;

/// <summary>
/// The colours of the kinds of errors: those of Okabe and Ito (2008), which people with any kind of colour blindness
/// tell apart.
/// </summary>
internal static class ErrorPalette
{
    /// <summary>Cells that were too small to be counted.</summary>
    public static readonly Rgb Ignored = Rgb.Grey(140);

    /// <summary>The colour of a kind.</summary>
    public static Rgb GetColour(ErrorKind kind) => kind switch
    {
        ErrorKind.Matched => new Rgb(86, 180, 233), // sky blue
        ErrorKind.Missed => new Rgb(213, 94, 0), // vermilion
        ErrorKind.Gained => new Rgb(240, 228, 66), // yellow
        ErrorKind.Merged => new Rgb(204, 121, 167), // reddish purple
        ErrorKind.Split => new Rgb(0, 158, 115), // bluish green
        ErrorKind.Catastrophe => Rgb.White,
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };

    /// <summary>True cells are lines.</summary>
    public static CellStyle GetTruthStyle(Rgb colour) => new(colour);

    /// <summary>Predicted cells are veils with dotted lines. A thin one for what is right lets the errors stand out.</summary>
    public static CellStyle GetPredictionStyle(Rgb colour, bool isError) => new(colour, isError ? 0.45 : 0.15, IsDotted: true);
}

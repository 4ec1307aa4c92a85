using System.Text.RegularExpressions;
using CellSeg.Imaging.Naming;

namespace CellSeg.Datasets.Layouts.Pairs.Finding;

/// <summary>What Cellpose calls its files (cellpose.readthedocs.io, "Outputs"; checked against cellpose/io.py of version 4).</summary>
internal static partial class CellposeFiles
{
    /// <summary>What it appends to the name of an image for the pickled masks, outlines and settings of its own window.</summary>
    public const string PickleEnding = "_seg.npy";

    /// <summary>Why the pickled masks of an image are not read.</summary>
    public const string PickleReason = "its masks are in a file of Python objects (" + PickleEnding + "), which runs code when it is read, and is not";

    /// <summary>What to do about them.</summary>
    public const string PickleRemedy = "Save the masks from Cellpose as PNG or TIFF (File menu, or --save_png, --save_tif)";

    private static readonly string[] MaskEndings = ["_masks", "_cp_masks"];

    /// <summary>Whether a file is a label image by its name.</summary>
    public static bool IsMask(string path)
        => MaskEndings.Any(ending => ImageFiles.GetBaseName(path).EndsWith(ending, StringComparison.OrdinalIgnoreCase)) && !IsByProduct(path);

    /// <summary>Whether a file is a picture of flows, outlines, probabilities or results, and so neither an image nor its labels.</summary>
    public static bool IsByProduct(string path) => ByProduct().IsMatch(ImageFiles.GetBaseName(path));

    [GeneratedRegex(
        "(_flows(_[0-2])?|_cellprob|_dP|_outlines|_cp_output|_cp_outlines)(_masks|_cp_masks)?$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex ByProduct();
}

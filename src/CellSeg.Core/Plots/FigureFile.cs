using System.Globalization;
using CellSeg.Files;
using ScottPlot;

namespace CellSeg.Plots;

/// <summary>The files of figures: PNG or SVG, as the name says.</summary>
public static class FigureFile
{
    private const string Png = ".png", Svg = ".svg";

    // Pixels of a PNG file for one of the figure, so that letters are sharp in print.
    internal const int PngScale = 2;

    /// <summary>Looks whether a figure can have a name, before the work of making it.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="CellSegException">It ends otherwise than figures do.</exception>
    public static void Check(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (!IsSvg(path) && !HasExtension(path, Png))
            throw new CellSegException(path, "figures are written as PNG or SVG", "Give it a name that ends with .png or .svg");
    }

    /// <summary>Writes a figure.</summary>
    /// <param name="path">The file; an existing one is replaced.</param>
    /// <param name="plot">The figure.</param>
    /// <param name="width">Its width in units of which a letter is about 12 high.</param>
    /// <param name="height">Its height.</param>
    /// <exception cref="CellSegException">The name is none of a figure, or the file cannot be written.</exception>
    internal static void Write(string path, Plot plot, int width, int height)
    {
        Check(path);
        plot.Font.Set(FigureFont.Name);
        AtomicFile.Write(path, file => DrawInvariant(() => Draw(file, plot, width, height)));
    }

    /// <summary>Draws so that ticks have a decimal point whatever the culture, as the numbers of all files have.</summary>
    internal static void DrawInvariant(Action draw)
    {
        var culture = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
            draw();
        }
        finally
        {
            CultureInfo.CurrentCulture = culture;
        }
    }

    private static void Draw(string file, Plot plot, int width, int height)
    {
        if (IsSvg(file))
        {
            plot.SaveSvg(file, width, height);
            return;
        }
        plot.ScaleFactor = PngScale;
        plot.SavePng(file, PngScale * width, PngScale * height);
    }

    private static bool IsSvg(string path) => HasExtension(path, Svg);

    private static bool HasExtension(string path, string extension) => Path.GetExtension(path).Equals(extension, StringComparison.OrdinalIgnoreCase);
}

using ScottPlot;
using SkiaSharp;

namespace CellSeg.Plots;

/// <summary>The letters of figures: a plain font that the machine has, else one of our own, so that a server without fonts also labels its axes.</summary>
internal static class FigureFont
{
    private static readonly string[] Wanted = ["Open Sans", "Arial", "Helvetica", "Liberation Sans", "DejaVu Sans", "Noto Sans"];

    private static readonly Lazy<string> Chosen = new(() => Choose(SKFontManager.Default.FontFamilies));

    /// <summary>The name of the font, for a plot.</summary>
    public static string Name => Chosen.Value;

    /// <summary>Chooses among the families of a machine, of which there may be none.</summary>
    public static string Choose(IEnumerable<string> families)
    {
        // Where there are no fonts, there still is one of no name and without letters.
        string[] installed = [.. families.Where(family => family.Length > 0)];
        if (installed.Length > 0)
            return Wanted.FirstOrDefault(installed.Contains) ?? Fonts.Default;
        if (!Fonts.FontResolvers.OfType<PixelFontResolver>().Any())
            Fonts.FontResolvers.Add(new PixelFontResolver());
        return PixelFontFile.FamilyName;
    }

    private sealed class PixelFontResolver : IFontResolver
    {
        public SKTypeface? CreateTypeface(string fontName, FontWeight weight, FontSlant slant, FontSpacing spacing)
        {
            if (fontName != PixelFontFile.FamilyName)
                return null;
            using var data = SKData.CreateCopy(PixelFontFile.Create());
            return SKTypeface.FromData(data);
        }

        public SKTypeface? CreateTypeface(string fontName, bool bold, bool italic)
            => CreateTypeface(fontName, FontWeight.Normal, FontSlant.Upright, FontSpacing.Normal);
    }
}

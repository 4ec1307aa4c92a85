using CellSeg.Imaging.Drawing;
using CellSeg.Plots;
using ScottPlot;
using SkiaSharp;

namespace CellSeg.Core.Tests.Plots;

public sealed class FigureFontTests
{
    [Fact]
    public void A_plain_font_is_taken_where_there_is_one()
    {
        Assert.Equal("DejaVu Sans", FigureFont.Choose(["DejaVu Serif", "DejaVu Sans"]));
        Assert.Equal("Arial", FigureFont.Choose(["DejaVu Sans", "Arial"]));
        Assert.Equal(Fonts.Default, FigureFont.Choose(["Symbols"]));
    }

    [Fact]
    public void A_machine_without_fonts_gets_one()
    {
        // Skia tells of one font without a name then.
        Assert.Equal(PixelFontFile.FamilyName, FigureFont.Choose([""]));
        Assert.Equal(PixelFontFile.FamilyName, Fonts.GetTypeface(PixelFontFile.FamilyName, bold: true, italic: false).FamilyName);
    }

    [Fact]
    public void Letters_of_the_font_have_the_dots_of_those_on_pictures()
    {
        const int Scale = 10, Left = 20, Baseline = 90;
        using var data = SKData.CreateCopy(PixelFontFile.Create());
        using var typeface = SKTypeface.FromData(data);
        // Ten dots are an em.
        using var font = new SKFont(typeface, 10 * Scale) { Hinting = SKFontHinting.None };
        using var ink = new SKPaint { Color = SKColors.White };
        using var picture = new SKBitmap(100, 120);
        using var canvas = new SKCanvas(picture);
        for (char letter = PixelFont.First; letter <= PixelFont.Last; letter++)
        {
            canvas.Clear(SKColors.Black);
            canvas.DrawText($"{letter}", Left, Baseline, font, ink);
            for (int row = 0; row < PixelFont.Height; row++)
            {
                for (int column = 0; column < PixelFont.GlyphWidth; column++)
                {
                    var middle = picture.GetPixel(Left + (column * Scale) + (Scale / 2), Baseline + ((row - 7) * Scale) + (Scale / 2));
                    Assert.True(PixelFont.HasDot(letter, row, column) == middle.Red > 127, $"{letter} at {row}, {column}");
                }
            }
            Assert.Equal(PixelFont.Advance * Scale, font.MeasureText($"{letter}"), 0.5f);
        }
    }
}

using CellSeg.Imaging.Drawing;

namespace CellSeg.Core.Tests.Imaging.Drawing;

public sealed class PixelFontTests
{
    [Fact]
    public void A_letter_is_drawn_with_its_descender()
        => Assert.Equal(
            [".....", ".....", ".####", "#...#", "#...#", "#...#", ".####", "....#", ".###."],
            Draw("g", 1, PixelFont.Height, 5));

    [Fact]
    public void Dots_are_squares_and_letters_follow_each_other()
    {
        string[] rows = Draw("-!", 2, 4 * 2, 2 * PixelFont.Advance * 2);
        Assert.Equal("................##......", rows[1]);
        Assert.Equal("..######........##......", rows[7]);
    }

    [Fact]
    public void Every_printable_character_has_a_shape_of_its_own()
        => Assert.Equal(94, Enumerable.Range('!', 94).Select(c => string.Concat(Draw($"{(char)c}", 1, PixelFont.Height, 5))).Distinct().Count());

    [Fact]
    public void Other_characters_become_question_marks_and_the_edge_cuts_letters_off()
    {
        Assert.Equal(Draw("?", 1, PixelFont.Height, 5), Draw("µ", 1, PixelFont.Height, 5));
        Assert.Equal(["###", "#..", "#.."], Draw("EEE", 1, 3, 3));
    }

    private static string[] Draw(string text, int scale, int height, int width)
    {
        var picture = new RgbImage(height, width);
        PixelFont.Draw(picture, 0, 0, text, scale, Rgb.White);
        return [.. Enumerable.Range(0, height).Select(row => string.Concat(
            Enumerable.Range(0, width).Select(column => picture[row, column] == Rgb.White ? '#' : '.')))];
    }
}

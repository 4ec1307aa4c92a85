namespace CellSeg.Imaging.Drawing;

/// <summary>
/// Letters on pictures: printable ASCII in cells of 5 x 9 dots. A font of our own looks the same on every machine,
/// where libvips would take what fonts the system has, and a server may have none.
/// </summary>
internal static class PixelFont
{
    /// <summary>Dots from one letter to the next.</summary>
    public const int Advance = GlyphWidth + 1;

    /// <summary>Dots from the top of a capital to the bottom of a g.</summary>
    public const int Height = 9;

    /// <summary>Dots that a letter is wide.</summary>
    public const int GlyphWidth = 5;

    /// <summary>The first and the last of the letters that there are.</summary>
    public const char First = ' ', Last = '~';

    // From blank to tilde, nine rows each. A row is a digit to the base of 32, whose bits are the dots from left to right.
    private static readonly string[] Glyphs =
        """
        000000000 444440400 AAA000000 AAVAVAA00 4FKE5U400 OP248J300 CIK8LID00 444000000 248884200 842224800 04LEL4000 044V44000
        00000CC48 000E00000 00000CC00 11248GG00 EHJLPHE00 4C4444E00 EH1248V00 EH161HE00 26AIV2200 VGU11HE00 68GUHHE00 V12244400
        EHHEHHE00 EHHF12C00 044044000 044004480 024842000 00V0V0000 084248000 EH1240400 EHNLNGE00 EHHVHHH00 UHHUHHU00 EHGGGHE00
        UHHHHHU00 VGGUGGV00 VGGUGGG00 EHGNHHF00 HHHVHHH00 E44444E00 72222IC00 HIKOKIH00 GGGGGGV00 HRLLHHH00 HPPLJJH00 EHHHHHE00
        UHHUGGG00 EHHHLID00 UHHUKIH00 FGGE11U00 V44444400 HHHHHHE00 HHHHAA400 HHHLLRH00 HHA4AHH00 HHA444400 V1248GV00 E88888E00
        GG8421100 E22222E00 4AH000000 000000V00 842000000 00E1FHF00 GGUHHHU00 00EHGHE00 11FHHHF00 00EHVGE00 698U88800 00FHHHF1E
        GGUHHHH00 40C444E00 2062222IC GGIKOKI00 C44444E00 00QLLLL00 00UHHHH00 00EHHHE00 00UHHHUGG 00FHHHF11 00MPGGG00 00FGE1U00
        88U889600 00HHHHF00 00HHHA400 00HHLLA00 00HA4AH00 00HHHHF1E 00V248V00 244844200 444444400 844244800 009LI0000
        """.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Writes a line; what does not fit the picture is cut off, and a letter that is not there becomes '?'.</summary>
    /// <param name="picture">Is written on.</param>
    /// <param name="top">Row of the top of a capital.</param>
    /// <param name="left">Column of the first letter.</param>
    /// <param name="text">One line.</param>
    /// <param name="scale">Pixels a dot.</param>
    /// <param name="colour">Colour of the letters.</param>
    public static void Draw(RgbImage picture, int top, int left, string text, int scale, Rgb colour)
    {
        foreach (char letter in text)
        {
            for (int row = 0; row < Height; row++)
            {
                for (int column = 0; column < GlyphWidth; column++)
                {
                    if (HasDot(letter, row, column))
                        picture.Fill(top + (row * scale), left + (column * scale), scale, scale, colour);
                }
            }
            left += Advance * scale;
        }
    }

    /// <summary>Whether a letter has a dot; one that is not there is drawn as '?'.</summary>
    /// <param name="letter">The letter.</param>
    /// <param name="row">0 is the top of a capital.</param>
    /// <param name="column">0 is the left one.</param>
    public static bool HasDot(char letter, int row, int column)
    {
        char dots = Glyphs[(letter is >= First and <= Last ? letter : '?') - First][row];
        int bits = dots <= '9' ? dots - '0' : dots - 'A' + 10;
        return (bits >> (GlyphWidth - 1 - column) & 1) != 0;
    }
}

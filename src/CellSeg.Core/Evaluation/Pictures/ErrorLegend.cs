using System.Globalization;
using CellSeg.Evaluation.Matching;
using CellSeg.Imaging;
using CellSeg.Imaging.Drawing;

namespace CellSeg.Evaluation.Pictures;

/// <summary>
/// The legend of an <see cref="ErrorPicture"/>: for each kind of error a little example, painted as in the picture,
/// with the count and a few words.
/// </summary>
internal static class ErrorLegend
{
    // All lengths are in dots of the font.
    private const int Margin = 10, Columns = 33;

    private const int TextLeft = Margin + ExampleWidth + 8, Width = TextLeft + (Columns * PixelFont.Advance) + Margin;

    private const int ExampleHeight = 20, ExampleWidth = 32, ExampleScale = 2, EntryHeight = 28, LineHeight = 12, Gap = 8;

    // Pictures of more rows than this get larger letters, which are still readable where the picture is shown smaller.
    private const int RowsADot = 500, SmallestDot = 2;

    // Lighter than black, so that it is seen where a dark image ends.
    private static readonly Rgb Ground = Rgb.Grey(40), Bright = Rgb.White, Pale = Rgb.Grey(190);

    /// <summary>Draws the legend for a picture of so many rows; it has as many, or more where it needs them.</summary>
    public static RgbImage Render(string title, SegmentationError error, int ignored, int pictureHeight)
    {
        var entries = GetEntries(error, ignored);
        string[] notes =
        [
            "Missed and gained in one place:",
            "they overlap too little to match.",
            "",
            string.Create(CultureInfo.InvariantCulture, $"F1 {error.F1:F3}   Jaccard {error.Jaccard:F3}"),
        ];
        int dot = Math.Max(SmallestDot, pictureHeight / RowsADot);
        int height = Margin + EntryHeight + (entries.Count * EntryHeight) + Gap + (notes.Length * LineHeight) + Margin;
        var legend = new RgbImage(Math.Max(height * dot, pictureHeight), Width * dot);
        legend.Fill(Ground);

        void Write(int top, int left, string text, Rgb colour)
            => PixelFont.Draw(legend, top * dot, left * dot, text, dot, colour);
        Write(Margin, Margin, Shorten(title, (Width - (2 * Margin)) / PixelFont.Advance), Bright);
        int top = Margin + EntryHeight;
        foreach (var entry in entries)
        {
            var painter = new CellPainter(legend, top * dot, Margin * dot, ExampleScale * dot);
            painter.Paint(entry.Prediction, _ => ErrorPalette.GetPredictionStyle(entry.Colour, entry.IsError));
            painter.Paint(entry.Truth, _ => ErrorPalette.GetTruthStyle(entry.Colour));
            Write(top + 1, TextLeft, entry.Heading, Bright);
            Write(top + 1 + LineHeight, TextLeft, entry.Explanation, Pale);
            top += EntryHeight;
        }
        top += Gap;
        foreach (string note in notes)
        {
            Write(top, Margin, note, note == notes[^1] ? Bright : Pale);
            top += LineHeight;
        }
        return legend;
    }

    private static List<Entry> GetEntries(SegmentationError error, int ignored)
    {
        (int, int) whole = (2, 13), left = (2, 7), right = (8, 13), first = (2, 5), last = (10, 13);
        List<Entry> entries =
        [
            new(Rgb.Grey(220), "True cell", "a line", [whole], []),
            new(Rgb.Grey(220), "Predicted cell", "an area with a dotted line", [], [whole]),
            Create(ErrorKind.Matched, error.Correct, "correct", "true and predicted cell match", [whole], [whole]),
            Create(ErrorKind.Missed, error.Missed, "missed", "true cell without a match", [whole], []),
            Create(ErrorKind.Gained, error.Gained, "gained", "predicted cell without a match", [], [whole]),
            Create(
                ErrorKind.Merged, error.Merges, error.Merges == 1 ? "merge" : "merges",
                "several true cells, one predicted", [left, right], [whole]),
            Create(
                ErrorKind.Split, error.Splits, error.Splits == 1 ? "split" : "splits",
                "one true cell, several predicted", [whole], [left, right]),
            Create(
                ErrorKind.Catastrophe, error.Catastrophes, error.Catastrophes == 1 ? "catastrophe" : "catastrophes",
                "several of both, entangled", [first, (6, 13)], [(2, 9), last]),
        ];
        if (ignored > 0)
            entries.Add(new Entry(ErrorPalette.Ignored, $"{ignored} too small", "not counted", [whole], []));
        return entries;
    }

    private static Entry Create(
        ErrorKind kind, long count, string name, string explanation, (int, int)[] truth, (int, int)[] prediction)
        => new(ErrorPalette.GetColour(kind), $"{count} {name}", explanation, truth, prediction, kind != ErrorKind.Matched);

    private static string Shorten(string text, int length) => text.Length <= length ? text : text[..(length - 3)] + "...";

    /// <summary>An example and its words. Cells are given by their first and last column.</summary>
    private sealed class Entry(
        Rgb colour, string heading, string explanation, (int, int)[] truth, (int, int)[] prediction, bool isError = true)
    {
        /// <summary>The colour of its cells.</summary>
        public Rgb Colour => colour;

        /// <summary>Its first line.</summary>
        public string Heading => heading;

        /// <summary>Its second line.</summary>
        public string Explanation => explanation;

        /// <summary>Whether its predicted cell is painted as wrong.</summary>
        public bool IsError => isError;

        /// <summary>The true cells of the example.</summary>
        public LabelImage Truth { get; } = DrawCells(truth, top: 1);

        /// <summary>The predicted cells of the example.</summary>
        // A row lower than the true cells, so that both lines can be seen.
        public LabelImage Prediction { get; } = DrawCells(prediction, top: 2);

        private static LabelImage DrawCells((int First, int Last)[] cells, int top)
        {
            const int Rows = 7;
            var labels = new LabelImage(ExampleHeight / ExampleScale, ExampleWidth / ExampleScale);
            for (int i = 0; i < cells.Length; i++)
            {
                for (int row = 0; row < Rows; row++)
                {
                    int inset = row is 0 or Rows - 1 ? 1 : 0;
                    for (int column = cells[i].First + inset; column <= cells[i].Last - inset; column++)
                        labels[top + row, column] = i + 1;
                }
            }
            return labels;
        }
    }
}

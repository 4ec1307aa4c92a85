using CellSeg.Datasets.Inspection.Checks;
using CellSeg.Datasets.Inspection.Findings;
using CellSeg.Imaging.Drawing;

namespace CellSeg.Datasets.Inspection.Pictures;

/// <summary>
/// A picture of a data set at a glance: a heading with counts, findings and cell sizes, and below it small pictures of its
/// frames with the outlines of their cells, those with findings first and framed in the colour of the worst.
/// </summary>
public static class ContactSheet
{
    /// <summary>Frames that are shown unless another number is wanted.</summary>
    public const int DefaultFrameCount = 48;

    // In pixels of the picture.
    private const int Margin = 24, Gap = 16, Border = 4, Side = 240, Tile = Side + (2 * Border), Dot = 2, LineHeight = 24;

    private const int Columns = 8, FewestColumns = 4, CaptionLines = 3, TileHeight = Tile + 8 + (CaptionLines * LineHeight) + Gap;

    private const int HeadingHeight = 184, TitleDot = 4;

    private static readonly Rgb Ground = Rgb.Grey(32), Bright = Rgb.White, Pale = Rgb.Grey(180), Empty = Rgb.Grey(16);

    /// <summary>Draws the sheet. The frames that it shows are read again, one after another.</summary>
    /// <param name="report">What was found.</param>
    /// <param name="frameCount">How many frames to show at most, at least 1.</param>
    /// <param name="progress">Told of each frame.</param>
    /// <param name="cancellationToken">Stops between frames.</param>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public static RgbImage Render(
        DatasetReport report, int frameCount = DefaultFrameCount, IProgress<WorkProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(report);
        ArgumentOutOfRangeException.ThrowIfLessThan(frameCount, 1);
        var frames = SheetChoice.Choose(report.Frames, frameCount);
        int columns = Math.Clamp(frames.Count, FewestColumns, Columns), rows = (frames.Count + columns - 1) / columns;
        var sheet = new RgbImage(
            Margin + HeadingHeight + (rows * TileHeight) + Margin - Gap, (2 * Margin) + (columns * (Tile + Gap)) - Gap);
        sheet.Fill(Ground);
        DrawHeading(sheet, report, frames.Count);
        for (int i = 0; i < frames.Count; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            DrawTile(sheet, Margin + HeadingHeight + (i / columns * TileHeight), Margin + (i % columns * (Tile + Gap)), frames[i]);
            progress?.Report(new WorkProgress(i + 1, frames.Count, frames[i].Movie));
        }
        return sheet;
    }

    private static void DrawHeading(RgbImage sheet, DatasetReport report, int shown)
    {
        int textWidth = sheet.Width - (2 * Margin) - (report.CellCount > 0 ? SizeHistogram.Width + Gap : 0);
        Write(sheet, Margin, Margin, report.Name, textWidth, Bright, TitleDot);
        int top = Margin + 44;
        WriteLine($"{Phrase.Count(report.MovieCount, "movie")}, {Phrase.Count(report.FrameCount, "frame")} ({shown} shown)", Pale);
        string touching = report.CellCount == 0 ? "" : $", {Phrase.Percent(report.TouchingShare)} touch another";
        WriteLine(Phrase.Count(report.CellCount, "cell") + touching, Pale);
        foreach (var severity in Enum.GetValues<FindingSeverity>().OrderDescending())
        {
            string kinds = string.Join(
                ", ", report.Findings.Where(finding => finding.Severity == severity && finding.Kind != FindingKind.Summary)
                    .CountBy(finding => finding.Kind).OrderByDescending(pair => pair.Value).Select(pair => $"{pair.Value} {pair.Key}"));
            WriteLine($"{severity}: {(kinds.Length > 0 ? kinds : "none")}", SeverityPalette.GetColour(severity));
        }
        if (report.CellCount > 0)
        {
            SizeHistogram.Draw(
                sheet, Margin, sheet.Width - Margin - SizeHistogram.Width, report.Areas, SeverityPalette.GetColour(FindingSeverity.Information), Pale);
        }

        void WriteLine(string text, Rgb colour)
        {
            Write(sheet, top, Margin, text, textWidth, colour);
            top += LineHeight;
        }
    }

    private static void DrawTile(RgbImage sheet, int top, int left, FrameSummary frame)
    {
        var colour = SeverityPalette.GetColour(frame.Severity);
        sheet.Fill(top, left, Tile, Tile, colour);
        sheet.Fill(top + Border, left + Border, Side, Side, Empty);
        if (TryRead(() => frame.Source.ReadImage(frame.SourceFrame)) is { } image)
        {
            var labels = frame.CellCount is null ? null : TryRead(() => frame.Source.ReadLabels(frame.SourceFrame));
            var picture = Thumbnail.Render(image, labels, Side);
            sheet.Draw(picture, top + Border + ((Side - picture.Height) / 2), left + Border + ((Side - picture.Width) / 2));
        }
        string name = frame.Frame is { } number ? FormattableString.Invariant($"{frame.Movie}:{number}") : frame.Movie;
        string size = frame.Height is null ? "not readable" : FormattableString.Invariant($"{frame.Height}x{frame.Width}");
        string cells = frame.CellCount is { } count ? $" {Phrase.Count(count, "cell")}" : "";
        string found = frame.Own.Count switch
        {
            0 => "",
            1 => $"{frame.Own[0].Kind}",
            var more => $"{frame.Own[0].Kind} +{more - 1}",
        };
        int caption = top + Tile + 8;
        Write(sheet, caption, left, name, Tile, Bright);
        Write(sheet, caption + LineHeight, left, size + cells, Tile, Pale);
        Write(sheet, caption + (2 * LineHeight), left, found, Tile, colour);
    }

    private static T? TryRead<T>(Func<T> read) where T : class
    {
        try
        {
            return read();
        }
        catch (CellSegException)
        {
            // The report tells of it, and the tile stays empty.
            return null;
        }
    }

    /// <summary>Writes a line; one that is too long is left out in its middle, since names differ at their ends.</summary>
    private static void Write(RgbImage sheet, int top, int left, string text, int width, Rgb colour, int dot = Dot)
    {
        int fitting = width / (PixelFont.Advance * dot);
        if (text.Length > fitting)
            text = $"{text[..((fitting - 2) / 2)]}..{text[^((fitting - 1) / 2)..]}";
        PixelFont.Draw(sheet, top, left, text, dot, colour);
    }
}

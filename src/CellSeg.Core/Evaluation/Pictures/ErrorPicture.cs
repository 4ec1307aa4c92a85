using CellSeg.Evaluation.Counting;
using CellSeg.Evaluation.Matching;
using CellSeg.Imaging;
using CellSeg.Imaging.Drawing;

namespace CellSeg.Evaluation.Pictures;

/// <summary>
/// Shows what is right and wrong in a segmentation: true cells as lines, predicted ones as coloured areas, both in the
/// colour of what became of them, over the image and beside a legend with the counts.
/// </summary>
public static class ErrorPicture
{
    // Small images are enlarged to at least this, so that lines are thin beside the cells.
    private const int SmallestSide = 1024;

    private const int LargestScale = 8;

    // What remains of the image's brightness, so that lines of every colour can be seen on its brightest cells.
    private const double Dimming = 0.6;

    /// <summary>Draws one image.</summary>
    /// <param name="title">What the legend calls the image.</param>
    /// <param name="truth">The true cells.</param>
    /// <param name="prediction">The predicted cells, in an image of the same size.</param>
    /// <param name="options">How to judge; the rule of the thesis when left out.</param>
    /// <param name="image">The image to draw over, of the same size; on black without it.</param>
    /// <exception cref="CellSegException">The sizes differ, an option is out of range, or the picture is too large.</exception>
    public static RgbImage Render(
        string title, LabelImage truth, LabelImage prediction, EvaluationOptions? options = null, CellImage? image = null)
    {
        ArgumentNullException.ThrowIfNull(title);
        var table = OverlapTable.Create(truth, prediction, title);
        if (image is not null && (image.Height, image.Width) != (truth.Height, truth.Width))
        {
            throw new CellSegException(
                title,
                $"its cells are {truth.Height} x {truth.Width} pixels and the image to draw over {image.Height} x {image.Width}",
                "Give the image that was segmented");
        }
        var error = SegmentationEvaluator.Evaluate(table, options);
        int ignored = table.TruthLabels.Length + table.PredictionLabels.Length - (int)(error.TrueCount + error.PredictedCount);

        int scale = Math.Min((int)Math.Ceiling(SmallestSide / (double)Math.Max(truth.Height, truth.Width)), LargestScale);
        int height = truth.Height * scale, width = truth.Width * scale;
        var legend = ErrorLegend.Render(title, error, ignored, height);
        if ((long)legend.Height * (width + legend.Width) * 3 > Array.MaxLength)
        {
            throw new CellSegException(
                title,
                $"{truth.Height} x {truth.Width} pixels are too many for a picture of the errors",
                "Leave the picture out, or cut the image into parts");
        }
        var picture = new RgbImage(legend.Height, width + legend.Width);
        if (image is not null)
            DrawImage(picture, image, scale);
        DrawCells(new CellPainter(picture, 0, 0, scale), truth, prediction, SegmentationEvaluator.Classify(table, options));
        picture.Draw(legend, 0, width);
        return picture;
    }

    private static void DrawImage(RgbImage picture, CellImage image, int scale)
    {
        var grey = OverlayRenderer.GreyBackground(image.ToGrey());
        for (int row = 0; row < image.Height * scale; row++)
        {
            for (int column = 0; column < image.Width * scale; column++)
                picture[row, column] = Rgb.Grey((byte)(grey[row / scale, column / scale].Red * Dimming));
        }
    }

    private static void DrawCells(CellPainter painter, LabelImage truth, LabelImage prediction, CellClassification cells)
    {
        painter.Paint(prediction, id => cells.Prediction.TryGetValue(id, out var kind)
            ? ErrorPalette.GetPredictionStyle(ErrorPalette.GetColour(kind), kind != ErrorKind.Matched)
            : new CellStyle(ErrorPalette.Ignored, IsDotted: true));
        painter.Paint(truth, id => ErrorPalette.GetTruthStyle(
            cells.Truth.TryGetValue(id, out var kind) ? ErrorPalette.GetColour(kind) : ErrorPalette.Ignored));
    }
}

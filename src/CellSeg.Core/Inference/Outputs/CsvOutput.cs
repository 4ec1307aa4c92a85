using CellSeg.Evaluation.Properties;
using CellSeg.Files;

namespace CellSeg.Inference.Outputs;

/// <summary>
/// The cells as a table, <c>NAME_cells.csv</c>: a line a cell, with the columns of <see cref="CellProperty"/> and the
/// intensities in all channels of the file. Without cells it has its header alone.
/// </summary>
internal sealed class CsvOutput : SegmentationOutput
{
    /// <inheritdoc/>
    public override string Name => "Csv";

    /// <inheritdoc/>
    public override string Suffix => "_cells.csv";

    /// <inheritdoc/>
    public override void Write(string path, SegmentedFrame frame)
    {
        var movie = frame.Movie.WithAllChannels();
        var image = movie == frame.Movie ? frame.Image : movie.ReadImage(frame.Frame);
        var cells = CellProperties.Measure(frame.Labels, image, new CellPropertyOptions
        {
            Path = movie.Path,
            Frame = movie.FrameCount > 1 ? frame.Frame : null,
            PixelSize = frame.PixelSize,
        });
        TableFile.Write(path, cells, cell => cell.GetFurtherIntensities());
    }
}

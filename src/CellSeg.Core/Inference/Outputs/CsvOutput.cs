using CellSeg.Evaluation.Properties;
using CellSeg.Files;
using CellSeg.Imaging.Naming;

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
    public override string Suffix => ImageFiles.CellsSuffix + ".csv";

    /// <inheritdoc/>
    public override void Write(string path, SegmentedFrame frame)
    {
        var image = frame.OpenAllChannels();
        var cells = CellProperties.Measure(frame.Cells, image, new CellPropertyOptions
        {
            Path = frame.Movie.Path,
            Frame = frame.Movie.FrameCount > 1 ? frame.Frame : null,
            PixelSize = frame.PixelSize,
        });
        TableFile.Write(path, cells, CellProperty.NameFurtherIntensities(image.Channels), cell => cell.GetFurtherIntensities());
    }
}

using CellSeg.Imaging.Morphology;
using CellSeg.Imaging.Regions;

namespace CellSeg.Evaluation.Properties;

/// <summary>Measures one cell after the other; buffers are kept in between.</summary>
/// <param name="height">Rows of the image.</param>
/// <param name="width">Columns of the image.</param>
internal sealed class CellShape(int height, int width)
{
    private readonly Perimeter _perimeter = new();
    private readonly ConvexHull _hull = new();
    private readonly List<CellRun> _rows = [];

    /// <summary>The record of a cell.</summary>
    /// <param name="cell">The cell.</param>
    /// <param name="source">What is the same for all cells of the image.</param>
    public CellProperty Describe(CellRegion cell, CellProperty source)
    {
        var runs = cell.Runs;
        var moments = new MomentSum(runs[0].Row, runs[0].Start);
        _rows.Clear();
        foreach (var run in runs)
        {
            moments.AddRun(run.Row, run.Start, run.End);
            if (_rows.Count > 0 && _rows[^1].Row == run.Row)
                _rows[^1] = _rows[^1] with { End = run.End };
            else
                _rows.Add(run);
        }
        var pieces = RegionPieces.Split(runs, PixelConnectivity.Eight);
        var ellipse = moments.GetEllipse();
        return source with
        {
            Label = cell.Box.Label,
            Area = moments.Area,
            CentroidRow = moments.CentroidRow,
            CentroidColumn = moments.CentroidColumn,
            MinRow = moments.MinRow,
            MinColumn = moments.MinColumn,
            MaxRow = moments.MaxRow,
            MaxColumn = moments.MaxColumn,
            MajorAxis = ellipse.MajorAxis,
            MinorAxis = ellipse.MinorAxis,
            Eccentricity = ellipse.Eccentricity,
            Orientation = ellipse.Orientation,
            EquivalentDiameter = Math.Sqrt(4.0 * moments.Area / Math.PI),
            Perimeter = _perimeter.Measure(pieces),
            Solidity = moments.Area / (double)_hull.CountPixels(_rows),
            PieceCount = pieces.Count,
            IsAtBorder = moments.MinRow == 0 || moments.MinColumn == 0 || moments.MaxRow == height || moments.MaxColumn == width,
            Intensities = [.. cell.Intensities],
        };
    }
}

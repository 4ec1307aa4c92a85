namespace CellSeg.Evaluation.Properties;

/// <summary>
/// The sums of a cell's coordinates and of their products, from which its centre and its ellipse follow. They are
/// whole numbers relative to the cell's first pixel, so that nothing is rounded before the last step.
/// </summary>
internal struct MomentSum(int row, int column)
{
    private readonly int _originRow = row;
    private readonly int _originColumn = column;
    private long _rows, _columns, _squaredRows, _squaredColumns, _products;

    /// <summary>Pixels of the cell.</summary>
    public int Area { get; private set; }

    /// <summary>First row of the bounding box.</summary>
    public readonly int MinRow => _originRow; // a scan by rows meets the topmost pixel first

    /// <summary>First column of the bounding box.</summary>
    public int MinColumn { get; private set; } = column;

    /// <summary>The row after the last one of the bounding box.</summary>
    public int MaxRow { get; private set; }

    /// <summary>The column after the last one of the bounding box.</summary>
    public int MaxColumn { get; private set; }

    /// <summary>Mean row of the cell's pixels.</summary>
    public readonly double CentroidRow => _originRow + (_rows / (double)Area);

    /// <summary>Mean column of the cell's pixels.</summary>
    public readonly double CentroidColumn => _originColumn + (_columns / (double)Area);

    /// <summary>Adds the pixels of a row from one column up to, but not including, another.</summary>
    public void AddRun(int row, int start, int end)
    {
        MinColumn = Math.Min(MinColumn, start);
        MaxColumn = Math.Max(MaxColumn, end);
        MaxRow = row + 1;
        Area += end - start;
        long n = end - start, r = row - _originRow, c = start - _originColumn;
        long columns = (n * c) + (n * (n - 1) / 2);
        _rows += n * r;
        _columns += columns;
        _squaredRows += n * r * r;
        _squaredColumns += (n * c * c) + (c * n * (n - 1)) + ((n - 1) * n * ((2 * n) - 1) / 6);
        _products += r * columns;
    }

    /// <summary>The ellipse with the cell's second central moments.</summary>
    public readonly MomentEllipse GetEllipse()
    {
        // Area² times the variances and the covariance, exactly.
        var rows = ((Int128)Area * _squaredRows) - ((Int128)_rows * _rows);
        var columns = ((Int128)Area * _squaredColumns) - ((Int128)_columns * _columns);
        var products = ((Int128)Area * _products) - ((Int128)_rows * _columns);
        double scale = (double)Area * Area;
        return MomentEllipse.Create((double)rows / scale, (double)columns / scale, (double)products / scale);
    }
}

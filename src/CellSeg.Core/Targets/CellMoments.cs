namespace CellSeg.Targets;

/// <summary>Area, greatest distance and distance-weighted centre of one connected cell.</summary>
internal struct CellMoments
{
    private double _weight;
    private double _rowSum;
    private double _columnSum;

    /// <summary>Pixels.</summary>
    public int Area { get; private set; }

    /// <summary>The greatest distance.</summary>
    public float Maximum { get; private set; }

    /// <summary>Row of the centre, after <see cref="Finish"/>.</summary>
    public double Row { get; private set; }

    /// <summary>Column of the centre, after <see cref="Finish"/>.</summary>
    public double Column { get; private set; }

    /// <summary>Adds a pixel and its distance, above 0.</summary>
    public void Add(int row, int column, float distance)
    {
        Area++;
        Maximum = Math.Max(Maximum, distance);
        // Distances are infinite only all at once, and then the plain centre is as good as any.
        double weight = float.IsPositiveInfinity(distance) ? 1 : distance;
        _weight += weight;
        _rowSum += weight * row;
        _columnSum += weight * column;
    }

    /// <summary>Works out the centre.</summary>
    public void Finish()
    {
        Row = _rowSum / _weight;
        Column = _columnSum / _weight;
    }
}

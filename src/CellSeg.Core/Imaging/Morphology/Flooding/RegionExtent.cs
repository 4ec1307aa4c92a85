namespace CellSeg.Imaging.Morphology.Flooding;

/// <summary>The bounding box and size of a region, collected run by run.</summary>
internal struct RegionExtent
{
    /// <summary>First row.</summary>
    public int Top { get; private set; }

    /// <summary>First column.</summary>
    public int Left { get; private set; }

    /// <summary>Rows.</summary>
    public int Height { get; private set; }

    /// <summary>Columns.</summary>
    public int Width { get; private set; }

    /// <summary>Pixels.</summary>
    public int Area { get; private set; }

    /// <summary>Runs.</summary>
    public int RunCount { get; private set; }

    /// <summary>Adds a run of pixels; its row is not above that of the run before.</summary>
    public void Add(int row, int left, int right)
    {
        if (RunCount == 0)
            (Top, Left, Width) = (row, left, right - left);
        int end = Math.Max(Left + Width, right);
        Left = Math.Min(Left, left);
        Width = end - Left;
        Height = row - Top + 1;
        Area += right - left;
        RunCount++;
    }
}

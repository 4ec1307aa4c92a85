namespace CellSeg.Imaging.Stacks;

/// <summary>The order in which the planes of a stack follow each other.</summary>
/// <param name="Dimensions">The letters C, Z and T, that of the fastest dimension first.</param>
/// <param name="Channels">Planes along C.</param>
/// <param name="Slices">Planes along Z.</param>
/// <param name="Frames">Planes along T.</param>
internal sealed record PlaneOrder(string Dimensions, int Channels, int Slices, int Frames)
{
    /// <summary>Planes in all.</summary>
    public Int128 Count => (Int128)Channels * Slices * Frames;

    /// <summary>The plane of a page.</summary>
    /// <param name="page">The page that becomes its number.</param>
    /// <param name="index">The place in the order, from 0.</param>
    public Plane At(int page, int index)
    {
        var plane = new Plane(page, 0, 0, 0);
        foreach (char dimension in Dimensions)
        {
            int size = SizeOf(dimension);
            int at = index % size;
            index /= size;
            plane = dimension switch
            {
                'C' => plane with { Channel = at },
                'Z' => plane with { Slice = at },
                _ => plane with { Frame = at },
            };
        }
        return plane;
    }

    /// <summary>The place of a plane in the order: what <see cref="At"/> turns round.</summary>
    public int IndexOf(int channel, int slice, int frame)
    {
        int index = 0, step = 1;
        foreach (char dimension in Dimensions)
        {
            index += step * (dimension == 'C' ? channel : dimension == 'Z' ? slice : frame);
            step *= SizeOf(dimension);
        }
        return index;
    }

    private int SizeOf(char dimension) => dimension switch
    {
        'C' => Channels,
        'Z' => Slices,
        _ => Frames,
    };
}

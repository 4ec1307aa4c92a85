namespace CellSeg.Imaging.Restoration;

/// <summary>The flat shape of a grey opening.</summary>
public enum KernelShape
{
    /// <summary>All pixels whose centres are at most the radius away.</summary>
    Disc,

    /// <summary>The square of 2 · radius + 1 pixels a side; the radius is rounded down. It is the fastest.</summary>
    Square,
}

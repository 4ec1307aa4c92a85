namespace CellSeg.Imaging;

/// <summary>Reads beyond an image's border by mirroring.</summary>
internal static class MirroredIndex
{
    /// <summary>An index mirrored at both ends of [0, length) without repeating them, as often as needed.</summary>
    public static int Of(int index, int length)
    {
        if ((uint)index < (uint)length)
            return index;
        if (length == 1)
            return 0;
        int period = 2 * (length - 1);
        index = Math.Abs(index) % period;
        return index < length ? index : period - index;
    }
}

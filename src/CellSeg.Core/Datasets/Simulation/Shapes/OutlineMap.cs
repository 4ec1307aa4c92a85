using CellSeg.Imaging.Morphology;
using CellSeg.Numerics;

namespace CellSeg.Datasets.Simulation.Shapes;

/// <summary>
/// Which of many outlines each pixel of an image lies in. Where they overlap, a pixel is of the one in which it lies deepest
/// beside its size, so that neighbours are flattened against each other along a common border.
/// </summary>
internal sealed class OutlineMap
{
    /// <summary>Draws outlines.</summary>
    /// <param name="height">Rows of the image.</param>
    /// <param name="width">Columns of the image.</param>
    /// <param name="outlines">The outlines; a pixel names them by their place in the list, from 1.</param>
    /// <param name="cores">What each outline contains for certain: a map of as many outlines, whose pixels stay theirs; null for nothing.</param>
    public OutlineMap(int height, int width, IReadOnlyList<PlacedOutline> outlines, OutlineMap? cores = null)
    {
        (Height, Width) = (height, width);
        Owners = new int[height * width];
        Depths = new float[height * width];
        Depths.AsSpan().Fill(1);
        for (int i = 0; i < outlines.Count; i++)
            Draw(outlines[i], i + 1);
        if (cores is not null)
        {
            for (int i = 0; i < Owners.Length; i++)
            {
                if (cores.Owners[i] != 0)
                    Owners[i] = cores.Owners[i];
            }
        }
        KeepOnePiece(outlines.Count, cores);
    }

    /// <summary>Rows of the image.</summary>
    public int Height { get; }

    /// <summary>Columns of the image.</summary>
    public int Width { get; }

    /// <summary>The outline of each pixel, from 1, row-major; 0 for none.</summary>
    public int[] Owners { get; }

    /// <summary>How far each pixel lies from the centre of its outline, where 1 is its edge.</summary>
    public float[] Depths { get; }

    private void Draw(PlacedOutline outline, int number)
    {
        int top = (int)Math.Ceiling(Math.Max(outline.Y - outline.Reach, 0)), bottom = (int)Math.Floor(Math.Min(outline.Y + outline.Reach, Height - 1));
        int left = (int)Math.Ceiling(Math.Max(outline.X - outline.Reach, 0)), right = (int)Math.Floor(Math.Min(outline.X + outline.Reach, Width - 1));
        for (int y = top; y <= bottom; y++)
        {
            for (int x = left; x <= right; x++)
            {
                float depth = outline.GetDepth((float)(x - outline.X), (float)(y - outline.Y));
                int i = (y * Width) + x;
                if (depth < Depths[i])
                    (Owners[i], Depths[i]) = (number, depth);
            }
        }
    }

    /// <summary>A border may cut an outline in two; what is cut off from the core, or from the larger part, becomes ground.</summary>
    private void KeepOnePiece(int count, OutlineMap? cores)
    {
        using var buffer = new PooledBuffer<int>(Owners.Length);
        var pieces = buffer.Span;
        int pieceCount = ConnectedComponents.Label<int>(Owners, Height, Width, PixelConnectivity.Four, pieces);
        var weights = new long[pieceCount + 1];
        for (int i = 0; i < Owners.Length; i++)
            weights[pieces[i]] += cores is not null && cores.Owners[i] != 0 ? Owners.Length : 1;
        var kept = new int[count + 1];
        for (int i = 0; i < Owners.Length; i++)
        {
            int owner = Owners[i];
            if (owner != 0 && weights[pieces[i]] > weights[kept[owner]] * (kept[owner] == 0 ? 0 : 1))
                kept[owner] = pieces[i];
        }
        for (int i = 0; i < Owners.Length; i++)
        {
            if (pieces[i] != kept[Owners[i]])
                (Owners[i], Depths[i]) = (0, 1);
        }
    }
}

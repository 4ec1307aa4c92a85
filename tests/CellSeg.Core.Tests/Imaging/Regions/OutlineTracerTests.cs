using CellSeg.Core.Tests.Evaluation;
using CellSeg.Core.Tests.Imaging.Morphology;
using CellSeg.Imaging;
using CellSeg.Imaging.Morphology;
using CellSeg.Imaging.Regions;

namespace CellSeg.Core.Tests.Imaging.Regions;

public sealed class OutlineTracerTests
{
    [Fact]
    public void A_pixel_has_four_corners_clockwise_from_the_top_left()
    {
        var piece = Assert.Single(Trace(Labels.Parse("...", "..A")));
        Assert.Equal([new(2, 1), new(3, 1), new(3, 2), new(2, 2)], piece.Outer);
        Assert.Empty(piece.Holes);
        Assert.Equal(1, piece.Area);
    }

    [Fact]
    public void A_hole_is_a_ring_the_other_way_round()
    {
        var piece = Assert.Single(Trace(Labels.Parse("AAA", "A.A", "AAA")));
        Assert.Equal([new(0, 0), new(3, 0), new(3, 3), new(0, 3)], piece.Outer);
        var hole = Assert.Single(piece.Holes);
        Assert.Equal([new(1, 1), new(1, 2), new(2, 1), new(2, 2)], hole.OrderBy(corner => corner.X).ThenBy(corner => corner.Y));
        Assert.Equal(-2, GetSignedArea(hole));
    }

    [Fact]
    public void Pixels_that_touch_by_a_corner_are_pieces_of_their_own()
    {
        var pieces = Trace(Labels.Parse("A.", ".A"));
        Assert.Equal([[new(0, 0), new(1, 0), new(1, 1), new(0, 1)], [new(1, 1), new(2, 1), new(2, 2), new(1, 2)]], pieces.Select(piece => piece.Outer));
    }

    [Fact]
    public void A_bay_that_a_corner_closes_is_a_hole_that_touches_the_outer_ring()
    {
        var piece = Assert.Single(Trace(Labels.Parse("AA.", "A.A", "AAA")));
        Assert.Equal([new(0, 0), new(2, 0), new(2, 1), new(3, 1), new(3, 3), new(0, 3)], piece.Outer);
        Assert.Contains(new(2, 1), Assert.Single(piece.Holes));
    }

    [Fact]
    public void Filled_outlines_are_the_cells_whatever_their_shape()
    {
        var random = new RandomImages(5);
        int holes = 0, touching = 0;
        for (int round = 0; round < 400; round++)
        {
            int height = random.Next(1, 14), width = random.Next(1, 14);
            var labels = round % 2 == 0
                ? new LabelImage(height, width, random.Labels(height, width, 3))
                : new LabelImage(height, width, [.. random.Mask(height * width, random.NextDouble()).Select(isCell => isCell ? 1 : 0)]);
            foreach (var cell in new LabelledCells(labels).Read())
            {
                bool[] mask = [.. labels.Pixels.Select(label => label == cell.Box.Label)];
                var pieces = OutlineTracer.Trace(cell);
                AssertIsOutline(mask, height, width, pieces);
                holes += pieces.Sum(piece => piece.Holes.Count);
                touching += pieces.Count(piece => piece.Holes.SelectMany(hole => hole).Intersect(piece.Outer).Any());
            }
        }
        // The images have what is difficult.
        Assert.InRange(holes, 100, int.MaxValue);
        Assert.InRange(touching, 20, int.MaxValue);
    }

    private static void AssertIsOutline(bool[] mask, int height, int width, IReadOnlyList<PieceOutline> pieces)
    {
        Assert.Equal(mask, RingFill.Fill(height, width, pieces.SelectMany(Rings)));
        var components = new int[mask.Length];
        Assert.Equal(ConnectedComponents.Label<bool>(mask, height, width, PixelConnectivity.Four, components), pieces.Count);
        for (int i = 0; i < pieces.Count; i++)
        {
            // Each piece by itself, in the order of their first pixels.
            bool[] piece = [.. components.Select(component => component == i + 1)];
            Assert.Equal(piece, RingFill.Fill(height, width, Rings(pieces[i])));
            Assert.Equal(piece.Count(isPiece => isPiece), pieces[i].Area);
            Assert.Equal(CountHoles(piece, height, width), pieces[i].Holes.Count);
            Assert.True(GetSignedArea(pieces[i].Outer) > 0);
            Assert.All(pieces[i].Holes, hole => Assert.True(GetSignedArea(hole) < 0));
            Assert.All(Rings(pieces[i]), ring => Assert.Distinct(ring));
        }
    }

    /// <summary>Regions outside of a piece, joined by edges, that do not reach the frame around the image.</summary>
    private static int CountHoles(bool[] piece, int height, int width)
    {
        var outside = new bool[(height + 2) * (width + 2)];
        for (int y = 0; y < height + 2; y++)
        {
            for (int x = 0; x < width + 2; x++)
                outside[(y * (width + 2)) + x] = y == 0 || x == 0 || y > height || x > width || !piece[((y - 1) * width) + x - 1];
        }
        return ConnectedComponents.Label<bool>(outside, height + 2, width + 2, PixelConnectivity.Four, new int[outside.Length]) - 1;
    }

    private static IReadOnlyList<PieceOutline> Trace(LabelImage labels) => OutlineTracer.Trace(Assert.Single(new LabelledCells(labels).Read()));

    private static IEnumerable<IReadOnlyList<PixelCorner>> Rings(PieceOutline piece) => [piece.Outer, .. piece.Holes];

    /// <summary>Twice the area by the shoelace formula: above 0 for rings that are clockwise where y points down.</summary>
    private static long GetSignedArea(IReadOnlyList<PixelCorner> ring) => ring.Index().Sum(corner =>
    {
        var (here, next) = (corner.Item, ring[(corner.Index + 1) % ring.Count]);
        return ((long)here.X * next.Y) - ((long)next.X * here.Y);
    });
}

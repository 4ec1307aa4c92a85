using CellSeg.Datasets;

namespace CellSeg.Core.Tests.Datasets;

public sealed class CellTrackTests
{
    [Fact]
    public void A_range_of_frames_keeps_the_cells_that_are_in_it_counted_from_its_first()
    {
        CellTrack[] tracks = [new(1, 0, 3), new(2, 4, 9, 1), new(3, 4, 5, 1), new(4, 6, 9, 3), new(5, 8, 9)];
        Assert.Equal([new(2, 0, 2), new(3, 0, 0), new(4, 1, 2, 3)], CellTrack.Cut(tracks, 5, 3));
        Assert.Equal(tracks, CellTrack.Cut(tracks, 0, 10));
        Assert.Empty(CellTrack.Cut(tracks, 20, 5));
    }
}

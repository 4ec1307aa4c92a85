using CellSeg.Inference.Prediction.Views;

namespace CellSeg.Core.Tests.Inference.Prediction.Views;

public sealed class ImageViewTests
{
    [Fact]
    public void The_views_are_all_flips_and_turns_of_the_plane()
    {
        // Of the plane 0 1 2 | 3 4 5.
        string[] expected =
        [
            "0 1 2 | 3 4 5", "3 4 5 | 0 1 2", "2 1 0 | 5 4 3", "5 4 3 | 2 1 0",
            "0 3 | 1 4 | 2 5", "3 0 | 4 1 | 5 2", "2 5 | 1 4 | 0 3", "5 2 | 4 1 | 3 0",
        ];
        foreach (var (augmentation, count) in ((TestTimeAugmentation, int)[])[
            (TestTimeAugmentation.None, 1), (TestTimeAugmentation.Flips, 4), (TestTimeAugmentation.All, 8)])
        {
            Assert.Equal(expected[..count], ImageView.Create(augmentation, 2, 3).Select(Read));
            Assert.Equal(count, ImageView.Count(augmentation));
        }
    }

    /// <summary>The pixels of a view of a plane in which each is its own index.</summary>
    private static string Read(ImageView view)
        => string.Join(" | ", Enumerable.Range(0, view.Height).Select(
            row => string.Join(" ", Enumerable.Range(0, view.Width).Select(column => view.IndexOf(row, column)))));
}

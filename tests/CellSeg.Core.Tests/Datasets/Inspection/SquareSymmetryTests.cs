using CellSeg.Datasets;
using CellSeg.Datasets.Inspection.Fingerprints;

namespace CellSeg.Core.Tests.Datasets.Inspection;

public sealed class SquareSymmetryTests
{
    // abc
    // def
    private const string Image = "abcdef";
    private static readonly FrameSize Size = new(2, 3);

    [Theory]
    [InlineData("as it is", "abc def")]
    [InlineData("mirrored left to right", "cba fed")]
    [InlineData("mirrored top to bottom", "def abc")]
    [InlineData("turned by 180 degrees", "fed cba")]
    [InlineData("mirrored along its diagonal", "ad be cf")]
    [InlineData("turned by 90 degrees to the left", "cf be ad")]
    [InlineData("turned by 90 degrees to the right", "da eb fc")]
    [InlineData("mirrored along its other diagonal", "fc eb da")]
    public void Each_does_what_its_words_say(string words, string expected)
    {
        var symmetry = Assert.Single(SquareSymmetry.All, symmetry => symmetry.ToString() == words);
        Assert.Equal(expected, Show(Image, Size, symmetry));
    }

    [Fact]
    public void One_after_the_other_is_a_third_one_and_the_inverse_undoes_it()
    {
        foreach (var one in SquareSymmetry.All)
        {
            var size = one.Apply(Size);
            string once = Show(Image, Size, one).Replace(" ", "", StringComparison.Ordinal);
            foreach (var other in SquareSymmetry.All)
                Assert.Equal(Show(once, size, other), Show(Image, Size, one.Then(other)));
            Assert.Equal(default, one.Then(one.Inverse));
        }
    }

    /// <summary>The rows of the result, separated by blanks.</summary>
    private static string Show(string image, FrameSize size, SquareSymmetry symmetry)
    {
        var shown = symmetry.Apply(size);
        var (first, down, right) = symmetry.Read(size);
        return string.Join(' ', Enumerable.Range(0, shown.Height).Select(
            row => string.Concat(Enumerable.Range(0, shown.Width).Select(column => image[first + (row * down) + (column * right)]))));
    }
}

using CellSeg.Core.Tests.Support;
using CellSeg.Datasets;
using CellSeg.Evaluation;
using CellSeg.Evaluation.Pictures;
using CellSeg.Files;
using CellSeg.Imaging;

namespace CellSeg.Core.Tests.Evaluation.Pictures;

public sealed class ErrorPictureFolderTests : IDisposable
{
    private static readonly LabelImage Cells = TestImages.Rectangles(20, 20, (2, 2, 8, 8));

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_picture_can_be_read_and_is_only_replaced_when_allowed()
    {
        Write(new ErrorPictureFolder(_folder["new"]), Input("a", "a.tif"));
        var picture = TestImages.Read(_folder["new", "a_errors.png"]);
        Assert.Equal(3, picture.Channels);
        var refused = Assert.Throws<OutputConflictException>(() => Write(new ErrorPictureFolder(_folder["new"]), Input("a", "a.tif")));
        Assert.Equal(("a.tif", false), (refused.Target, refused.IsDuplicate));
        Assert.Contains(_folder["new", "a_errors.png"], refused.Reason, StringComparison.Ordinal);
        Write(new ErrorPictureFolder(_folder["new"], overwrite: true), Input("a", "a.tif"));
        Assert.Single(Directory.GetFileSystemEntries(_folder["new"]));
    }

    [Fact]
    public void A_second_input_of_the_same_name_does_not_replace_the_first_even_when_allowed()
    {
        var folder = new ErrorPictureFolder(_folder.Path, overwrite: true);
        Write(folder, Input("a", "one/a.tif"));
        var refused = Assert.Throws<OutputConflictException>(() => Write(folder, Input("A", "two/A.tif")));
        Assert.Equal(("two/A.tif", true), (refused.Target, refused.IsDuplicate));
        Assert.Contains("one/a.tif", refused.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void An_image_that_cannot_be_read_leaves_nothing()
    {
        var input = Input("a", "a.tif") with { Image = new Lazy<CellImage>(() => CellMovie.Open(_folder["none.tif"]).ReadImage()) };
        Assert.Equal(_folder["none.tif"], Assert.Throws<CellSegException>(() => Write(new ErrorPictureFolder(_folder.Path), input)).Target);
        Assert.Empty(Directory.GetFileSystemEntries(_folder.Path));
    }

    private static void Write(ErrorPictureFolder folder, EvaluationInput input) => folder.Write(input);

    private static EvaluationInput Input(string name, string path) => new(name, path, null, Cells, Cells);
}

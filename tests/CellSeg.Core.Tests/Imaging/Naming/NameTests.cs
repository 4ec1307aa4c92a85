using CellSeg.Imaging.Naming;

namespace CellSeg.Core.Tests.Imaging.Naming;

public sealed class NameTests
{
    [Theory]
    [InlineData("plate/a.tif", "a", false)]
    [InlineData("a.ome.tif", "a", false)]
    [InlineData("a_Nuclei.tiff", "a_Nuclei", false)]
    [InlineData("_labels.tif", "_labels", false)]
    [InlineData("a_labels.tif", "a", true)]
    [InlineData("a.ome_labels.tif", "a", true)]
    [InlineData("a_LABEL.PNG", "a", true)]
    [InlineData("a_masks.png", "a", true)]
    [InlineData("a_cp_masks.png", "a", true)]
    [InlineData("a_seg.tif", "a", true)]
    [InlineData("a_Object Identities.tiff", "a", true)]
    [InlineData("a-labels.png", "a", true)]
    [InlineData("a_t0001_labels.tif", "a_t0001", true)]
    [InlineData("a.b_labels.tif", "a.b", true)]
    public void The_image_of_a_file_is_its_name_less_what_says_that_it_is_labels(string path, string image, bool isLabelImage)
        => Assert.Equal((image, isLabelImage), (LabelNames.Known.GetKey(path), LabelNames.Known.IsLabelImage(path)));

    [Theory]
    [InlineData("_Nuclei")]
    [InlineData("_Nuclei.tiff")]
    public void Further_suffixes_come_before_the_known_ones(string suffix)
    {
        var names = new LabelNames(suffix, "_my_masks");
        Assert.Equal(["a", "a", "a", "a_Cells"], new[] { "a_Nuclei.tiff", "a_my_masks.tif", "a_labels.tif", "a_Cells.tiff" }.Select(names.GetKey));
        Assert.Equal([true, false], new[] { "a_nuclei.tiff", "a_labels.tif" }.Select(names.IsOther));
    }

    [Theory]
    [InlineData("a_t0001", "a", 0)]
    [InlineData("a_t0123", "a", 122)]
    [InlineData("a_T10000", "a", 9999)]
    [InlineData("a_t0001_t0003", "a_t0001", 2)]
    public void The_name_of_a_frame_counts_from_1_and_its_number_from_0(string name, string movie, int frame)
    {
        Assert.Equal(new FrameName(movie, frame), FrameName.Parse(name));
        Assert.Equal(name, FrameName.Of(movie, frame, frameCount: 20000), ignoreCase: true);
        Assert.Equal(movie, FrameName.Of(movie, 0, frameCount: 1));
    }

    [Theory]
    [InlineData("a")]
    [InlineData("a_t0000")]
    [InlineData("a_t001")]
    [InlineData("a_t00001")]
    [InlineData("a_t-001")]
    [InlineData("a_t0001b")]
    [InlineData("_t0001")]
    [InlineData("a_t99999999999")]
    public void Other_names_are_of_no_frame(string name) => Assert.Null(FrameName.Parse(name));

    [Theory]
    [InlineData("Thumbs.db")]
    [InlineData("plate/desktop.ini")]
    [InlineData(".DS_Store")]
    [InlineData("plate/._a.tif")]
    [InlineData("__MACOSX/")]
    public void What_operating_systems_leave_is_known(string path) => Assert.True(ImageFiles.IsJunk(path));

    [Theory]
    [InlineData("a.tif", true)]
    [InlineData("a.TIFF", true)]
    [InlineData("a.ome.tf8", true)]
    [InlineData("a.lsm", true)]
    [InlineData("a.gif", true)]
    [InlineData("a.stk", false)]
    [InlineData("a.txt", false)]
    [InlineData("a", false)]
    public void Images_are_known_by_their_extensions(string path, bool isImage) => Assert.Equal(isImage, ImageFiles.HasImageExtension(path));

    [Theory]
    [InlineData("t2", "t10")]
    [InlineData("t002", "t10")]
    [InlineData("t2b", "t2c")]
    [InlineData("t2_z9", "t2_z10")]
    [InlineData("a", "a1")]
    [InlineData("a9", "b1")]
    [InlineData("9", "a")]
    [InlineData("t02", "t2")]
    [InlineData("99999999999999999999", "100000000000000000000")]
    [InlineData("well A", "well B")]
    public void Numbers_in_names_are_in_order_by_their_values(string first, string second)
    {
        Assert.True(NaturalOrder.Comparer.Compare(first, second) < 0);
        Assert.True(NaturalOrder.Comparer.Compare(second, first) > 0);
        Assert.Equal(0, NaturalOrder.Comparer.Compare(first, first));
    }
}

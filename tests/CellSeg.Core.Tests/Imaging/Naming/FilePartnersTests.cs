using CellSeg.Imaging.Naming;

namespace CellSeg.Core.Tests.Imaging.Naming;

public sealed class FilePartnersTests
{
    [Theory]
    [InlineData("x/a.tif", "a_masks.tif")]
    [InlineData("x/a_labels.tif", "a_masks.tif")]
    [InlineData("x/A_cp_masks.png", "a_masks.tif")]
    [InlineData("a", "a_masks.tif")]
    [InlineData("x/b_labels.tif", "b.tif")]
    [InlineData("x/c_seg.tif", "c_seg_masks.tif")]
    [InlineData("x/c_seg_labels.tif", "c_seg_masks.tif")]
    [InlineData("x/d_t0003_labels.tif", "d_t0003.tif")]
    [InlineData("x/e_seg_labels.tif", "e_seg.tif")]
    [InlineData("x/f_labels.tif", null)]
    public void Files_meet_by_their_names_less_suffix(string path, string? partner)
    {
        var partners = PutUp("a_masks.tif", "b.tif", "c_seg_masks.tif", "d_t0003.tif", "d.tif", "e_seg.tif");
        Assert.Equal(partner, partners.Take(path)?.Path);
        Assert.Null(partners.Take(path)?.Frame);
    }

    [Fact]
    public void Names_that_differ_in_case_only_keep_to_their_own()
    {
        var partners = PutUp("a_masks.tif", "A_masks.tif", "b_masks.tif");
        Assert.Equal("a_masks.tif", partners.Take("a_labels.tif")?.Path);
        Assert.Equal("A_masks.tif", partners.Take("A_labels.tif")?.Path);
        Assert.Equal("b_masks.tif", partners.Take("B_labels.tif")?.Path);
        Assert.Empty(partners.Untaken);
    }

    [Fact]
    public void A_second_file_of_the_same_image_is_refused()
    {
        var partners = PutUp("a_masks.tif");
        partners.Add("a_masks.tif");
        Assert.Equal("x/a_labels.png", Assert.Throws<CellSegException>(() => partners.Add("x/a_labels.png")).Target);
        Assert.Equal(["a_masks.tif"], partners.Untaken);
    }

    [Fact]
    public void A_frame_meets_its_movie_and_what_is_left_of_it_is_known()
    {
        var partners = PutUp("movie_labels.tif", "single.tif");
        Assert.Equal(new FilePartner("movie_labels.tif") { Frame = 2 }, partners.Take("movie_t0003_masks.tif"));
        Assert.Equal(new FilePartner("movie_labels.tif") { Frame = 0 }, partners.Take("movie_t0001_labels.tif"));
        var (file, frames) = Assert.Single(partners.PartlyTaken);
        Assert.Equal("movie_labels.tif", file);
        Assert.Equal([0, 2], frames);
        Assert.Equal(["single.tif"], partners.Untaken);
        partners.Take("movie.tif");
        Assert.Empty(partners.PartlyTaken);
    }

    [Fact]
    public void A_movie_meets_the_files_of_its_frames()
    {
        var partners = PutUp("movie_t0003_masks.tif", "movie_t0001_masks.tif", "other_t0002_masks.tif");
        var partner = partners.Take("movie_labels.tif");
        Assert.Equal([(0, "movie_t0001_masks.tif"), (2, "movie_t0003_masks.tif")], partner!.FrameFiles!.Select(pair => (pair.Key, pair.Value)));
        Assert.Equal([1, 3], partner.FindMissing(4));
        Assert.Equal(["other_t0002_masks.tif"], partners.Untaken);
    }

    [Fact]
    public void The_only_file_is_a_partner_whatever_its_name()
    {
        Assert.Equal(new FilePartner("a.tif") { IsOnly = true }, PutUp("a.tif").TakeOnly("b.tif"));
        Assert.Equal(new FilePartner("a.tif") { IsOnly = true, Frame = 1 }, PutUp("a.tif").TakeOnly("a_t0002_labels.tif"));
        var partners = PutUp("a.tif");
        partners.TakeOnly("b.tif");
        Assert.Empty(partners.Untaken);
    }

    [Fact]
    public void Suffixes_of_the_user_are_taken_off()
    {
        var partners = new FilePartners(new LabelNames("_Nuclei"));
        partners.Add("a_Nuclei.tiff");
        Assert.Equal("a_Nuclei.tiff", partners.Take("a_masks.tif")?.Path);
    }

    private static FilePartners PutUp(params string[] files)
    {
        var partners = new FilePartners(LabelNames.Known);
        foreach (string file in files)
            partners.Add(file);
        return partners;
    }
}

using CellSeg.Core.Tests.Support;
using CellSeg.Imaging.Naming;

namespace CellSeg.Core.Tests.Imaging.Naming;

public sealed class FileListingTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_folder_is_told_apart_by_names()
    {
        string[] names =
        [
            "b.tif", "a.png", "a_labels.tif", "a_overlay.png", "a_errors.png", "a_cells.csv", "a_cells.geojson", "a_rois.zip",
            "a_outlines.txt", "scan_overlay.tif", "notes.txt", "scan.czi",
            "Thumbs.db", "desktop.ini", ".DS_Store", "._a.png", ".cellseg-0123456789ab.tif", "sub/c.tif",
        ];
        foreach (string name in names)
            _folder.Write(name, "");
        var listing = FileListing.OfFolder(_folder.Path, LabelNames.Known);
        Assert.Equal(["a.png", "b.tif", "scan_overlay.tif"], Names(listing.Images));
        Assert.Equal(["a_labels.tif"], Names(listing.Labels));
        Assert.Equal(
            ["a_labels.tif", "a_cells.csv", "a_cells.geojson", "a_errors.png", "a_outlines.txt", "a_overlay.png", "a_rois.zip"],
            Names(listing.Results));
        Assert.Equal(["notes.txt", "scan.czi"], Names(listing.Others));
        Assert.Equal(["sub"], Names(listing.Folders));
    }

    [Fact]
    public void Where_no_name_says_labels_all_images_may_be()
    {
        Assert.Equal(["a_labels.tif"], List([]).LabelsOrImages);
        Assert.Equal(["a.tif", "a_Cells.tif", "a_Nuclei.tif"], new FileListing(["a.tif", "a_Cells.tif", "a_Nuclei.tif"], LabelNames.Known).LabelsOrImages);
    }

    [Fact]
    public void Among_label_images_all_are_but_images_that_have_one()
    {
        Assert.Equal(["b.tif", "a_labels.tif", "c_seg.tif"], new FileListing(["a.tif", "a_labels.tif", "b.tif", "c_seg.tif"], LabelNames.Known).FindLabels());
        Assert.Equal(["a_Nuclei.tif"], List("_Nuclei").FindLabels());
    }

    [Fact]
    public void Where_one_has_a_suffix_of_the_users_those_alone_are_labels()
    {
        Assert.Equal(["a_Nuclei.tif"], List("_Nuclei").LabelsOrImages);
        Assert.Equal(["a_labels.tif"], List("_Bacteria").LabelsOrImages);
    }

    [Fact]
    public void Labels_are_results_of_an_image_of_the_same_list()
    {
        string[] files = ["a.tif", "a_labels.tif", "b_labels.tif", "movie.tif", "movie_t0001_labels.tif", "movie_t0002_masks.tif", "other_t0001_labels.tif"];
        Assert.Equal(
            ["a_labels.tif", "movie_t0001_labels.tif", "movie_t0002_masks.tif"],
            new FileListing(files, LabelNames.Known).FindResultsOfImages());
    }

    private static FileListing List(params string[] suffixes)
        => new(["a.tif", "a_Cells.tif", "a_Nuclei.tif", "a_labels.tif"], new LabelNames(suffixes));

    private static IEnumerable<string?> Names(IEnumerable<string> files) => files.Select(Path.GetFileName);
}

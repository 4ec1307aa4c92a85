using CellSeg.Datasets.Stores;
using CellSeg.Imaging;
using CellSeg.Imaging.Naming;
using CellSeg.Imaging.Selection;
using CellSeg.Imaging.Stacks;

namespace CellSeg.Datasets.Layouts.Bbbc038;

/// <summary>The folder of one image of BBBC038. Where masks overlap, the first in order of file name keeps the pixel.</summary>
/// <param name="store">The files of the data set.</param>
/// <param name="name">The folder among them.</param>
internal sealed class NucleusFolder(IFileStore store, string name)
{
    private (int Height, int Width)? _size;

    /// <summary>The name of the image.</summary>
    public string Id => name[(name.LastIndexOf('/') + 1)..];

    /// <summary>The folder.</summary>
    public string Path => store.GetFullName(name);

    /// <summary>The image files, of which there should be one.</summary>
    public List<string> Images { get; } = [];

    /// <summary>The mask files, one a nucleus.</summary>
    public List<string> Masks { get; } = [];

    /// <summary>
    /// Whether the folder is the one of a single image: masks that have the names of images are label images of whole folders of
    /// images, as StarDist has them.
    /// </summary>
    public bool IsWhole => Images.Count == 1 && Masks.Count > 0
        && !Masks.Exists(mask => ImageFiles.GetBaseName(mask) == ImageFiles.GetBaseName(Images[0]));

    /// <summary>The image as a movie of one frame. Its labels are kept, for reading a hundred small files takes long.</summary>
    /// <param name="channels">The channels of the image; all when empty.</param>
    /// <exception cref="CellSegException">There is not one image, or no mask.</exception>
    public CellMovie Open(IReadOnlyList<ChannelSelector> channels)
    {
        if (Images.Count != 1)
            throw new CellSegException(Path, $"there are {Images.Count} images where one belongs", "Keep one image in the folder images");
        if (Masks.Count == 0)
            throw new CellSegException(Path, "there are no masks", "Put one mask file a nucleus into the folder masks, or leave the image out");
        var labels = new KeptLabels(ReadLabels);
        return new CellMovie(Id, store.GetFullName(Images[0]), 1, _ => ReadImage(channels), _ => labels.Read());
    }

    private CellImage ReadImage(IReadOnlyList<ChannelSelector> channels)
    {
        string path = store.GetFullName(Images[0]);
        var image = ImageStack.ReadSingleFrame(store.ReadAllBytes(Images[0]), path).Select(channels, path);
        _size = (image.Height, image.Width);
        return image;
    }

    private LabelImage ReadLabels()
    {
        if (_size is null)
            ReadImage([]);
        var (height, width) = _size!.Value;
        var labels = new LabelImage(height, width);
        CellMask? mask = null;
        int id = 0;
        foreach (string file in Masks)
        {
            string path = store.GetFullName(file);
            mask = CellMask.Read(store.ReadAllBytes(file), path, mask?.Pixels);
            if ((mask.Height, mask.Width) != (height, width))
            {
                throw new CellSegException(
                    path, $"the mask is {mask.Height} x {mask.Width}, its image is {height} x {width}", "Replace the mask by one of the image's size");
            }
            mask.Paint(labels, ++id);
        }
        return labels.Renumber();
    }
}

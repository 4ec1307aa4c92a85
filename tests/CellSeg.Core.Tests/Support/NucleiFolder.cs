using CellSeg.Imaging;

namespace CellSeg.Core.Tests.Support;

/// <summary>Writes images and masks in the layout of BBBC038.</summary>
internal sealed class NucleiFolder(string root)
{
    public string Root { get; } = root;

    public string ImagePath(string id) => Path.Combine(Root, id, "images", id + ".png");

    public string MaskPath(string id, string mask) => Path.Combine(Root, id, "masks", mask + ".png");

    /// <summary>An image of noise with a mask for each rectangle, called 1.png, 2.png, ….</summary>
    public NucleiFolder Add(string id, int height, int width, params (int Top, int Left, int Height, int Width)[] nuclei)
    {
        ImageWriter.WriteRgb(ImagePath(id), height, width, TestImages.GreyRgb(height, width));
        for (int i = 0; i < nuclei.Length; i++)
            AddMask(id, $"{i + 1}", height, width, nuclei[i]);
        return this;
    }

    public void AddMask(string id, string mask, int height, int width, (int Top, int Left, int Height, int Width) nucleus)
        => ImageWriter.WriteRgb(MaskPath(id, mask), height, width,
            [.. TestImages.Rectangles(height, width, nucleus).Pixels.SelectMany(value => Enumerable.Repeat((byte)(255 * value), 3))]);
}

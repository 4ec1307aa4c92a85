namespace CellSeg.Tests.Cmdlets;

/// <summary>A data set in the layout of BBBC038, of which each image is a 40 x 40 square with two cells.</summary>
internal sealed class Bbbc038Folder(string root)
{
    public const int Size = 40;

    public string Root => root;

    public static bool IsCell(int cell, int y, int x) => y is >= 10 and < 20 && x >= 4 + (cell * 20) && x < 14 + (cell * 20);

    public Bbbc038Folder Add(string id, int masks = 2, int maskSize = Size)
    {
        Png.Write(Path.Combine(root, id, "images", $"{id}.png"), Size, Size, (y, x) => (byte)(IsCell(0, y, x) || IsCell(1, y, x) ? 200 : 20));
        for (int i = 0; i < masks; i++)
        {
            int cell = i;
            Png.Write(Path.Combine(root, id, "masks", $"{i}.png"), maskSize, maskSize, (y, x) => (byte)(IsCell(cell, y, x) ? 255 : 0));
        }
        return this;
    }

    /// <summary>An image whose file ends early.</summary>
    public Bbbc038Folder AddUnreadable(string id)
    {
        Add(id);
        string file = Path.Combine(root, id, "images", $"{id}.png");
        File.WriteAllBytes(file, File.ReadAllBytes(file)[..50]);
        return this;
    }
}

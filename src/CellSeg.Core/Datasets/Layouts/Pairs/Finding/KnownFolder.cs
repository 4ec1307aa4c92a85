using CellSeg.Datasets.Stores;

namespace CellSeg.Datasets.Layouts.Pairs.Finding;

/// <summary>A folder with a part by which people tell images from labels, such as <c>plate1/images</c> or <c>train/masks/a</c>.</summary>
/// <param name="Parent">What stands before that part; empty for the root.</param>
/// <param name="Part">The part.</param>
/// <param name="Rest">What stands behind it; empty for the folder of that name itself.</param>
/// <param name="IsLabels">Whether it is the part of label images.</param>
internal sealed record KnownFolder(string Parent, string Part, string Rest, bool IsLabels)
{
    private static readonly string[] ImageParts = ["images", "image", "imgs", "img", "raw"];

    private static readonly string[] LabelParts =
        ["labels", "label", "masks", "mask", "gt", "ground_truth", "groundtruth", "truth", "annotations", "annotation"];

    // What nnU-Net appends for the images to train and to test with.
    private static readonly string[] Endings = ["Tr", "Ts"];

    /// <summary>What the part ends with in nnU-Net's manner, <c>Tr</c> or <c>Ts</c>; empty elsewhere.</summary>
    public string Ending => FindEnding(Part);

    /// <summary>The folder of the part.</summary>
    public string Top => StoredFolders.Combine(Parent, Part);

    /// <summary>Takes a folder apart at the last part that is known.</summary>
    /// <param name="folder">The folder, with '/' between its parts.</param>
    /// <returns>Null where no part is known.</returns>
    public static KnownFolder? Parse(string folder)
    {
        string[] parts = folder.Split('/');
        for (int i = parts.Length - 1; i >= 0; i--)
        {
            bool isLabels = IsOneOf(LabelParts, parts[i]);
            if (isLabels || IsOneOf(ImageParts, parts[i]))
                return new KnownFolder(string.Join('/', parts[..i]), parts[i], string.Join('/', parts[(i + 1)..]), isLabels);
        }
        return null;
    }

    private static bool IsOneOf(string[] names, string part)
        => names.Contains(part[..^FindEnding(part).Length], StringComparer.OrdinalIgnoreCase);

    private static string FindEnding(string part) => Endings.FirstOrDefault(ending => part.EndsWith(ending, StringComparison.Ordinal)) ?? "";
}

namespace CellSeg.Core.Tests.Support;

/// <summary>The weights of MobileNetV2, which are too large for the repository and lie beside it.</summary>
internal static class PublishedWeights
{
    private const string Name = "shared/weights/mobilenet_v2_imagenet.safetensors";

    public static string Missing => $"There is no {Name} beside the repository.";

    /// <summary>The file, or null.</summary>
    public static string? Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            string path = Path.Combine(folder.FullName, Name);
            if (File.Exists(path))
                return path;
        }
        return null;
    }
}

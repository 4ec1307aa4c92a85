namespace CellSeg.Models;

/// <summary>Models that lie side by side, each in a folder of its own.</summary>
public static class ModelLibrary
{
    /// <summary>The name of the model that is taken where none is given.</summary>
    public const string DefaultName = "nuclei";

    /// <summary>Where the models are that came with the module: beside the folder of its libraries.</summary>
    public static string BundledFolder { get; } = Path.GetFullPath(Path.Combine(LibraryFolder(), "..", "models"));

    /// <summary>The folders of models in a folder, by name; none where there is no such folder.</summary>
    /// <param name="folder">The folder, or a model's own.</param>
    /// <exception cref="CellSegException">The folder cannot be listed.</exception>
    public static IReadOnlyList<string> FindFolders(string folder)
    {
        if (ModelFolder.Exists(folder))
            return [folder];
        try
        {
            return Directory.Exists(folder) ? [.. Directory.EnumerateDirectories(folder).Where(ModelFolder.Exists).Order(StringComparer.Ordinal)] : [];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CellSegException(
                folder, $"the folder cannot be listed ({e.Message.TrimEnd('.')})", "Check that it can be read, or give the folder of the model itself", e);
        }
    }

    /// <summary>The names of the bundled models.</summary>
    public static IReadOnlyList<string> BundledNames => [.. FindFolders(BundledFolder).Select(folder => Path.GetFileName(folder))];

    /// <summary>The folder of a bundled model; null where there is none of this name.</summary>
    /// <param name="name">Its name, in capital or small letters.</param>
    public static string? FindBundled(string name)
        => BundledNames.FirstOrDefault(bundled => string.Equals(bundled, name, StringComparison.OrdinalIgnoreCase)) is { } found
            ? Path.Combine(BundledFolder, found)
            : null;

    // A library that was loaded from memory has no place.
    private static string LibraryFolder()
        => Path.GetDirectoryName(typeof(ModelLibrary).Assembly.Location) is { Length: > 0 } folder ? folder : AppContext.BaseDirectory;
}

using System.Globalization;

namespace CellSeg.Training.Checkpoints;

/// <summary>Where a training for which nobody has named a folder keeps its checkpoint until it has ended well.</summary>
public static class SpareFolder
{
    /// <summary>The environment variable that names another place for such folders.</summary>
    public const string Variable = "CELLSEG_CHECKPOINTS";

    /// <summary>
    /// The folder in which such folders lie: that of <see cref="Variable"/>, else CellSeg/checkpoints among the user's local data or, where
    /// there are none, among temporary files.
    /// </summary>
    public static string Root
    {
        get
        {
            if (Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } chosen)
                return Path.GetFullPath(chosen);
            string local = Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData);
            return Path.Combine(local.Length > 0 ? local : Path.GetTempPath(), "CellSeg", "checkpoints");
        }
    }

    /// <summary>A folder that no other training has; it is made by the first checkpoint.</summary>
    /// <param name="modelName">The name of the model, of which letters and digits are seen in the folder's.</param>
    public static string Name(string modelName)
    {
        ArgumentNullException.ThrowIfNull(modelName);
        string model = string.Concat(modelName.Select(letter => char.IsAsciiLetterOrDigit(letter) ? letter : '-').Take(40));
        return Path.Combine(Root, string.Create(CultureInfo.InvariantCulture, $"{DateTime.Now:yyyyMMdd-HHmmss}-{model}-{Guid.NewGuid():N}")[..^24]);
    }
}

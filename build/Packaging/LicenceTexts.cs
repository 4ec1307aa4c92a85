namespace CellSeg.Build.Packaging;

/// <summary>The texts of licences, by their SPDX identifiers.</summary>
public static class LicenceTexts
{
    private static readonly string[] Operators = ["AND", "WITH"];

    /// <summary>
    /// Tells the identifiers of the licences under which something is taken: where its makers leave a choice, the first
    /// alternative whose texts are all here.
    /// </summary>
    /// <param name="expression">An SPDX expression without parentheses.</param>
    /// <exception cref="BuildException">A text is missing.</exception>
    public static IReadOnlyList<string> Chosen(string expression)
        => expression.Split(" OR ")
            .Select(choice => choice.Split(' ', StringSplitOptions.RemoveEmptyEntries).Except(Operators).ToArray())
            .FirstOrDefault(identifiers => identifiers.All(identifier => Find(identifier) is not null))
            ?? throw new BuildException($"build/Packaging/Licences lacks a text of {expression}");

    /// <summary>Copies the text of a licence to a folder.</summary>
    public static void Copy(string identifier, string folder)
        => File.Copy(Find(identifier)!, Path.Combine(folder, $"{identifier}.txt"), overwrite: true);

    private static string? Find(string identifier)
        => Directory.EnumerateFiles(Repository.At("build", "Packaging", "Licences"), $"{identifier}.txt", SearchOption.AllDirectories).FirstOrDefault();
}

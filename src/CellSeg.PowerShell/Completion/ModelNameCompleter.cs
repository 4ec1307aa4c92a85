using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using CellSeg.Models;

namespace CellSeg.PowerShell.Completion;

/// <summary>Offers the names of the bundled models.</summary>
public sealed class ModelNameCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
        => Find(wordToComplete);

    /// <summary>The bundled models whose names begin with a word.</summary>
    internal static IEnumerable<CompletionResult> Find(string word)
    {
        IReadOnlyList<string> names = [];
        try
        {
            names = ModelLibrary.BundledNames;
        }
        catch (CellSegException)
        {
            // Completion has no place for errors; the command will tell.
        }
        return Words.Complete(word, names.Select(name => (name, (string?)Describe(name))));
    }

    private static string Describe(string name)
    {
        const string Origin = "A model that came with the module";
        try
        {
            return ModelLibrary.FindBundled(name) is { } folder && ModelFolder.Describe(folder).Card?.Description is { Length: > 0 } text
                ? $"{Origin}: {text}"
                : Origin;
        }
        catch (CellSegException)
        {
            return Origin;
        }
    }
}

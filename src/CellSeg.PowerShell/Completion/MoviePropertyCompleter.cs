using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using System.Reflection;
using CellSeg.Datasets;

namespace CellSeg.PowerShell.Completion;

/// <summary>Offers the properties of movies by which they can be told apart.</summary>
public sealed class MoviePropertyCompleter : IArgumentCompleter
{
    /// <summary>The properties that are one value, in the order of their names.</summary>
    internal static IReadOnlyList<PropertyInfo> Properties { get; } =
    [
        .. typeof(CellMovie).GetProperties().Where(property => property.PropertyType == typeof(string) || property.PropertyType.IsValueType)
            .OrderBy(property => property.Name),
    ];

    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
        => Words.Complete(wordToComplete, Properties.Select(property => (property.Name, LibraryDocs.Find(typeof(CellMovie), property.Name))));
}

using System.Collections;
using System.Globalization;
using System.Management.Automation;
using System.Management.Automation.Language;
using CellSeg.PowerShell.Abstractions;

namespace CellSeg.PowerShell.Completion.Options;

/// <summary>
/// Offers the options of a record as tables of one entry, such as <c>@{ AverageDecay = 0 }</c>, with the values that they have by
/// the rest of the line. Those of a record within it are a table within the table.
/// </summary>
/// <remarks>
/// PowerShell asks for a whole value only, which may have begun with a name or with <c>@</c>. For the keys within an open
/// <c>@{</c> it looks at the type of the parameter and asks no completer.
/// </remarks>
public abstract class OptionCompleter : IArgumentCompleter
{
    /// <summary>The tables whose option begins with what has been typed, in the order of their names.</summary>
    /// <param name="commandName">The command, which is not asked.</param>
    /// <param name="parameterName">Its parameter, which is not asked.</param>
    /// <param name="wordToComplete">The beginning of an option's name, or <c>@</c>.</param>
    /// <param name="commandAst">The line, which is not asked.</param>
    /// <param name="fakeBoundParameters">The parameters that the line gives so far, which decide the values.</param>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        string beginning = (wordToComplete ?? "").TrimStart('@');
        object options;
        try
        {
            options = FindOptions(fakeBoundParameters ?? new Hashtable());
        }
        catch (CellSegException)
        {
            // Completion has no place for errors; the command will tell.
            return [];
        }
        return
            from property in OptionTable.GetOptions(options, Reserved)
            where property.Name.StartsWith(beginning, StringComparison.OrdinalIgnoreCase)
            orderby property.Name
            let type = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType
            let value = Write(property.GetValue(options))
            let choices = type.IsEnum ? $": {string.Join(", ", Enum.GetNames(type))}" : ""
            select new CompletionResult(
                $"@{{ {property.Name} = {value} }}", property.Name, CompletionResultType.ParameterValue,
                $"[{type.Name}] {property.Name}, {value} by default{choices}. {LibraryDocs.Find(property.DeclaringType!, property.Name)}".TrimEnd());
    }

    /// <summary>Options that have a parameter alone and no place in a table.</summary>
    private protected virtual IReadOnlyList<string> Reserved => [];

    /// <summary>The options with the values that they have unless the table says otherwise.</summary>
    /// <param name="bound">The parameters that the line gives so far.</param>
    /// <exception cref="CellSegException">The line names something that cannot be read.</exception>
    private protected abstract object FindOptions(IDictionary bound);

    /// <summary>What the line gives for a parameter; another value where it gives none, or nothing that could be one.</summary>
    private protected static T Read<T>(IDictionary bound, string parameter, T otherwise)
        => bound[parameter] is { } given && LanguagePrimitives.TryConvertTo(given, out T value) ? value : otherwise;

    /// <summary>A value as one would type it.</summary>
    private static string Write(object? value) => value switch
    {
        null => "$null",
        bool isOn => isOn ? "$true" : "$false",
        Enum or TimeSpan => $"'{value}'",
        _ when OptionTable.IsRecord(value) => WriteTable(value),
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };

    private static string WriteTable(object record)
    {
        var entries = OptionTable.GetOptions(record).Select(option => $"{option.Name} = {Write(option.GetValue(record))}");
        return $"@{{ {string.Join("; ", entries)} }}";
    }
}

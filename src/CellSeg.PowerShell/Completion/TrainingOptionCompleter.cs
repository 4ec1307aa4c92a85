using System.Collections;
using System.Globalization;
using System.Management.Automation;
using System.Management.Automation.Language;
using CellSeg.PowerShell.Abstractions;
using CellSeg.PowerShell.Commands.Models;
using CellSeg.Training;

namespace CellSeg.PowerShell.Completion;

/// <summary>
/// Offers the options of a training as tables of one entry, such as <c>@{ AverageDecay = 0 }</c>, with the values of the
/// preset that the line names. Those of a record are a table within it.
/// </summary>
/// <remarks>
/// PowerShell asks for a whole value only, which may have begun with a name or with <c>@</c>. For the keys within an open
/// <c>@{</c> it looks at the type of the parameter and asks no completer.
/// </remarks>
public sealed class TrainingOptionCompleter : IArgumentCompleter
{
    /// <summary>The tables whose option begins with what has been typed, in the order of their names.</summary>
    /// <param name="commandName">The command, which is not asked.</param>
    /// <param name="parameterName">Its parameter, which is not asked.</param>
    /// <param name="wordToComplete">The beginning of an option's name, or <c>@</c>.</param>
    /// <param name="commandAst">The line, which is not asked.</param>
    /// <param name="fakeBoundParameters">The parameters that the line gives so far; <c>Preset</c> decides the values.</param>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        string beginning = (wordToComplete ?? "").TrimStart('@');
        object? given = fakeBoundParameters?[nameof(StartModelTrainingCommand.Preset)];
        if (!LanguagePrimitives.TryConvertTo(given, out TrainingPreset preset))
            preset = TrainingPreset.Default;
        var options = TrainingPresets.Create(preset);
        return
            from property in OptionTable.GetOptions(options, StartModelTrainingCommand.ReservedOptions)
            where property.Name.StartsWith(beginning, StringComparison.OrdinalIgnoreCase)
            orderby property.Name
            let type = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType
            let value = Write(property.GetValue(options))
            let choices = type.IsEnum ? $": {string.Join(", ", Enum.GetNames(type))}" : ""
            select new CompletionResult(
                $"@{{ {property.Name} = {value} }}", property.Name, CompletionResultType.ParameterValue,
                $"[{type.Name}] {property.Name}, {value} by default{choices}");
    }

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

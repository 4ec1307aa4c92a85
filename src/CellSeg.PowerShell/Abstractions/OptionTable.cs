using System.Collections;
using System.Globalization;
using System.Management.Automation;
using System.Reflection;

namespace CellSeg.PowerShell.Abstractions;

/// <summary>Sets the values of an options record by their names: those of a table, or those of parameters.</summary>
internal static class OptionTable
{
    // Every record has it: it is what "with" calls.
    private const string CloneMethod = "<Clone>$";

    /// <summary>A copy of a record with other values.</summary>
    /// <param name="options">A record, left as it is.</param>
    /// <param name="values">Property names and values; for a record within the record another table.</param>
    /// <param name="reserved">Properties that have a parameter alone.</param>
    /// <exception cref="CellSegException">There is no such property, or its type does not take the value.</exception>
    public static T Apply<T>(T options, IDictionary values, params IReadOnlyList<string> reserved) where T : class
        => (T)ApplyTo(options, values, reserved);

    /// <summary>A copy of a record with the values of those parameters that the user gave.</summary>
    /// <param name="options">A record, left as it is.</param>
    /// <param name="cmdlet">A command whose parameters are marked by <see cref="OptionOfAttribute{TOptions}"/>.</param>
    public static T ApplyBound<T>(T options, PSCmdlet cmdlet) where T : class
    {
        var values = new Hashtable();
        foreach (var parameter in cmdlet.GetType().GetProperties())
        {
            if (!cmdlet.MyInvocation.BoundParameters.ContainsKey(parameter.Name)
                || parameter.GetCustomAttribute<OptionOfAttribute<T>>() is not { } option)
                continue;
            string[] path = (option.Path ?? parameter.Name).Split('.');
            var table = values;
            foreach (string record in path[..^1])
                table = (Hashtable)(table[record] ??= new Hashtable());
            table[path[^1]] = parameter.GetValue(cmdlet);
        }
        return Apply(options, values);
    }

    /// <summary>The options of a record, which are its properties that can be set.</summary>
    /// <param name="options">The record.</param>
    /// <param name="reserved">Properties to leave out.</param>
    public static IEnumerable<PropertyInfo> GetOptions(object options, params IReadOnlyList<string> reserved)
        => options.GetType().GetProperties().Where(property => property.CanWrite && !reserved.Contains(property.Name));

    /// <summary>Throws where an option was given another value and changes nothing.</summary>
    /// <param name="before">The options as they were before the user said anything.</param>
    /// <param name="after">The options as they are.</param>
    /// <param name="unused">Those that change nothing.</param>
    /// <exception cref="CellSegException">One was given.</exception>
    public static void RefuseUnused(object before, object after, IEnumerable<UnusedOption> unused)
    {
        foreach (var option in unused)
        {
            if (!Equals(Get(before, option.Path), Get(after, option.Path)))
                throw new CellSegException(option.Path, $"it has no effect here: {option.Reason}", "Leave it out");
        }
    }

    /// <summary>Whether a value is a record, and so can be set by a table of its own.</summary>
    public static bool IsRecord(object? value) => value?.GetType().GetMethod(CloneMethod) is not null;

    /// <summary>The value of an option; null where the record has none of this name.</summary>
    private static object? Get(object options, string path)
        => path.Split('.').Aggregate((object?)options, (record, name) => record?.GetType().GetProperty(name)?.GetValue(record));

    private static object ApplyTo(object options, IDictionary values, IReadOnlyList<string> reserved)
    {
        object copy = options.GetType().GetMethod(CloneMethod)!.Invoke(options, null)!;
        var properties = GetOptions(copy, reserved).ToList();
        foreach (DictionaryEntry entry in values)
        {
            string name = $"{entry.Key}";
            var property = properties.Find(candidate => string.Equals(candidate.Name, name, StringComparison.OrdinalIgnoreCase))
                ?? throw new CellSegException(
                    name, "there is no option of this name",
                    $"Choose among {string.Join(", ", properties.Select(candidate => candidate.Name).Order())}");
            property.SetValue(copy, Convert(entry.Value, property.GetValue(copy), property.PropertyType, property.Name));
        }
        return copy;
    }

    /// <summary>Refuses what PowerShell would convert to something else: any text is true to it, and 2.5 is the whole number 2.</summary>
    private static void CheckKind(object? value, Type type, string name)
    {
        if (type == typeof(bool) && value is string text)
            throw new CellSegException(name, $"'{text}' is a text", "Give $true or $false");
        bool isWhole = type == typeof(int) || type == typeof(long);
        if (isWhole && value is double or float or decimal && System.Convert.ToDouble(value, CultureInfo.InvariantCulture) % 1 != 0)
            throw new CellSegException(name, FormattableString.Invariant($"{value} is no whole number"), "Give a whole number");
    }

    private static object? Convert(object? value, object? present, Type type, string name)
    {
        if (value is PSObject wrapped)
            value = wrapped.BaseObject;
        if (value is IDictionary table && IsRecord(present))
            return ApplyTo(present!, table, []);
        if (value is null && (!type.IsValueType || Nullable.GetUnderlyingType(type) is not null))
            return null;
        CheckKind(value, Nullable.GetUnderlyingType(type) ?? type, name);
        try
        {
            return LanguagePrimitives.ConvertTo(value, type, CultureInfo.InvariantCulture);
        }
        catch (PSInvalidCastException e)
        {
            throw new CellSegException(name, e.Message.TrimEnd('.'), "Give a value of its type", e);
        }
    }
}

using System.Collections;
using System.Management.Automation;

namespace CellSeg.PowerShell.Abstractions;

/// <summary>Sets the values of an options record by their names, for the many that have no parameter of their own.</summary>
internal static class OptionTable
{
    // Every record has it: it is what "with" calls.
    private const string CloneMethod = "<Clone>$";

    /// <summary>A copy of a record with other values.</summary>
    /// <param name="options">A record, left as it is.</param>
    /// <param name="values">Property names and values; for a record within the record another table.</param>
    /// <param name="reserved">Properties that have a parameter alone.</param>
    /// <exception cref="CellSegException">There is no such property, or its type does not take the value.</exception>
    public static T Apply<T>(T options, IDictionary values, params string[] reserved) where T : class
        => (T)ApplyTo(options, values, reserved);

    private static object ApplyTo(object options, IDictionary values, string[] reserved)
    {
        object copy = options.GetType().GetMethod(CloneMethod)!.Invoke(options, null)!;
        var properties = copy.GetType().GetProperties().Where(property => property.CanWrite && !reserved.Contains(property.Name)).ToList();
        foreach (DictionaryEntry entry in values)
        {
            string name = $"{entry.Key}";
            var property = properties.FirstOrDefault(candidate => string.Equals(candidate.Name, name, StringComparison.OrdinalIgnoreCase))
                ?? throw new CellSegException(name, "there is no option of this name", $"Choose among {string.Join(", ", properties.Select(candidate => candidate.Name).Order())}");
            property.SetValue(copy, Convert(entry.Value, property.GetValue(copy), property.PropertyType, property.Name));
        }
        return copy;
    }

    private static object? Convert(object? value, object? present, Type type, string name)
    {
        if (value is PSObject wrapped)
            value = wrapped.BaseObject;
        if (value is IDictionary table && present?.GetType().GetMethod(CloneMethod) is not null)
            return ApplyTo(present, table, []);
        if (value is null && (!type.IsValueType || Nullable.GetUnderlyingType(type) is not null))
            return null;
        try
        {
            return LanguagePrimitives.ConvertTo(value, type, System.Globalization.CultureInfo.InvariantCulture);
        }
        catch (PSInvalidCastException e)
        {
            throw new CellSegException(name, e.Message.TrimEnd('.'), "Give a value of its type", e);
        }
    }
}

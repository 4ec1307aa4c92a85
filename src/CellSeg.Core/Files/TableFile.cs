using System.Reflection;
using CsvHelper;

namespace CellSeg.Files;

/// <summary>
/// Objects as a table in a CSV file (RFC 4180): a column for each public property, in their order, and a line for each
/// object. The bytes are the same whatever the culture: numbers have a decimal point and all the digits that give the same
/// number again.
/// </summary>
/// <remarks>
/// The text is UTF-8 without a byte order mark, which R and Python's csv module would take for a part of the first name.
/// Only Excel wants it, and only for names beyond ASCII: numbers are the same without.
/// </remarks>
public static class TableFile
{
    /// <summary>Writes a file.</summary>
    /// <typeparam name="T">The type whose properties are the columns.</typeparam>
    /// <param name="path">The file, whose folder exists; one that is there is replaced. Through <see cref="AtomicFile"/> it appears whole.</param>
    /// <param name="rows">The objects. A null is an empty field.</param>
    /// <param name="getFurther">
    /// Gives further columns of an object, by name; the table has those of all objects, with NaN where one has no such value.
    /// </param>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void Write<T>(
        string path, IReadOnlyCollection<T> rows, Func<T, IEnumerable<KeyValuePair<string, double>>>? getFurther = null)
    {
        ArgumentNullException.ThrowIfNull(rows);
        getFurther ??= _ => [];
        var properties = typeof(T).GetProperties(BindingFlags.Public | BindingFlags.Instance);
        string[] further = [.. rows.SelectMany(getFurther).Select(column => column.Key).Distinct()];
        using var csv = CsvWriter.ToFile(path);
        foreach (string name in properties.Select(property => property.Name).Concat(further))
            csv.WriteField(name);
        csv.EndRecord();
        foreach (var row in rows)
        {
            foreach (var property in properties)
                csv.WriteField(property.GetValue(row));
            var values = further.Length == 0 ? [] : new Dictionary<string, double>(getFurther(row));
            foreach (string name in further)
                csv.WriteField(values.GetValueOrDefault(name, double.NaN));
            csv.EndRecord();
        }
    }
}

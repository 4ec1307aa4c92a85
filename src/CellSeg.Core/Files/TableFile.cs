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
    private static readonly CsvReaderOptions ReaderOptions = new() { MalformedData = CsvMalformedDataHandling.Throw };

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
        Write(path, rows, [.. rows.SelectMany(getFurther).Select(column => column.Key).Distinct()], getFurther);
    }

    /// <summary>Writes a file of objects that are made one after the other.</summary>
    /// <typeparam name="T">The type whose properties are the columns.</typeparam>
    /// <param name="path">The file, whose folder exists; one that is there is replaced. Through <see cref="AtomicFile"/> it appears whole.</param>
    /// <param name="rows">The objects. A null is an empty field.</param>
    /// <param name="further">The names of further columns.</param>
    /// <param name="getFurther">Gives the further columns of an object, by name.</param>
    /// <exception cref="IOException">The file cannot be written.</exception>
    internal static void Write<T>(
        string path, IEnumerable<T> rows, IReadOnlyList<string> further, Func<T, IEnumerable<KeyValuePair<string, double>>> getFurther)
    {
        var properties = typeof(T).GetProperties(BindingFlags.Public | BindingFlags.Instance);
        using var csv = CsvWriter.ToFile(path);
        foreach (string name in properties.Select(property => property.Name).Concat(further))
            csv.WriteField(name);
        csv.EndRecord();
        foreach (var row in rows)
        {
            foreach (var property in properties)
                csv.WriteField(property.GetValue(row));
            var values = further.Count == 0 ? [] : new Dictionary<string, double>(getFurther(row));
            foreach (string name in further)
                csv.WriteField(values.GetValueOrDefault(name, double.NaN));
            csv.EndRecord();
        }
    }

    /// <summary>Reads columns of a file by their names.</summary>
    /// <param name="path">The file: UTF-8, or what its byte order mark says, separated by commas, semicolons or tabs, with a line of names first.</param>
    /// <param name="columns">The names; capital and small letters, and spaces around them, are the same.</param>
    /// <returns>The fields of each line in the order of <paramref name="columns"/>, a missing one as an empty text; empty lines are left out.</returns>
    /// <exception cref="CellSegException">The file cannot be read, or has no such column.</exception>
    public static IReadOnlyList<string[]> Read(string path, params string[] columns)
    {
        ArgumentNullException.ThrowIfNull(columns);
        return Guard(path, () =>
        {
            using var csv = CsvReader.FromFile(path, ReaderOptions);
            csv.ReadHeader();
            int[] indices = [.. columns.Select(column => csv.TryGetFieldIndex(column, out int index) ? index : throw NoColumn(path, column, columns))];
            var rows = new List<string[]>();
            while (csv.Read())
                rows.Add([.. indices.Select(index => csv.GetString(index))]);
            return rows;
        });
    }

    /// <summary>Reads the names of a file's columns.</summary>
    /// <param name="path">A file as <see cref="Read"/> takes it.</param>
    /// <returns>The names as they stand in the first line, without the spaces around them.</returns>
    /// <exception cref="CellSegException">The file cannot be read.</exception>
    internal static IReadOnlyList<string> ReadNames(string path) => Guard(path, () =>
    {
        using var csv = CsvReader.FromFile(path, ReaderOptions);
        csv.ReadHeader();
        return csv.Headers.Select(name => name.Trim()).ToArray();
    });

    private static T Guard<T>(string path, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new CellSegException(path, "there is no such file", "Check the path", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or CsvFormatException)
        {
            throw new CellSegException(path, $"it cannot be read as a table ({e.Message.TrimEnd('.')})", "Check the file", e);
        }
    }

    private static CellSegException NoColumn(string path, string column, string[] columns)
        => new(path, $"it has no column {column}", $"Name its columns {string.Join(" and ", columns)} in the first line");
}

using System.Globalization;
using System.Reflection;
using CellSeg.Files;

namespace CellSeg.Studies.Results;

/// <summary>
/// Reads a study's table, strictly: the columns are those of <see cref="StudyRecord"/> and no others, every field has a value, and no two
/// numbers of the table contradict each other.
/// </summary>
public static class StudyTableReader
{
    private const string MakeAgain = "Let the study make the table again from its folders";

    // Scores are made of the counts that stand beside them; a table is allowed to have been written with fewer digits.
    private const double Tolerance = 1e-6;

    private static readonly PropertyInfo[] Columns = typeof(StudyRecord).GetProperties(BindingFlags.Public | BindingFlags.Instance);

    /// <summary>Reads a table.</summary>
    /// <param name="path">The CSV file.</param>
    /// <returns>Its rows, at least one, in their order.</returns>
    /// <exception cref="CellSegException">The file cannot be read, has other columns, or says what cannot be.</exception>
    public static IReadOnlyList<StudyRecord> Read(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        CheckColumns(path, TableFile.ReadNames(path));
        var rows = TableFile.Read(path, [.. Columns.Select(column => column.Name)]);
        if (rows.Count == 0)
            throw new CellSegException(path, "the table has no rows", "Wait until a training of the study has ended");
        StudyRecord[] records = [.. rows.Select((row, index) => Parse(path, row, index + 1))];
        CheckTogether(path, records);
        return records;
    }

    private static void CheckColumns(string path, IReadOnlyList<string> names)
    {
        foreach (var column in Columns)
        {
            int count = names.Count(name => name.Equals(column.Name, StringComparison.OrdinalIgnoreCase));
            if (count != 1)
                throw new CellSegException(path, $"it has {(count == 0 ? "no column" : $"{count} columns")} {column.Name}", MakeAgain);
        }
        string? unknown = names.FirstOrDefault(name => !Columns.Any(column => column.Name.Equals(name, StringComparison.OrdinalIgnoreCase)));
        if (unknown is not null)
            throw new CellSegException(path, $"it has a column {unknown}, which no study's table has", MakeAgain);
    }

    private static StudyRecord Parse(string path, string[] row, int number)
    {
        var record = Activator.CreateInstance<StudyRecord>();
        foreach (var (column, text) in Columns.Zip(row))
        {
            object value = ParseField(column.PropertyType, text.Trim())
                ?? throw Wrong(path, number, column.Name, $"'{text}' is no {Describe(column.PropertyType)}");
            column.SetValue(record, value);
        }
        CheckRow(path, number, record);
        return record;
    }

    private static object? ParseField(Type type, string text)
    {
        var culture = CultureInfo.InvariantCulture;
        if (type == typeof(string))
            return text.Length > 0 && !text.Any(char.IsControl) ? text : null;
        if (type == typeof(bool))
            return bool.TryParse(text, out bool truth) ? truth : null;
        if (type == typeof(int))
            return int.TryParse(text, NumberStyles.AllowLeadingSign, culture, out int whole) ? whole : null;
        if (type == typeof(long))
            return long.TryParse(text, NumberStyles.AllowLeadingSign, culture, out long large) ? large : null;
        if (type == typeof(double))
            return double.TryParse(text, NumberStyles.Float, culture, out double number) ? number : null;
        // A number would be taken for a member, whether there is one or not.
        string? name = Enum.GetNames(type).FirstOrDefault(name => name.Equals(text, StringComparison.OrdinalIgnoreCase));
        return name is null ? null : Enum.Parse(type, name);
    }

    private static string Describe(Type type)
        => type.IsEnum ? "one of " + string.Join(", ", Enum.GetNames(type))
            : type == typeof(string) ? "text of letters"
            : type == typeof(bool) ? "True or False"
            : type == typeof(double) ? "number" : "whole number";

    private static void CheckRow(string path, int number, StudyRecord record)
    {
        Check(record.Fraction is > 0 and <= 1, nameof(StudyRecord.Fraction), record.Fraction, "above 0 and at most 1");
        Check(record.FramesPerBatch >= 1, nameof(StudyRecord.FramesPerBatch), record.FramesPerBatch, "at least 1");
        Check(record.AnnotationCount is > 0 and <= int.MaxValue, nameof(StudyRecord.AnnotationCount), record.AnnotationCount, "a number of cells");
        foreach (var column in Columns.Where(IsCount))
        {
            long count = Convert.ToInt64(column.GetValue(record), CultureInfo.InvariantCulture);
            Check(count >= 0, column.Name, count, "at least 0");
        }
        Check(
            record.Correct <= Math.Min(record.TrueCount, record.PredictedCount), nameof(StudyRecord.Correct), record.Correct,
            "at most the number of true cells, and of predicted ones");
        CheckScore(nameof(StudyRecord.Precision), record.Precision, record.Correct / (double)record.PredictedCount);
        CheckScore(nameof(StudyRecord.Recall), record.Recall, record.Correct / (double)record.TrueCount);
        CheckScore(nameof(StudyRecord.F1), record.F1, 2.0 * record.Correct / (record.TrueCount + record.PredictedCount));
        Check(double.IsFinite(record.F1), nameof(StudyRecord.F1), record.F1, "a score; there are no cells to judge by");
        Check(double.IsNaN(record.Jaccard) || record.Jaccard is >= 0 and <= 1, nameof(StudyRecord.Jaccard), record.Jaccard, "from 0 to 1");

        void CheckScore(string column, double score, double expected)
            => Check(
                score.Equals(expected) || Math.Abs(score - expected) <= Tolerance, column, score,
                FormattableString.Invariant($"{expected:0.######} by the counts of cells"));

        void Check(bool holds, string column, IFormattable value, string range)
        {
            if (!holds)
                throw Wrong(path, number, column, FormattableString.Invariant($"it is {value} and should be {range}"));
        }
    }

    private static bool IsCount(PropertyInfo column)
        => (column.PropertyType == typeof(long) || column.PropertyType == typeof(int)) && column.Name != nameof(StudyRecord.Seed);

    private static void CheckTogether(string path, StudyRecord[] records)
    {
        int[] areas = [.. records.Select(record => record.MinimumArea).Where(area => area > 0).Distinct()];
        if (areas.Length > 1)
            throw new CellSegException(path, $"its {nameof(StudyRecord.MinimumArea)} is {string.Join(" and ", areas)}", "Give the table of one study");
        foreach (var rows in records.GroupBy(record => (record.GetSettings(), record.MinimumArea)))
        {
            if (rows.Count() > 1)
                throw new CellSegException(path, $"training {rows.First().Training} has {rows.Count()} rows of one minimum area", MakeAgain);
        }
        foreach (var rows in records.GroupBy(record => record.Training, StringComparer.OrdinalIgnoreCase))
        {
            if (rows.Select(record => record.GetSettings()).Distinct().Count() > 1)
                throw new CellSegException(path, $"the rows of training {rows.Key} have different settings", MakeAgain);
        }
    }

    private static CellSegException Wrong(string path, int number, string column, string reason)
        => new(path, FormattableString.Invariant($"row {number}, column {column}: {reason}"), MakeAgain);
}

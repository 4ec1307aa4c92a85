using System.Globalization;
using System.Text.Json;

namespace CellSeg.Datasets.Layouts.DeepCell.Lineages;

/// <summary>
/// The cells of one movie through time, as <c>lineage.json</c> has them, or one member of <c>lineages.json</c>: an object with
/// a member a cell, named by its label, with <c>label</c>, <c>frames</c>, <c>daughters</c>, <c>parent</c>, <c>frame_div</c> and
/// <c>capped</c>. The last two follow from the others, or are a tracker's own, and are not read.
/// </summary>
internal sealed class Lineage
{
    private readonly JsonElement _cells;
    private readonly string _name;

    private Lineage(JsonElement cells, string name) => (_cells, _name) = (cells, name);

    /// <summary>Reads the lineages of a file.</summary>
    /// <param name="content">The text, in UTF-8.</param>
    /// <param name="name">The file, for messages.</param>
    /// <returns>One a movie; what they hold is looked at later, so that a damaged one does not stop the others.</returns>
    /// <exception cref="CellSegException">It is no JSON.</exception>
    public static IReadOnlyList<Lineage> ReadAll(byte[] content, string name)
    {
        try
        {
            var root = JsonElement.Parse(content);
            return root.ValueKind == JsonValueKind.Array
                ? [.. root.EnumerateArray().Select((cells, i) => new Lineage(cells, FormattableString.Invariant($"{name} (movie {i + 1})")))]
                : [new Lineage(root, name)];
        }
        catch (JsonException e)
        {
            throw new CellSegException(name, $"this is no intact JSON ({e.Message.TrimEnd('.')})", "Save the lineage again", e);
        }
    }

    /// <summary>Joins what the lineage says with what the label images show.</summary>
    /// <param name="seen">The cells of the label images.</param>
    /// <param name="movie">The movie, for messages.</param>
    /// <returns>A track for each cell that is in a frame, and every contradiction in words.</returns>
    /// <exception cref="CellSegException">The lineage is not written as DeepCell does.</exception>
    public (IReadOnlyList<CellTrack> Tracks, IReadOnlyList<string> Warnings) FindTracks(LabelFrames seen, string movie)
    {
        var check = new LineageCheck(ReadCells(), seen);
        return (check.FindTracks(), check.Describe(movie));
    }

    private List<LineageCell> ReadCells()
    {
        if (_cells.ValueKind != JsonValueKind.Object)
            throw Malformed("it is no object with a member a cell");
        var cells = new List<LineageCell>();
        var labels = new HashSet<int>();
        foreach (var member in _cells.EnumerateObject())
        {
            if (!int.TryParse(member.Name, NumberStyles.None, CultureInfo.InvariantCulture, out int label) || label == 0 || !labels.Add(label))
                throw Malformed($"it names a cell '{member.Name}', which is no label of its own");
            cells.Add(ReadCell(label, member.Value));
        }
        return cells;
    }

    private LineageCell ReadCell(int label, JsonElement cell)
    {
        string name = FormattableString.Invariant($"its cell {label}");
        if (cell.ValueKind != JsonValueKind.Object)
            throw Malformed($"{name} is no object");
        if (cell.TryGetProperty("label", out var own) && ReadNumber(own, $"the label of {name}") != label)
            throw Malformed($"{name} has another label, {own}");
        if (!cell.TryGetProperty("frames", out var listed))
            throw Malformed($"{name} has no frames");
        var frames = ReadNumbers(listed, $"the frames of {name}");
        var daughters = cell.TryGetProperty("daughters", out var born) ? ReadNumbers(born, $"the daughters of {name}") : [];
        // Cells without a parent have null, in some files 0.
        int parent = cell.TryGetProperty("parent", out var from) && from.ValueKind != JsonValueKind.Null ? ReadNumber(from, $"the parent of {name}") : 0;
        return new LineageCell(label, [.. frames.Distinct().Order()], daughters, parent == 0 ? null : parent);
    }

    private List<int> ReadNumbers(JsonElement list, string what)
        => list.ValueKind == JsonValueKind.Array
            ? [.. list.EnumerateArray().Select(number => ReadNumber(number, what))]
            : throw Malformed($"{what} are no list");

    private int ReadNumber(JsonElement value, string what)
        => value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out int number) && number >= 0
            ? number
            : throw Malformed($"{what}: {value} is no whole number from 0");

    private CellSegException Malformed(string reason) => new(_name, $"the lineage is not written as DeepCell does: {reason}", "Save the lineage again");
}

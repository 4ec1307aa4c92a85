namespace CellSeg.Datasets.Layouts.DeepCell.Lineages;

/// <summary>
/// Holds a lineage against the label images. Where they contradict each other the images hold, for the lineage tells of them;
/// where it contradicts itself the word of the daughter holds, for a cell has one parent. Every contradiction is told.
/// </summary>
/// <param name="cells">The cells of the lineage.</param>
/// <param name="seen">The cells of the label images.</param>
internal sealed class LineageCheck(IReadOnlyList<LineageCell> cells, LabelFrames seen)
{
    private const int MostNamed = 5;

    private readonly Dictionary<int, LineageCell> _cells = cells.ToDictionary(cell => cell.Label);
    private readonly SortedDictionary<int, int> _parents = [];

    // What is wrong, to the cells of which it is, in the order in which it was found.
    private readonly Dictionary<string, List<string>> _contradictions = [];

    /// <summary>A track for each cell that is in a frame, in the order of their labels.</summary>
    public IReadOnlyList<CellTrack> FindTracks()
    {
        CompareFrames();
        FindParents();
        CheckParents();
        return [.. seen.Labels.Select(label => new CellTrack(label, seen[label][0], seen[label][^1], FindParent(label)))];
    }

    /// <summary>The contradictions, a sentence for each kind of them.</summary>
    /// <param name="movie">The movie, for messages.</param>
    public IReadOnlyList<string> Describe(string movie)
        => [.. _contradictions.Select(pair => $"{movie}: {pair.Key}: {string.Join(", ", pair.Value.Take(MostNamed))}{DescribeRest(pair.Value.Count)}.")];

    private static string DescribeRest(int count) => count > MostNamed ? FormattableString.Invariant($" and {count - MostNamed} more") : "";

    private int? FindParent(int label) => _parents.TryGetValue(label, out int parent) ? parent : null;

    private void CompareFrames()
    {
        foreach (var cell in cells)
        {
            var frames = seen[cell.Label];
            if (frames.Count == 0)
                Tell("cells of the lineage are in no label image and were left out", cell.Label);
            else if (!frames.SequenceEqual(cell.Frames))
                Tell("the lineage has other frames than the label images, which hold", cell.Label);
        }
        foreach (int label in seen.Labels.Where(label => !_cells.ContainsKey(label)))
            Tell("cells of the label images are not in the lineage and were taken for cells without a parent", label);
    }

    private void FindParents()
    {
        foreach (var cell in cells)
        {
            if (cell.Parent is not { } parent)
                continue;
            if (!_cells.TryGetValue(parent, out var mother))
            {
                Tell("parents are not in the lineage and were forgotten", parent, cell.Label);
                continue;
            }
            _parents[cell.Label] = parent;
            if (!mother.Daughters.Contains(cell.Label))
                Tell("parents do not name their daughter, which names them and was believed", parent, cell.Label);
        }
        foreach (var mother in cells)
        {
            foreach (int daughter in mother.Daughters)
            {
                if (!_cells.ContainsKey(daughter))
                    Tell("daughters are not in the lineage and were forgotten", mother.Label, daughter);
                else if (_parents.TryAdd(daughter, mother.Label))
                    Tell("daughters do not name their parent, which names them and was believed", mother.Label, daughter);
                else if (_parents[daughter] != mother.Label)
                    Tell("daughters are named by a second parent, which was not believed", mother.Label, daughter);
            }
        }
    }

    private void CheckParents()
    {
        foreach (var (daughter, parent) in _parents.ToList())
        {
            // A cell that is in no frame has been told of.
            bool isSeen = seen[daughter].Count > 0 && seen[parent].Count > 0;
            if (isSeen && seen[daughter][0] > seen[parent][^1])
                continue;
            _parents.Remove(daughter);
            if (isSeen)
                Tell("daughters begin before their parent has ended, so that it was forgotten", parent, daughter);
        }
    }

    private void Tell(string what, int label) => Tell(what, FormattableString.Invariant($"{label}"));

    private void Tell(string what, int parent, int daughter) => Tell(what, FormattableString.Invariant($"{parent} -> {daughter}"));

    private void Tell(string what, string whom)
    {
        if (!_contradictions.TryGetValue(what, out var told))
            _contradictions[what] = told = [];
        told.Add(whom);
    }
}

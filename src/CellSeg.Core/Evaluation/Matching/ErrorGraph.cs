namespace CellSeg.Evaluation.Matching;

/// <summary>
/// The error events: the connected components of the graph whose nodes are the unlinked cells and whose edges are the
/// pairs that belong together. A component's numbers of true and predicted cells say which event it is.
/// </summary>
/// <remarks>
/// The thesis looks for the node of the highest degree and asks whether it is the only one of its kind. Counting both
/// kinds comes to the same: one true cell with several predicted ones is a split, several true cells with one
/// predicted one a merge, several of both a catastrophe, and a pair is one missed and one gained cell.
/// </remarks>
internal sealed class ErrorGraph
{
    private readonly int _truthCount;
    private readonly int[] _parents; // true cells first, predicted ones after them
    private readonly int[] _trueNodes;
    private readonly int[] _predictedNodes;

    private ErrorGraph(CellMatching matching)
    {
        _truthCount = matching.TruthLinked.Length;
        _parents = new int[_truthCount + matching.PredictionLinked.Length];
        for (int i = 0; i < _parents.Length; i++)
            _parents[i] = i;
        foreach (var edge in matching.Edges)
            Unite(edge.Truth, _truthCount + edge.Prediction);
        _trueNodes = new int[_parents.Length];
        _predictedNodes = new int[_parents.Length];
        for (int i = 0; i < _parents.Length; i++)
            (i < _truthCount ? _trueNodes : _predictedNodes)[Find(i)]++;
        TruthKinds = GetKinds(matching.TruthLinked, 0, ErrorKind.Missed);
        PredictionKinds = GetKinds(matching.PredictionLinked, _truthCount, ErrorKind.Gained);
    }

    /// <summary>What became of each true cell, in the order of the table.</summary>
    public ErrorKind[] TruthKinds { get; }

    /// <summary>What became of each predicted cell, in the order of the table.</summary>
    public ErrorKind[] PredictionKinds { get; }

    /// <summary>Finds the events of one image.</summary>
    public static ErrorGraph Create(CellMatching matching) => new(matching);

    /// <summary>Adds the events, and the cells in them, to the counts of an image.</summary>
    public void CountInto(ErrorCounts counts)
    {
        for (int i = 0; i < _parents.Length; i++)
        {
            // Each event once: at the node that stands for it.
            if (_parents[i] == i && !IsLinked(i))
                CountEvent(_trueNodes[i], _predictedNodes[i], counts);
        }
    }

    private static void CountEvent(int trueNodes, int predictedNodes, ErrorCounts counts)
    {
        switch (GetKind(trueNodes, predictedNodes))
        {
            case ErrorKind.Merged:
                counts.Merges++;
                counts.MissedFromMerge += trueNodes - 1;
                break;
            case ErrorKind.Split:
                counts.Splits++;
                counts.GainedFromSplit += predictedNodes - 1;
                break;
            case ErrorKind.Catastrophe:
                counts.Catastrophes++;
                counts.TrueInCatastrophe += trueNodes;
                counts.PredictedInCatastrophe += predictedNodes;
                break;
            default:
                counts.Missed += trueNodes;
                counts.Gained += predictedNodes;
                break;
        }
    }

    /// <summary>The kind of an event; null for a cell alone or a single pair.</summary>
    private static ErrorKind? GetKind(int trueNodes, int predictedNodes) => (trueNodes, predictedNodes) switch
    {
        ( <= 1, <= 1) => null,
        (1, _) => ErrorKind.Split,
        (_, 1) => ErrorKind.Merged,
        _ => ErrorKind.Catastrophe,
    };

    private ErrorKind[] GetKinds(bool[] linked, int offset, ErrorKind alone)
    {
        var kinds = new ErrorKind[linked.Length];
        for (int i = 0; i < kinds.Length; i++)
        {
            int root = Find(offset + i);
            kinds[i] = linked[i] ? ErrorKind.Matched : GetKind(_trueNodes[root], _predictedNodes[root]) ?? alone;
        }
        return kinds;
    }

    private bool IsLinked(int node) => node < _truthCount
        ? TruthKinds[node] == ErrorKind.Matched
        : PredictionKinds[node - _truthCount] == ErrorKind.Matched;

    private void Unite(int a, int b)
    {
        (a, b) = (Find(a), Find(b));
        _parents[Math.Max(a, b)] = Math.Min(a, b);
    }

    private int Find(int node)
    {
        while (_parents[node] != node)
            node = _parents[node] = _parents[_parents[node]];
        return node;
    }
}

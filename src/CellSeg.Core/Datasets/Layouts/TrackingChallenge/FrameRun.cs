namespace CellSeg.Datasets.Layouts.TrackingChallenge;

/// <summary>Frames in a row.</summary>
/// <param name="First">The number of the first one.</param>
/// <param name="Count">How many.</param>
internal readonly record struct FrameRun(int First, int Count)
{
    /// <summary>The last one.</summary>
    public int Last => First + Count - 1;

    /// <summary>Numbers that follow each other without a gap, put together.</summary>
    /// <param name="numbers">Different numbers in ascending order.</param>
    public static IReadOnlyList<FrameRun> Find(IEnumerable<int> numbers)
    {
        var runs = new List<FrameRun>();
        foreach (int number in numbers)
        {
            if (runs.Count > 0 && runs[^1].Last == number - 1)
                runs[^1] = runs[^1] with { Count = runs[^1].Count + 1 };
            else
                runs.Add(new FrameRun(number, 1));
        }
        return runs;
    }

    /// <summary>The frames as the challenge numbers them: <c>t005</c> or <c>t005-t010</c>.</summary>
    public override string ToString() => Count == 1 ? FormattableString.Invariant($"t{First:D3}") : FormattableString.Invariant($"t{First:D3}-t{Last:D3}");
}

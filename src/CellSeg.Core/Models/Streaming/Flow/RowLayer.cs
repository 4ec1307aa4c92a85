namespace CellSeg.Models.Streaming.Flow;

/// <summary>A layer that computes a map row by row, as soon as the rows that it needs of other maps are there.</summary>
/// <param name="output">The map that it computes.</param>
internal abstract class RowLayer(RowMap output)
{
    /// <summary>The map that it computes.</summary>
    public RowMap Output { get; } = output;

    /// <summary>The first of the rows that are being computed.</summary>
    protected int FirstRow { get; private set; }

    /// <summary>How many rows are being computed.</summary>
    protected int RowCount { get; private set; }

    /// <summary>Begins the output of an image, whose inputs have been begun.</summary>
    public abstract void Begin();

    /// <summary>The first row of an input that the next row of the output needs; negative where that is above the map.</summary>
    public abstract int FindFirstNeeded(RowMap input);

    /// <summary>Computes rows that have become possible.</summary>
    /// <param name="team">Shares the work; null for a plan, in which nothing is computed.</param>
    /// <param name="limit">How many rows at most.</param>
    /// <returns>Whether there was one.</returns>
    public virtual bool Advance(ComputeTeam? team, int limit)
    {
        (FirstRow, RowCount) = (Output.End, Math.Min(limit, Math.Min(Output.Height, CountPossible()) - Output.End));
        if (RowCount <= 0)
            return false;
        Output.Reserve(RowCount);
        team?.Run(this, CountItems(RowCount));
        Output.Advance(RowCount);
        foreach (var input in Inputs)
            input.Trim();
        return true;
    }

    /// <summary>Computes a part of the rows, on any thread.</summary>
    /// <param name="first">The first item.</param>
    /// <param name="end">The one behind the last item.</param>
    public abstract void ComputeItems(int first, int end);

    /// <summary>The maps that it reads.</summary>
    protected abstract IReadOnlyList<RowMap> Inputs { get; }

    /// <summary>How many rows of the output could be there by now, from the first on.</summary>
    protected abstract int CountPossible();

    /// <summary>Into how many items rows are divided. By default a row is one.</summary>
    /// <param name="rows">Rows to compute.</param>
    protected virtual int CountItems(int rows) => rows;
}

namespace CellSeg.Studies.Tables;

/// <summary>A table of the thesis with the study's numbers.</summary>
/// <param name="Number">Its number, 2 to 8.</param>
/// <param name="Title">What it shows.</param>
/// <param name="Rows">Its numbers, also those that the study does not have.</param>
public sealed record ReportTable(int Number, string Title, IReadOnlyList<TableRow> Rows)
{
    /// <summary>Whether it is one of temporal modules, which has a column for each.</summary>
    public bool IsTemporal => Rows[0].FramesPerBatch > 1;
}

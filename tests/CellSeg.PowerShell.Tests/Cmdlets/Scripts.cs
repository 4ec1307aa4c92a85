namespace CellSeg.Tests.Cmdlets;

/// <summary>Parts of scripts that the tests of the cmdlets share.</summary>
internal static class Scripts
{
    /// <summary>Prints each error in the variable as <c>id|category|file</c>, the file without its folder.</summary>
    public const string PrintErrors = """

        foreach ($e in $problems) {
            '{0}|{1}|{2}' -f $e.FullyQualifiedErrorId.Split(',')[0], $e.CategoryInfo.Category, [System.IO.Path]::GetFileName($e.TargetObject)
        }
        """;

    /// <summary>Prints the message of each error in the variable, one a line.</summary>
    public const string PrintMessages = """

        foreach ($e in $problems) { $e.Exception.Message }
        """;
}

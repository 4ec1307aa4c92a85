using System.Globalization;
using System.Management.Automation;

namespace CellSeg.Host;

/// <summary>An error record in two lines: what happened, and where, with the id that a script can look for.</summary>
internal static class ErrorView
{
    public static string Render(ErrorRecord record)
    {
        string message = record.ErrorDetails?.Message is { Length: > 0 } details ? details : record.Exception.Message;
        var invocation = record.InvocationInfo;
        string command = invocation?.MyCommand?.Name is { Length: > 0 } name && !name.EndsWith(".ps1", StringComparison.OrdinalIgnoreCase) ? name + ": " : "ERROR: ";
        var parts = new List<string>(3);
        if (invocation is { ScriptLineNumber: > 0 })
        {
            string file = string.IsNullOrEmpty(invocation.ScriptName) ? "command" : Path.GetFileName(invocation.ScriptName);
            parts.Add(string.Create(CultureInfo.InvariantCulture, $"{file}:{invocation.ScriptLineNumber}"));
        }
        parts.Add(record.CategoryInfo.Category.ToString());
        // The engine makes an id of the message where a script throws a plain string; that says nothing twice.
        if (record.FullyQualifiedErrorId is { Length: > 0 } id && id != message)
            parts.Add(id);
        return $"{command}{message.ReplaceLineEndings(" ").Trim()}{Environment.NewLine}    ({string.Join("; ", parts)})";
    }
}

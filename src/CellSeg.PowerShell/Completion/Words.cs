using System.Management.Automation;

namespace CellSeg.PowerShell.Completion;

/// <summary>Makes completions of words.</summary>
internal static class Words
{
    /// <summary>Those of some words that begin with what has been typed, which may be in quotes.</summary>
    /// <param name="typed">What has been typed.</param>
    /// <param name="words">Words, and what they are; null where nobody says.</param>
    public static IEnumerable<CompletionResult> Complete(string typed, IEnumerable<(string Word, string? Doc)> words)
        => from word in words
           where word.Word.StartsWith((typed ?? "").Trim('\'', '"'), StringComparison.OrdinalIgnoreCase)
           select new CompletionResult(word.Word, word.Word, CompletionResultType.ParameterValue, word.Doc is { Length: > 0 } doc ? doc : word.Word);
}

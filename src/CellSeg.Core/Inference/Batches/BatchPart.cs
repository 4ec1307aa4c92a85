using System.Globalization;
using CellSeg.Imaging.Naming;

namespace CellSeg.Inference.Batches;

/// <summary>The part of a batch that one of several processes does, each of which has a part of its own.</summary>
/// <param name="Number">Which part, from 1 to <paramref name="Count"/>.</param>
/// <param name="Count">Parts in all, at least 1.</param>
public sealed record BatchPart(int Number, int Count)
{
    /// <summary>What may be done beside this part: others of as many.</summary>
    public string Group => string.Create(CultureInfo.InvariantCulture, $"{Count} parts");

    /// <summary>The full name of a file of a part, such as <c>cellseg-batch.part003.lock</c>.</summary>
    /// <param name="folder">The folder of the batch.</param>
    /// <param name="part">The part; null for the whole, whose files are called <c>cellseg-batch</c> alone.</param>
    /// <param name="extension">The extension, with its dot.</param>
    public static string GetPath(string folder, BatchPart? part, string extension)
    {
        string mark = part is null ? "" : string.Create(CultureInfo.InvariantCulture, $".part{part.Number:D3}");
        return Path.Combine(folder, ImageFiles.BatchPrefix + mark + extension);
    }

    /// <summary>Whether this part has the item of a number: items are dealt out one by one, so that all parts have as many, give or take one.</summary>
    /// <param name="index">The item's place, from 0, in a list that is the same for all parts.</param>
    public bool Has(int index) => index % Count == Number - 1;

    /// <summary>Throws when the number is none of a part.</summary>
    /// <exception cref="CellSegException">It is not.</exception>
    public void Validate()
    {
        Require.AtLeast<int>(Count, 1, "PartCount");
        Require.Between<int>(Number, 1, Count, "Part");
    }
}

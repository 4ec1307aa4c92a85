using System.Globalization;

namespace CellSeg.Imaging.Selection;

/// <summary>A channel of an image, by its number from 0 or by the name that OME or ImageJ gives it.</summary>
public readonly record struct ChannelSelector
{
    /// <summary>Chooses by number.</summary>
    /// <param name="number">The channel, from 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">The number is negative.</exception>
    public ChannelSelector(int number)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(number);
        Number = number;
    }

    /// <summary>Chooses by number, when the text is one, else by name.</summary>
    /// <param name="text">For example <c>1</c> or <c>DAPI</c>.</param>
    /// <exception cref="FormatException">The text is empty or a negative number.</exception>
    public ChannelSelector(string text)
    {
        if (string.IsNullOrWhiteSpace(text))
            throw new FormatException("A channel is a number from 0 or a name.");
        if (!int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int number))
            Name = text.Trim();
        else if (number < 0)
            throw new FormatException($"Channels are counted from 0, {number} is none.");
        else
            Number = number;
    }

    /// <summary>The number from 0; null when it is chosen by name.</summary>
    public int? Number { get; }

    /// <summary>The name; null when it is chosen by number.</summary>
    public string? Name { get; }

    /// <summary>Reads what a user wrote.</summary>
    /// <param name="text">A number from 0, or a name.</param>
    /// <exception cref="FormatException">The text is empty or a negative number.</exception>
    public static ChannelSelector Parse(string text) => new(text);

    /// <summary>Finds the channel in an image.</summary>
    /// <param name="count">How many channels the image has.</param>
    /// <param name="names">Their names, as far as they have any; capital and small letters are the same.</param>
    /// <param name="path">The file, for messages.</param>
    /// <returns>The channel, from 0.</returns>
    /// <exception cref="CellSegException">The image has no such channel, or several of the name.</exception>
    public int Find(int count, IReadOnlyList<string> names, string path)
    {
        ArgumentNullException.ThrowIfNull(names);
        string channels = count == 1 ? "one channel" : $"{count} channels";
        if (Number is { } number)
        {
            return number < count
                ? number
                : throw new CellSegException(path, $"the image has {channels}, none of number {number} (from 0)", "Choose another channel");
        }
        string? name = Name;
        int[] found = [.. Enumerable.Range(0, Math.Min(count, names.Count)).Where(i => string.Equals(names[i], name, StringComparison.OrdinalIgnoreCase))];
        if (found.Length == 1)
            return found[0];
        string listed = names.All(string.IsNullOrEmpty) ? "without names" : $"named {string.Join(", ", names)}";
        throw new CellSegException(
            path, $"the image has {channels} {listed}, {(found.Length == 0 ? "none" : "several")} of the name {name}", "Choose a channel by its number from 0");
    }

    /// <summary>The number or name.</summary>
    public override string ToString() => Name ?? string.Create(CultureInfo.InvariantCulture, $"{Number ?? 0}");
}

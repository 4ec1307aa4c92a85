namespace CellSeg.Benchmarks.Mutations;

/// <summary>A whole number in a file.</summary>
/// <param name="Name">What it is, for people.</param>
/// <param name="Offset">Its first byte.</param>
/// <param name="Size">Its bytes, 1 to 8.</param>
/// <param name="IsBigEndian">Whether the highest byte stands first.</param>
internal sealed record NumberField(string Name, int Offset, int Size, bool IsBigEndian)
{
    /// <summary>What may come of another number.</summary>
    public MutationRule Rule { get; init; }

    /// <summary>What may come of a number as large as it can be; the same where nothing is said.</summary>
    public MutationRule? RuleOfExtreme { get; init; }

    /// <summary>Whether the checksum of its surroundings is mended, so that the number is believed.</summary>
    public bool IsMended { get; init; }

    /// <summary>Reads the number.</summary>
    public ulong Read(ReadOnlySpan<byte> content)
    {
        ulong value = 0;
        for (int i = 0; i < Size; i++)
            value = (value << 8) | content[Offset + (IsBigEndian ? i : Size - 1 - i)];
        return value;
    }

    /// <summary>A copy of the file with another number.</summary>
    public byte[] Write(byte[] content, ulong value)
    {
        byte[] copy = [.. content];
        for (int i = 0; i < Size; i++)
            copy[Offset + (IsBigEndian ? Size - 1 - i : i)] = (byte)(value >> (8 * i));
        return copy;
    }

    /// <summary>The values to try: none, one, as many as there can be with and without a sign, one less and one more.</summary>
    public IEnumerable<(ulong Value, MutationRule Rule)> Changes(ReadOnlySpan<byte> content)
    {
        ulong value = Read(content), largest = ulong.MaxValue >> (64 - (8 * Size));
        (ulong Value, MutationRule Rule)[] changes =
        [
            (0, Rule), (1, Rule), ((value - 1) & largest, Rule), ((value + 1) & largest, Rule),
            (largest, RuleOfExtreme ?? Rule), (largest >> 1, RuleOfExtreme ?? Rule),
        ];
        return changes.DistinctBy(change => change.Value).Where(change => change.Value != value);
    }
}

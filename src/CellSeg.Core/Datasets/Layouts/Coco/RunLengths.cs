using System.Text;
using System.Text.Json;

namespace CellSeg.Datasets.Layouts.Coco;

/// <summary>
/// The run lengths of COCO: pixels of a mask column by column, as the lengths of runs that are outside and inside by
/// turns. As text, each length after the second is the difference to the one two before, in groups of five bits from the
/// lowest on; a sixth bit says that another group follows, and 48 makes it a printable character.
/// </summary>
internal static class RunLengths
{
    private const int GroupBits = 5, More = 1 << GroupBits, Sign = 1 << (GroupBits - 1), FirstCharacter = 48;

    /// <summary>Writes run lengths as text.</summary>
    /// <param name="counts">Lengths, the first of which is outside and may be 0.</param>
    public static string Encode(IReadOnlyList<int> counts)
    {
        var text = new StringBuilder();
        for (int i = 0; i < counts.Count; i++)
        {
            long rest = i > 2 ? (long)counts[i] - counts[i - 2] : counts[i];
            bool hasMore = true;
            while (hasMore)
            {
                int group = (int)(rest & (More - 1));
                rest >>= GroupBits;
                // The highest bit of the last group is the sign.
                hasMore = (group & Sign) != 0 ? rest != -1 : rest != 0;
                text.Append((char)((hasMore ? group | More : group) + FirstCharacter));
            }
        }
        return text.ToString();
    }

    /// <summary>Reads run lengths from JSON: a text, or a list of numbers.</summary>
    /// <param name="counts">The property <c>counts</c> of a mask.</param>
    /// <exception cref="FormatException">They are neither, or some length is negative.</exception>
    public static IReadOnlyList<int> Read(JsonElement counts)
    {
        var lengths = counts.ValueKind switch
        {
            JsonValueKind.String => Decode(counts.GetString()!),
            JsonValueKind.Array when counts.EnumerateArray().All(count => count.ValueKind == JsonValueKind.Number && count.TryGetInt32(out _))
                => [.. counts.EnumerateArray().Select(count => count.GetInt32())],
            _ => throw new FormatException("its run lengths are neither text nor whole numbers"),
        };
        return lengths.Any(length => length < 0) ? throw new FormatException("one of its run lengths is negative") : lengths;
    }

    private static List<int> Decode(string text)
    {
        var counts = new List<int>();
        for (int i = 0; i < text.Length;)
        {
            long value = 0;
            int shift = 0, group;
            do
            {
                group = i < text.Length ? text[i++] - FirstCharacter : -1;
                if (group is < 0 or >= 2 * More || shift > 30)
                    throw new FormatException("the text of its run lengths is damaged");
                value |= (long)(group & (More - 1)) << shift;
                shift += GroupBits;
            }
            while ((group & More) != 0);
            if ((group & Sign) != 0)
                value |= -1L << shift;
            if (counts.Count > 2)
                value += counts[^2];
            if (value is < 0 or > int.MaxValue)
                throw new FormatException("the text of its run lengths is damaged");
            counts.Add((int)value);
        }
        return counts;
    }
}

using CellSeg.Numerics;

namespace CellSeg.Benchmarks.Mutations;

/// <summary>Makes changed files of a valid one, the same ones every time.</summary>
internal static class Mutator
{
    private const int FlipCount = 40;

    /// <summary>
    /// All changes: cut at every part, every number to its extremes and to its neighbours, parts dropped, doubled and in loops, and
    /// bytes at random.
    /// </summary>
    /// <param name="seed">The name of the file.</param>
    /// <param name="content">The valid file.</param>
    public static IEnumerable<Mutation> Mutate(string seed, byte[] content)
    {
        var anatomy = FileAnatomy.Of(content);
        foreach (int border in anatomy.Borders.Where(border => border < content.Length))
            yield return new(seed, $"cut at {border} of {content.Length}", content[..border], MutationRule.Unchanged);
        foreach (var number in anatomy.Numbers)
        {
            foreach (var (value, rule) in number.Changes(content))
            {
                byte[] changed = number.Write(content, value);
                if (number.IsMended)
                    anatomy.Mend(changed);
                yield return new(seed, $"{number.Name} is {value}", changed, rule);
            }
        }
        foreach (var (change, changed, rule) in anatomy.Others)
            yield return new(seed, change, changed, rule);
        foreach (var mutation in Flip(seed, content, anatomy))
            yield return mutation;
    }

    private static IEnumerable<Mutation> Flip(string seed, byte[] content, FileAnatomy anatomy)
    {
        var random = new RandomSource(content.Length);
        for (int i = 0; i < FlipCount; i++)
        {
            byte[] changed = [.. content];
            int place = random.Next(content.Length);
            changed[place] ^= (byte)(1 + random.Next(255));
            string change = $"byte {place} is {changed[place]}";
            if (i % 2 == 0)
            {
                yield return new(seed, change, changed, anatomy.RuleOfFlip);
                continue;
            }
            anatomy.Mend(changed);
            yield return new(seed, $"{change}, checksums mended", changed, MutationRule.Filled);
        }
    }
}

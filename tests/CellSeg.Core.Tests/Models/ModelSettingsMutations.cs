using System.Text;
using System.Text.RegularExpressions;
using CellSeg.Numerics;

namespace CellSeg.Core.Tests.Models;

/// <summary>Damages the settings of a saved model in ways of which none leaves them valid.</summary>
internal sealed partial class ModelSettingsMutations(string intact, RandomSource random)
{
    // Numbers that no field takes, of whichever type.
    private static readonly string[] HugeNumbers = ["1e999", "-1e999", "1e400", "-1e400"];

    // Texts whose values are not free.
    private static readonly string[] Enumerations = ["schema", "backbone", "padding", "normalization", "markerMethod"];

    public byte[] Make(int kind) => (kind % 12) switch
    {
        0 => Encoding.UTF8.GetBytes(intact[..random.Next(intact.LastIndexOf('}'))]),
        1 => FlipStructure(),
        2 => InsertByte(),
        3 => Encoding.UTF8.GetBytes(ReplaceValue(Field(IsNumber), Pick(HugeNumbers))),
        4 => Encoding.UTF8.GetBytes(AskForMuch()),
        5 => Encoding.UTF8.GetBytes(ReplaceValue(Field(_ => true), Nest())),
        6 => Encoding.UTF8.GetBytes(RepeatField()),
        7 => Encoding.UTF8.GetBytes(ReplaceValue(Field(field => !IsText(field) && Value(field) != "null"), Pick(["\"text\"", "{\"a\": 1}", "[1]"]))),
        8 => Encoding.UTF8.GetBytes(ReplaceValue(Field(field => !IsNumber(field) && Value(field) != "null"), Pick(["1", "{}", "[]", "-0.5"]))),
        9 => Encoding.UTF8.GetBytes(Rename()),
        10 => Encoding.UTF8.GetBytes(ReplaceValue(Field(field => Enumerations.Contains(Name(field))), $"\"Other{random.Next(1000)}\"")),
        _ => Encoding.UTF8.GetBytes(Disagree()),
    };

    [GeneratedRegex("""^ *"(\w+)": ([^{\r\n]*?),?\r?$""", RegexOptions.Multiline)]
    private static partial Regex Fields();

    [GeneratedRegex("[{}:,\"]")]
    private static partial Regex Structure();

    private static string Name(Match field) => field.Groups[1].Value;

    private static string Value(Match field) => field.Groups[2].Value;

    private static bool IsNumber(Match field) => char.IsAsciiDigit(Value(field)[0]) || Value(field)[0] == '-';

    private static bool IsText(Match field) => Value(field)[0] == '"';

    private byte[] FlipStructure()
    {
        byte[] damaged = Encoding.UTF8.GetBytes(intact);
        var matches = Structure().Matches(intact);
        damaged[matches[random.Next(matches.Count)].Index] ^= (byte)(1 << random.Next(8));
        return damaged;
    }

    /// <summary>A byte that is neither text nor blank.</summary>
    private byte[] InsertByte()
    {
        int position = random.Next(intact.Length);
        byte[] text = Encoding.UTF8.GetBytes(intact);
        return [.. text[..position], (byte)(random.NextBoolean() ? random.Next(9) : 0xF8 + random.Next(8)), .. text[position..]];
    }

    /// <summary>Numbers in range that no weights of this size have.</summary>
    private string AskForMuch() => Pick(["inputChannels", "pyramidWidth"]) switch
    {
        "inputChannels" => ReplaceValue(Named("inputChannels"), $"{2 + random.Next(1023)}"),
        var name => ReplaceValue(Named(name), $"{64 + random.Next(4033)}"),
    };

    /// <summary>Another graph, or another version.</summary>
    private string Disagree()
    {
        string name = Pick(["formatVersion", "finestLevel", "foregroundHead", "depthwisePyramid", "locationLayer", "pyramidWidth"]);
        var field = Named(name);
        return ReplaceValue(field, name switch
        {
            "formatVersion" => Pick(["0", "-1", "2", "3", "1.5", "2147483647", "2147483648", "null"]),
            "finestLevel" => Pick(["1", "3", "4"]),
            "pyramidWidth" => $"{1 + random.Next(31)}",
            _ => Value(field) == "true" ? "false" : "true",
        });
    }

    private string Nest()
    {
        int depth = 1 + random.Next(5000);
        return random.NextBoolean()
            ? new string('[', depth) + new string(']', depth)
            : string.Concat(Enumerable.Repeat("{\"a\":", depth)) + "1" + new string('}', depth);
    }

    private string RepeatField()
    {
        var field = Field(_ => true);
        return intact.Insert(field.Index, field.Value.TrimEnd(',', '\r') + ",\n");
    }

    private string Rename()
    {
        var name = Field(_ => true).Groups[1];
        return random.NextBoolean() ? intact.Insert(name.Index + random.Next(name.Length + 1), "x") : intact.Insert(
            name.Index - 1, $"\"more{random.Next(100)}\": 0, ");
    }

    private Match Field(Func<Match, bool> suits)
    {
        var fields = Fields().Matches(intact).Where(suits).ToList();
        return fields[random.Next(fields.Count)];
    }

    private Match Named(string name) => Fields().Matches(intact).Single(field => Name(field) == name);

    private string ReplaceValue(Match field, string value)
        => string.Concat(intact.AsSpan(0, field.Groups[2].Index), value, intact.AsSpan(field.Groups[2].Index + field.Groups[2].Length));

    private string Pick(string[] texts) => texts[random.Next(texts.Length)];
}

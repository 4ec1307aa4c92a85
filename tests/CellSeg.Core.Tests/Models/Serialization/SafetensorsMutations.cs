using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using CellSeg.Numerics;

namespace CellSeg.Core.Tests.Models.Serialization;

/// <summary>Damages a safetensors file in ways of which none leaves it valid.</summary>
internal sealed partial class SafetensorsMutations
{
    private const int LengthBytes = 8;

    private static readonly string[] HugeNumbers =
    [
        "9223372036854775807", "9223372036854775808", "18446744073709551616", "1e30", "-9223372036854775808", "4611686018427387905",
    ];
    private static readonly string[] OtherValues = ["null", "true", "\"1\"", "{}", "-1", "1.5", "[null]", "[[1]]", "[\"1\"]", "[-1,-1]"];
    private static readonly string[] OtherTypes = ["F64", "I8", "U8", "I32", "BOOL", "F8_E4M3", "f32", "", "F3", "\\u0000", "FLOAT32"];

    private readonly byte[] _intact, _data;
    private readonly string _header;
    private readonly RandomSource _random;

    public SafetensorsMutations(byte[] intact, RandomSource random)
    {
        int headerLength = (int)BinaryPrimitives.ReadUInt64LittleEndian(intact);
        (_intact, _random) = (intact, random);
        _header = Encoding.Latin1.GetString(intact, LengthBytes, headerLength);
        _data = intact[(LengthBytes + headerLength)..];
    }

    public byte[] Make(int kind) => (kind % 12) switch
    {
        0 => _intact[.._random.Next(_intact.Length)],
        1 => Insert(),
        2 => Delete(),
        3 => FlipStructure(),
        4 => ChangeDigit(),
        5 => WithHeader(Replace(Number(), Pick(HugeNumbers))),
        6 => WithHeader(Replace(_random.NextBoolean() ? Pick(Lists().Matches(_header)) : Number(), Pick(OtherValues))),
        7 => WithHeader(Replace(Pick(Lists().Matches(_header)), new string('[', 2 + _random.Next(20_000)))),
        8 => WithHeader(RepeatName()),
        9 => WithHeader(Replace(Pick(Types().Matches(_header)), $"\"dtype\":\"{Pick(OtherTypes)}\"")),
        10 => WithHeader(MoveRange()),
        _ => WithLength(_random.NextBoolean() ? _random.NextUInt64() : (ulong)(_header.Length + 1 + _random.Next(_intact.Length))),
    };

    [GeneratedRegex(@"\[[0-9,]*\]")]
    private static partial Regex Lists();

    [GeneratedRegex(@"(?<=[\[,])[0-9]+(?=[\],])")]
    private static partial Regex Numbers();

    [GeneratedRegex(@"""dtype"":""[A-Z0-9]+""")]
    private static partial Regex Types();

    [GeneratedRegex(@"""data_offsets"":\[([0-9]+),([0-9]+)\]")]
    private static partial Regex Ranges();

    [GeneratedRegex(@"""[^""]+"":\{""dtype""[^}]*\},")]
    private static partial Regex Entries();

    [GeneratedRegex(@"[{}\[\]:,""]")]
    private static partial Regex Structure();

    private byte[] Insert()
    {
        byte[] inserted = [.. Enumerable.Range(0, 1 + _random.Next(16)).Select(_ => (byte)_random.Next(256))];
        int position = _random.Next(_intact.Length + 1);
        return [.. _intact[..position], .. inserted, .. _intact[position..]];
    }

    private byte[] Delete()
    {
        int position = _random.Next(_intact.Length - 16);
        return [.. _intact[..position], .. _intact[(position + 1 + _random.Next(16))..]];
    }

    private byte[] FlipStructure()
    {
        byte[] damaged = [.. _intact];
        damaged[LengthBytes + Pick(Structure().Matches(_header)).Index] ^= (byte)(1 << _random.Next(8));
        return damaged;
    }

    private byte[] ChangeDigit()
    {
        byte[] damaged = [.. _intact];
        var number = Number();
        int position = LengthBytes + number.Index + _random.Next(number.Length);
        damaged[position] = (byte)('0' + ((damaged[position] - '0' + 1 + _random.Next(9)) % 10));
        return damaged;
    }

    private string RepeatName()
    {
        if (_random.NextBoolean())
        {
            var entry = Pick(Entries().Matches(_header));
            return _header.Insert(entry.Index, entry.Value);
        }
        var type = Pick(Types().Matches(_header));
        return _header.Insert(type.Index, type.Value + ",");
    }

    /// <summary>Another range of the same length: a gap on one side, an overlap on the other.</summary>
    private string MoveRange()
    {
        var range = Pick(Ranges().Matches(_header));
        long begin = long.Parse(range.Groups[1].Value, CultureInfo.InvariantCulture), end = long.Parse(range.Groups[2].Value, CultureInfo.InvariantCulture);
        long shift = 1 + _random.Next(_data.Length);
        return Replace(range, $"\"data_offsets\":[{begin + shift},{end + shift}]");
    }

    private string Replace(Match match, string text) => string.Concat(_header.AsSpan(0, match.Index), text, _header.AsSpan(match.Index + match.Length));

    private Match Number() => Pick(Numbers().Matches(_header));

    private Match Pick(MatchCollection matches) => matches[_random.Next(matches.Count)];

    private string Pick(string[] texts) => texts[_random.Next(texts.Length)];

    /// <summary>A file of which only the text of the header is wrong, not its length.</summary>
    private byte[] WithHeader(string header)
    {
        byte[] text = Encoding.Latin1.GetBytes(header);
        byte[] length = new byte[LengthBytes];
        BinaryPrimitives.WriteUInt64LittleEndian(length, (ulong)text.Length);
        return [.. length, .. text, .. _data];
    }

    private byte[] WithLength(ulong length)
    {
        byte[] damaged = [.. _intact];
        BinaryPrimitives.WriteUInt64LittleEndian(damaged, length);
        return damaged;
    }
}

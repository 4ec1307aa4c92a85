using System.Globalization;
using CellSeg.Imaging.Codecs;

namespace CellSeg.Imaging.Arrays;

/// <summary>
/// What NumPy calls the type of an array's numbers: a sign for the order of bytes, a letter and the bytes of a number, such as
/// <c>&lt;u2</c>.
/// </summary>
/// <param name="Sample">What a number is. Truth values are bytes of 0 and 1.</param>
/// <param name="IsBoolean">Whether they are truth values.</param>
/// <param name="IsBigEndian">Whether the largest byte of a number comes first.</param>
internal readonly record struct NpyType(SampleType Sample, bool IsBoolean = false, bool IsBigEndian = false)
{
    private static readonly Dictionary<string, SampleType> Known = new()
    {
        ["b1"] = SampleType.UInt8,
        ["u1"] = SampleType.UInt8,
        ["i1"] = SampleType.Int8,
        ["u2"] = SampleType.UInt16,
        ["i2"] = SampleType.Int16,
        ["u4"] = SampleType.UInt32,
        ["i4"] = SampleType.Int32,
        ["u8"] = SampleType.UInt64,
        ["i8"] = SampleType.Int64,
        ["f2"] = SampleType.Half,
        ["f4"] = SampleType.Single,
        ["f8"] = SampleType.Double,
    };

    /// <summary>Bytes of a number.</summary>
    public int Size => Sample switch
    {
        SampleType.UInt8 or SampleType.Int8 => 1,
        SampleType.UInt16 or SampleType.Int16 or SampleType.Half => 2,
        SampleType.UInt32 or SampleType.Int32 or SampleType.Single => 4,
        _ => 8,
    };

    /// <summary>Whether numbers have their bytes in the other order than this machine.</summary>
    public bool IsForeign => Size > 1 && IsBigEndian == BitConverter.IsLittleEndian;

    /// <summary>Numbers in the byte order of this machine.</summary>
    public static NpyType Native(SampleType sample) => new(sample, IsBigEndian: !BitConverter.IsLittleEndian);

    /// <summary>Reads what NumPy calls it.</summary>
    /// <param name="text">For example <c>&lt;u2</c>, or the list of an array of records.</param>
    /// <param name="name">The array, for messages.</param>
    /// <exception cref="CellSegException">The array holds no numbers: objects, texts, records.</exception>
    public static NpyType Parse(string text, string name)
    {
        string kind = text.TrimStart('<', '>', '|', '=');
        if (kind.StartsWith('O'))
        {
            throw new CellSegException(
                name, "it is an array of Python objects, which NumPy saves as a pickle; that is a program and no data, so that it is never read",
                "Save numbers: make one array of a number type of it (numpy.asarray(…, dtype=…)), then save it with allow_pickle=False");
        }
        return text.Length - kind.Length <= 1 && Known.TryGetValue(kind, out var sample)
            ? new NpyType(sample, kind == "b1", text[0] == '>' || (text[0] is '=' or '|' && !BitConverter.IsLittleEndian))
            : throw new CellSegException(
                name,
                $"its type {text} is none that images and labels have",
                "Save it as truth values, whole numbers of 8 to 64 bits or floats of 16 to 64 bits");
    }

    /// <summary>What NumPy calls it.</summary>
    public override string ToString()
    {
        var self = this;
        string kind = IsBoolean ? "b1" : Known.First(pair => pair.Value == self.Sample && pair.Key != "b1").Key;
        return string.Create(CultureInfo.InvariantCulture, $"{(Size == 1 ? '|' : IsBigEndian ? '>' : '<')}{kind}");
    }
}

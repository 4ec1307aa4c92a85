using System.Text.Json;

namespace CellSeg.Models.Serialization;

/// <summary>
/// Parses the JSON header of a safetensors file token by token: a document of it in memory could be many times as large
/// as the file.
/// </summary>
internal static class SafetensorsHeaderParser
{
    /// <summary>The key of the free text among the tensors' names.</summary>
    public const string MetadataKey = "__metadata__";

    // Root, entry, list of numbers.
    private const int MaximumDepth = 3;

    private const int MaximumRank = 8, MaximumNameLength = 1024;

    /// <summary>Parses a header.</summary>
    /// <param name="json">UTF-8.</param>
    /// <param name="path">The file, for messages.</param>
    /// <exception cref="CellSegException">It does not keep to the format.</exception>
    /// <exception cref="JsonException">It is no JSON.</exception>
    /// <exception cref="InvalidOperationException">A text in it is no valid UTF-8.</exception>
    public static SafetensorsHeader Parse(ReadOnlySpan<byte> json, string path)
    {
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = MaximumDepth });
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            throw Broken(path, "its header is no JSON object");
        var entries = new Dictionary<string, SafetensorsEntry>();
        Dictionary<string, string>? metadata = null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            string name = GetName(ref reader, path);
            reader.Read();
            if (name == MetadataKey && metadata is null)
                metadata = ReadMetadata(ref reader, path);
            else if (name == MetadataKey || !entries.TryAdd(name, ReadEntry(ref reader, name, path)))
                throw Broken(path, $"'{name}' is there twice");
        }
        // Behind the object only blanks are allowed; the reader throws at anything else.
        reader.Read();
        return new SafetensorsHeader(entries, metadata ?? []);
    }

    /// <summary>The error of a file that does not keep to the format.</summary>
    public static CellSegException Broken(string path, string reason, Exception? inner = null)
        => new(path, $"this is no intact safetensors file: {reason}", "Copy or download the file again", inner);

    private static Dictionary<string, string> ReadMetadata(ref Utf8JsonReader reader, string path)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
            throw Broken(path, "its metadata are no JSON object");
        var metadata = new Dictionary<string, string>();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            string key = GetName(ref reader, path);
            reader.Read();
            if (reader.TokenType != JsonTokenType.String)
                throw Broken(path, $"its metadata '{key}' is no text");
            if (!metadata.TryAdd(key, reader.GetString()!))
                throw Broken(path, $"its metadata '{key}' is there twice");
        }
        return metadata;
    }

    private static SafetensorsEntry ReadEntry(ref Utf8JsonReader reader, string name, string path)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
            throw Broken(path, $"'{name}' is no JSON object");
        SafetensorsType? type = null;
        long[]? shape = null, offsets = null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            string key = GetName(ref reader, path);
            reader.Read();
            switch (key)
            {
                case "dtype" when type is null:
                    type = ReadType(ref reader, name, path);
                    break;
                case "shape" when shape is null:
                    shape = ReadNumbers(ref reader, name, path);
                    break;
                case "data_offsets" when offsets is null:
                    offsets = ReadNumbers(ref reader, name, path);
                    break;
                default:
                    throw Broken(path, $"the field '{key}' of '{name}' is unknown or there twice");
            }
        }
        if (type is null || shape is null || offsets is not [long begin, long end])
            throw Broken(path, $"'{name}' lacks a type, a shape or two offsets");
        CheckLength(type, shape, begin, end, name, path);
        return new SafetensorsEntry(type, shape, begin, end);
    }

    private static SafetensorsType ReadType(ref Utf8JsonReader reader, string name, string path)
    {
        if (reader.TokenType != JsonTokenType.String)
            throw Broken(path, $"the type of '{name}' is no text");
        string type = GetName(ref reader, path);
        return SafetensorsType.Find(type) ?? throw new CellSegException(
            path,
            $"'{name}' has values of the type {type}",
            $"Convert the weights to one of {string.Join(", ", SafetensorsType.All.Select(known => known.Name))}");
    }

    private static long[] ReadNumbers(ref Utf8JsonReader reader, string name, string path)
    {
        if (reader.TokenType != JsonTokenType.StartArray)
            throw Broken(path, $"the shape or the offsets of '{name}' are no list");
        Span<long> numbers = stackalloc long[MaximumRank];
        int count = 0;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (count == MaximumRank)
                throw Broken(path, $"'{name}' has more than {MaximumRank} axes");
            if (reader.TokenType != JsonTokenType.Number || !reader.TryGetInt64(out numbers[count]) || numbers[count] < 0)
                throw Broken(path, $"the shape or the offsets of '{name}' are no whole numbers from 0 to {long.MaxValue}");
            count++;
        }
        return numbers[..count].ToArray();
    }

    private static void CheckLength(SafetensorsType type, long[] shape, long begin, long end, string name, string path)
    {
        long bytes = type.Size;
        try
        {
            foreach (long size in shape)
                bytes = checked(bytes * size);
        }
        catch (OverflowException e)
        {
            throw Broken(path, $"the shape [{string.Join(", ", shape)}] of '{name}' is impossible", e);
        }
        // Neither is negative, so the difference cannot overflow.
        if (end - begin != bytes)
            throw Broken(path, $"'{name}' of shape [{string.Join(", ", shape)}] needs {bytes} bytes, its range has {end - begin}");
        if (bytes > Array.MaxLength)
            throw Broken(path, $"'{name}' is larger than 2 GB");
    }

    /// <summary>A name, which has no reason to be long: messages repeat it.</summary>
    private static string GetName(ref Utf8JsonReader reader, string path)
        => reader.ValueSpan.Length <= MaximumNameLength
            ? reader.GetString()!
            : throw Broken(path, $"it has a name of {reader.ValueSpan.Length} bytes");
}

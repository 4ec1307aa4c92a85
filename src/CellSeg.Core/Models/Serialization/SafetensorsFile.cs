using System.Buffers.Binary;
using System.Text.Json;
using CellSeg.Imaging;

namespace CellSeg.Models.Serialization;

/// <summary>
/// Reads and writes tensors in the safetensors format: 8 bytes with the header's length, a JSON header, then the
/// values. Nothing in such a file is ever run. Reading is strict: offsets must be in order, without gaps or overlaps,
/// and cover the file exactly, and each range must have the length that its type and shape ask for.
/// </summary>
public static class SafetensorsFile
{
    private const long MaximumHeaderLength = 100_000_000;

    private const string MetadataKey = "__metadata__";

    /// <summary>Reads a whole file.</summary>
    /// <param name="path">An existing file.</param>
    /// <exception cref="CellSegException">The file is missing, truncated or does not keep to the format.</exception>
    public static SafetensorsContent Read(string path)
    {
        if (!File.Exists(path))
            throw new CellSegException(path, "there is no such file", "Check the path of the weights");
        try
        {
            using var stream = File.OpenRead(path);
            return Read(stream, path);
        }
        // InvalidOperationException: a text that is no valid UTF-8 or UTF-16, which JSON tells only when it is asked for.
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException or InvalidOperationException)
        {
            throw Broken(path, e.Message.TrimEnd('.'), e);
        }
    }

    /// <summary>Writes tensors sorted by name, so that equal tensors give equal bytes.</summary>
    /// <param name="path">Where the file shall be; an existing one is replaced in one step.</param>
    /// <param name="tensors">Name to tensor.</param>
    /// <param name="metadata">Free text by key.</param>
    /// <exception cref="CellSegException">The file cannot be written.</exception>
    public static void Write(string path, IReadOnlyDictionary<string, SafetensorsTensor> tensors, IReadOnlyDictionary<string, string>? metadata = null)
    {
        ArgumentNullException.ThrowIfNull(tensors);
        var names = tensors.Keys.Order(StringComparer.Ordinal).ToList();
        byte[] header = MakeHeader(names, tensors, metadata);
        AtomicFile.Write(path, temporary =>
        {
            using var stream = new FileStream(temporary, FileMode.CreateNew);
            Span<byte> length = stackalloc byte[8];
            BinaryPrimitives.WriteUInt64LittleEndian(length, (ulong)header.Length);
            stream.Write(length);
            stream.Write(header);
            foreach (string name in names)
                stream.Write(tensors[name].Data);
            stream.Flush(flushToDisk: true);
        });
    }

    private static byte[] MakeHeader(List<string> names, IReadOnlyDictionary<string, SafetensorsTensor> tensors, IReadOnlyDictionary<string, string>? metadata)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            if (metadata is { Count: > 0 })
            {
                json.WriteStartObject(MetadataKey);
                foreach (var (key, value) in metadata.OrderBy(pair => pair.Key, StringComparer.Ordinal))
                    json.WriteString(key, value);
                json.WriteEndObject();
            }
            long offset = 0;
            foreach (string name in names)
            {
                var tensor = tensors[name];
                json.WriteStartObject(name);
                json.WriteString("dtype", tensor.Type.Name);
                json.WriteStartArray("shape");
                foreach (long size in tensor.Shape)
                    json.WriteNumberValue(size);
                json.WriteEndArray();
                json.WriteStartArray("data_offsets");
                json.WriteNumberValue(offset);
                json.WriteNumberValue(offset += tensor.Data.Length);
                json.WriteEndArray();
                json.WriteEndObject();
            }
            json.WriteEndObject();
        }
        // The values start at a multiple of 8 bytes; the format fills up with blanks.
        while (buffer.Length % 8 != 0)
            buffer.WriteByte((byte)' ');
        return buffer.ToArray();
    }

    private static SafetensorsContent Read(Stream stream, string path)
    {
        if (stream.Length < 8)
            throw Broken(path, $"it has {stream.Length} bytes, fewer than the 8 of the header's length");
        Span<byte> lengthBytes = stackalloc byte[8];
        stream.ReadExactly(lengthBytes);
        ulong headerLength = BinaryPrimitives.ReadUInt64LittleEndian(lengthBytes);
        if (headerLength > MaximumHeaderLength || (long)headerLength > stream.Length - 8)
            throw Broken(path, $"it claims a header of {headerLength} bytes but has {stream.Length} bytes in all");
        byte[] header = new byte[headerLength];
        stream.ReadExactly(header);
        long dataLength = stream.Length - 8 - (long)headerLength;

        using var json = JsonDocument.Parse(header);
        if (json.RootElement.ValueKind != JsonValueKind.Object)
            throw Broken(path, "its header is no JSON object");
        var metadata = new Dictionary<string, string>();
        var entries = new List<(string Name, SafetensorsType Type, long[] Shape, long Begin, long End)>();
        foreach (var property in json.RootElement.EnumerateObject())
        {
            if (property.Name == MetadataKey)
                ReadMetadata(property.Value, metadata, path);
            else
                entries.Add(ReadEntry(property, path));
        }
        entries.Sort((a, b) => a.Begin != b.Begin ? a.Begin.CompareTo(b.Begin) : a.End.CompareTo(b.End));

        // Checked before the first value is read: a header cannot make us allocate more than the file holds.
        long position = 0;
        foreach (var entry in entries)
        {
            if (entry.Begin != position)
                throw Broken(path, $"'{entry.Name}' begins at byte {entry.Begin}, not where the one before it ends ({position})");
            position = entry.End;
        }
        if (position != dataLength)
            throw Broken(path, $"its header describes {position} bytes of values, the file holds {dataLength}");

        var tensors = new Dictionary<string, SafetensorsTensor>(entries.Count);
        foreach (var (name, type, shape, begin, end) in entries)
        {
            byte[] data = new byte[end - begin];
            stream.ReadExactly(data);
            if (!tensors.TryAdd(name, new SafetensorsTensor(type, shape, data)))
                throw Broken(path, $"'{name}' is there twice");
        }
        return new SafetensorsContent(tensors, metadata);
    }

    private static void ReadMetadata(JsonElement element, Dictionary<string, string> metadata, string path)
    {
        if (element.ValueKind != JsonValueKind.Object)
            throw Broken(path, "its metadata are no JSON object");
        foreach (var item in element.EnumerateObject())
        {
            if (item.Value.ValueKind != JsonValueKind.String)
                throw Broken(path, $"its metadata '{item.Name}' is no text");
            metadata[item.Name] = item.Value.GetString()!;
        }
    }

    private static (string Name, SafetensorsType Type, long[] Shape, long Begin, long End) ReadEntry(JsonProperty property, string path)
    {
        var value = property.Value;
        if (value.ValueKind != JsonValueKind.Object
            || !value.TryGetProperty("dtype", out var dtype) || dtype.ValueKind != JsonValueKind.String
            || !value.TryGetProperty("shape", out var shapeElement) || !TryReadNumbers(shapeElement, out long[] shape)
            || !value.TryGetProperty("data_offsets", out var offsetsElement) || !TryReadNumbers(offsetsElement, out long[] offsets) || offsets.Length != 2)
            throw Broken(path, $"'{property.Name}' lacks a type, a shape or offsets");
        if (SafetensorsType.Find(dtype.GetString()!) is not { } type)
            throw Broken(path, $"'{property.Name}' has the type {dtype.GetString()}, which is none of {string.Join(", ", SafetensorsType.All.Select(t => t.Name))}");
        try
        {
            long bytes = checked(shape.Aggregate(1L, (product, size) => checked(product * size)) * type.Size);
            if (offsets[1] - offsets[0] != bytes)
                throw Broken(path, $"'{property.Name}' of shape [{string.Join(", ", shape)}] needs {bytes} bytes, its range has {offsets[1] - offsets[0]}");
            if (bytes > Array.MaxLength)
                throw Broken(path, $"'{property.Name}' is larger than 2 GB");
        }
        catch (OverflowException e)
        {
            throw Broken(path, $"the shape [{string.Join(", ", shape)}] of '{property.Name}' is impossible", e);
        }
        return (property.Name, type, shape, offsets[0], offsets[1]);
    }

    private static bool TryReadNumbers(JsonElement element, out long[] numbers)
    {
        numbers = [];
        if (element.ValueKind != JsonValueKind.Array)
            return false;
        var list = new List<long>();
        foreach (var item in element.EnumerateArray())
        {
            if (item.ValueKind != JsonValueKind.Number || !item.TryGetInt64(out long number) || number < 0)
                return false;
            list.Add(number);
        }
        numbers = [.. list];
        return true;
    }

    private static CellSegException Broken(string path, string reason, Exception? inner = null)
        => new(path, $"this is no intact safetensors file: {reason}", "Copy or download the file again", inner);
}

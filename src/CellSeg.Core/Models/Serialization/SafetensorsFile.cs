using System.Buffers.Binary;
using System.Text.Json;
using CellSeg.Files;
using static CellSeg.Models.Serialization.SafetensorsHeaderParser;

namespace CellSeg.Models.Serialization;

/// <summary>
/// Reads and writes tensors in the safetensors format: 8 bytes with the header's length, a JSON header, then the
/// values. Nothing in such a file is ever run. Reading is strict: offsets must be in order, without gaps or overlaps,
/// and cover the file exactly, and each range must have the length that its type and shape ask for.
/// </summary>
public static class SafetensorsFile
{
    private const int LengthBytes = sizeof(ulong);

    // As in the format's own implementation.
    private const long MaximumHeaderLength = 100_000_000;

    /// <summary>Reads a whole file.</summary>
    /// <param name="path">An existing file.</param>
    /// <exception cref="CellSegException">The file is missing, truncated or does not keep to the format.</exception>
    public static SafetensorsContent Read(string path) => Open(path, stream =>
    {
        var header = ReadHeader(stream, path);
        return new SafetensorsContent(ReadTensors(stream, header), header.Metadata);
    });

    /// <summary>Reads what a file says of its tensors, without their values.</summary>
    /// <param name="path">An existing file.</param>
    /// <exception cref="CellSegException">The file is missing, truncated or does not keep to the format.</exception>
    public static SafetensorsHeader ReadHeader(string path) => Open(path, stream => ReadHeader(stream, path));

    /// <summary>Writes tensors sorted by name, so that equal tensors give equal bytes.</summary>
    /// <param name="path">Where the file shall be; an existing one is replaced in one step.</param>
    /// <param name="tensors">Name to tensor.</param>
    /// <param name="metadata">Free text by key.</param>
    /// <exception cref="ArgumentException">A tensor has not as many bytes as its type and shape ask for.</exception>
    /// <exception cref="CellSegException">The file cannot be written.</exception>
    public static void Write(string path, IReadOnlyDictionary<string, SafetensorsTensor> tensors, IReadOnlyDictionary<string, string>? metadata = null)
    {
        ArgumentNullException.ThrowIfNull(tensors);
        var names = tensors.Keys.Order(StringComparer.Ordinal).ToList();
        byte[] header = MakeHeader(names, tensors, metadata);
        AtomicFile.Write(path, temporary =>
        {
            using var stream = new FileStream(temporary, FileMode.CreateNew);
            Span<byte> length = stackalloc byte[LengthBytes];
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
                if (tensor.Data.Length != tensor.Shape.Aggregate((long)tensor.Type.Size, (product, size) => product * size))
                {
                    throw new ArgumentException(
                        $"'{name}' has {tensor.Data.Length} bytes, which do not fit its shape [{string.Join(", ", tensor.Shape)}].",
                        nameof(tensors));
                }
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

    private static SafetensorsHeader ReadHeader(FileStream stream, string path)
    {
        if (stream.Length < LengthBytes)
            throw Broken(path, $"it has {stream.Length} bytes, fewer than the {LengthBytes} of the header's length");
        Span<byte> lengthBytes = stackalloc byte[LengthBytes];
        stream.ReadExactly(lengthBytes);
        ulong headerLength = BinaryPrimitives.ReadUInt64LittleEndian(lengthBytes);
        if (headerLength > MaximumHeaderLength || (long)headerLength > stream.Length - LengthBytes)
            throw Broken(path, $"it claims a header of {headerLength} bytes but has {stream.Length} bytes in all");
        byte[] json = new byte[headerLength];
        stream.ReadExactly(json);
        var header = SafetensorsHeaderParser.Parse(json, path);
        CheckCoverage(header, stream.Length - LengthBytes - (long)headerLength, path);
        return header;
    }

    /// <summary>Each range begins where the one before it ends, from the first byte of the values to the last.</summary>
    private static void CheckCoverage(SafetensorsHeader header, long dataLength, string path)
    {
        long position = 0;
        foreach (var (name, entry) in InOrder(header))
        {
            if (entry.Begin != position)
                throw Broken(path, $"'{name}' begins at byte {entry.Begin}, not where the one before it ends ({position})");
            position = entry.End;
        }
        if (position != dataLength)
            throw Broken(path, $"its header describes {position} bytes of values, the file holds {dataLength}");
    }

    // By the end, too: an empty tensor stands before the one that begins at the same place.
    private static IOrderedEnumerable<KeyValuePair<string, SafetensorsEntry>> InOrder(SafetensorsHeader header)
        => header.Entries.OrderBy(pair => pair.Value.Begin).ThenBy(pair => pair.Value.End);

    private static Dictionary<string, SafetensorsTensor> ReadTensors(FileStream stream, SafetensorsHeader header)
    {
        var tensors = new Dictionary<string, SafetensorsTensor>(header.Entries.Count);
        foreach (var (name, entry) in InOrder(header))
        {
            byte[] data = new byte[entry.End - entry.Begin];
            stream.ReadExactly(data);
            tensors.Add(name, new SafetensorsTensor(entry.Type, entry.Shape, data));
        }
        return tensors;
    }

    private static T Open<T>(string path, Func<FileStream, T> read)
    {
        if (!File.Exists(path))
            throw new CellSegException(path, "there is no such file", "Check the path of the weights") { IsMissing = true };
        try
        {
            using var stream = File.OpenRead(path);
            return read(stream);
        }
        // InvalidOperationException: a text that is no valid UTF-8 or UTF-16, which JSON tells only when it is asked for.
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException or InvalidOperationException)
        {
            throw Broken(path, e.Message.TrimEnd('.'), e);
        }
    }
}

using System.Formats.Tar;
using System.IO.Compression;
using System.Text;

namespace CellSeg.Core.Tests.Support;

/// <summary>Arrays of NumPy and archives of them, byte by byte, without the library under test.</summary>
internal static class NpyFile
{
    /// <summary>A file of version 1 with the header that NumPy writes.</summary>
    /// <param name="type">For example <c>&lt;u2</c>.</param>
    /// <param name="shape">For example <c>(2, 3)</c>.</param>
    /// <param name="data">The numbers.</param>
    public static byte[] Make(string type, string shape, byte[] data) => MakeRaw(1, $"{{'descr': '{type}', 'fortran_order': False, 'shape': {shape}, }}", data);

    /// <summary>A file with any header.</summary>
    public static byte[] MakeRaw(int version, string header, byte[] data)
    {
        byte[] text = Encoding.UTF8.GetBytes(header + "\n");
        byte[] length = version == 1 ? BitConverter.GetBytes((ushort)text.Length) : BitConverter.GetBytes((uint)text.Length);
        return [0x93, .. "NUMPY"u8, (byte)version, 0, .. length, .. text, .. data];
    }

    public static byte[] Make(string shape, params int[] numbers) => Make("<i4", shape, [.. numbers.SelectMany(BitConverter.GetBytes)]);

    public static byte[] Make(string shape, params float[] numbers) => Make("<f4", shape, [.. numbers.SelectMany(BitConverter.GetBytes)]);

    /// <summary>An archive of arrays as <c>numpy.savez</c> makes them, or <c>numpy.savez_compressed</c>.</summary>
    public static byte[] Zip(bool isPacked, params (string Name, byte[] Content)[] entries)
    {
        using var buffer = new MemoryStream();
        using (var zip = new ZipArchive(buffer, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, content) in entries)
            {
                using var stream = zip.CreateEntry(name, isPacked ? CompressionLevel.Optimal : CompressionLevel.NoCompression).Open();
                stream.Write(content);
            }
        }
        return buffer.ToArray();
    }

    /// <summary>An archive as DeepCell saves tracked movies, packed or not.</summary>
    public static byte[] Tar(bool isPacked, params (string Name, byte[] Content)[] entries)
    {
        using var buffer = new MemoryStream();
        using (var packed = isPacked ? new GZipStream(buffer, CompressionLevel.Optimal, leaveOpen: true) : (Stream)buffer)
        using (var tar = new TarWriter(packed, leaveOpen: !isPacked))
        {
            foreach (var (name, content) in entries)
                // Of no time and process, so that it is the same each time.
                tar.WriteEntry(new UstarTarEntry(TarEntryType.RegularFile, name)
                {
                    DataStream = new MemoryStream(content),
                    ModificationTime = DateTimeOffset.UnixEpoch,
                });
        }
        return buffer.ToArray();
    }
}

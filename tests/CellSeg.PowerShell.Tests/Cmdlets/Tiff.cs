using System.Runtime.InteropServices;

namespace CellSeg.Tests.Cmdlets;

/// <summary>Writes TIFF files of one channel, not compressed, a page a frame: these tests know nothing of the library that reads them.</summary>
internal static class Tiff
{
    private const ushort Short = 3, Long = 4;

    /// <summary>Writes frames of float32, int32 or int16.</summary>
    public static void Write<T>(string path, int height, int width, params T[][] frames) where T : unmanaged
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        using var writer = new BinaryWriter(File.Create(path));
        writer.Write("II"u8);
        writer.Write((ushort)42);
        // Where the offset of the next directory is written: in the header, then behind each directory.
        uint next = 4;
        for (int i = 0; i < frames.Length; i++)
        {
            var pixels = MemoryMarshal.AsBytes(frames[i].AsSpan());
            (ushort Tag, ushort Type, uint Value)[] entries =
            [
                (256, Long, (uint)width), (257, Long, (uint)height), (258, Short, (uint)Marshal.SizeOf<T>() * 8), (259, Short, 1), (262, Short, 1),
                (273, Long, next + 4), (277, Short, 1), (278, Long, (uint)height), (279, Long, (uint)pixels.Length),
                (339, Short, typeof(T) == typeof(float) ? 3u : 2u),
            ];
            // The pixels stand before the directory that describes them.
            uint directory = next + 4 + (uint)pixels.Length;
            writer.Write(directory);
            writer.Write(pixels);
            writer.Write((ushort)entries.Length);
            foreach (var (tag, type, value) in entries)
            {
                writer.Write(tag);
                writer.Write(type);
                writer.Write(1u);
                writer.Write(value);
            }
            next = directory + 2 + (uint)(entries.Length * 12);
        }
        writer.Write(0u);
    }
}

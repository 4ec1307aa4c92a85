using System.IO.MemoryMappedFiles;
using System.Runtime.InteropServices;
using CellSeg.Files;
using NetVips;

namespace CellSeg.Imaging.Writing;

/// <summary>
/// Planes that are collected in a file of raw numbers, which nobody else sees, until all are there and make a TIFF file: so a
/// movie of any length is written with one frame in memory.
/// </summary>
/// <typeparam name="T">What a number is.</typeparam>
internal sealed class PlaneFile<T> : IDisposable where T : unmanaged
{
    // Beyond 4 GB the offsets of a TIFF file need 64 bits; headers and what does not pack take some of that.
    private const long LargestTiff = (1L << 32) - (1L << 28);

    private readonly string _path;
    private readonly FileStream _raw;
    private (int Height, int Width, int Count)? _size;
    private int _planes;

    /// <summary>Begins a file.</summary>
    /// <param name="path">The TIFF file to be, in whose folder the raw numbers lie as long.</param>
    /// <exception cref="IOException">The folder cannot be written to.</exception>
    public PlaneFile(string path)
    {
        _path = path;
        string raw = AtomicFile.NameTemporary(Path.GetFullPath(path));
        _raw = new FileStream(raw, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, bufferSize: 0, FileOptions.DeleteOnClose);
    }

    /// <summary>Adds the planes of a frame, one a channel.</summary>
    /// <param name="height">Rows.</param>
    /// <param name="width">Columns.</param>
    /// <param name="planes">The numbers, plane by plane.</param>
    /// <exception cref="CellSegException">The frames before have another size or number of channels.</exception>
    /// <exception cref="IOException">The disk is full.</exception>
    public void Add(int height, int width, ReadOnlySpan<T> planes)
    {
        var size = (height, width, planes.Length / (height * width));
        _size ??= size;
        if (size != _size)
        {
            throw new CellSegException(
                _path, $"its frames differ: {Text(_size.Value)} and {Text(size)}", "Write movies whose frames have one size and the same channels");
        }
        _raw.Write(MemoryMarshal.AsBytes(planes));
        _planes += size.Item3;
    }

    /// <summary>Writes all planes as the pages of a losslessly compressed TIFF file.</summary>
    /// <param name="stored">What the numbers are.</param>
    /// <param name="written">What they become, which must hold all of them.</param>
    /// <param name="pixelSize">Micrometres a pixel; null where nobody knows.</param>
    /// <exception cref="VipsException">The file cannot be written.</exception>
    public void Save(Enums.BandFormat stored, Enums.BandFormat written, double? pixelSize)
    {
        var (height, width, channels) = _size!.Value;
        _raw.Flush();
        using var file = MemoryMappedFile.CreateFromFile(_raw, null, 0, MemoryMappedFileAccess.Read, HandleInheritability.None, leaveOpen: true);
        using var view = file.CreateViewAccessor(0, 0, MemoryMappedFileAccess.Read);
        using var all = Image.NewFromMemory(
            view.SafeMemoryMappedViewHandle.DangerousGetHandle(), (ulong)_raw.Length, width, checked(height * _planes), 1, stored);
        using var cast = all.Cast(written);
        bool isBig = _raw.Length / Marshal.SizeOf<T>() * SizeOf(written) > LargestTiff;
        StackText.Save(cast, _path, height, channels, _planes / channels, pixelSize, isBig);
    }

    /// <summary>Removes the raw numbers.</summary>
    public void Dispose() => _raw.Dispose();

    private static string Text((int Height, int Width, int Count) size) => $"{size.Height} x {size.Width} with {size.Count} channels";

    private static int SizeOf(Enums.BandFormat format) => format switch
    {
        Enums.BandFormat.Uchar => 1,
        Enums.BandFormat.Ushort => 2,
        _ => 4,
    };
}

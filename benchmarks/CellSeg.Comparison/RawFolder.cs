using System.Runtime.InteropServices;

namespace CellSeg.Comparison;

/// <summary>
/// A folder of raw little-endian arrays: shapes.i32 holds height and width of each image, every other file the pixels of
/// all images one after the other.
/// </summary>
internal sealed class RawFolder
{
    private readonly string _path;
    private readonly (int Height, int Width)[] _shapes;

    public RawFolder(string path)
    {
        _path = path;
        var sizes = MemoryMarshal.Cast<byte, int>(File.ReadAllBytes(Path.Combine(path, "shapes.i32")));
        _shapes = new (int, int)[sizes.Length / 2];
        for (int i = 0; i < _shapes.Length; i++)
            _shapes[i] = (sizes[2 * i], sizes[(2 * i) + 1]);
        PixelCount = _shapes.Sum(shape => shape.Height * shape.Width);
    }

    public int PixelCount { get; }

    public void ForEach(Action<Range, int, int> action)
    {
        int start = 0;
        foreach (var (height, width) in _shapes)
        {
            int end = start + (height * width);
            action(start..end, height, width);
            start = end;
        }
    }

    public T[] Read<T>(string name) where T : unmanaged
    {
        var values = MemoryMarshal.Cast<byte, T>(File.ReadAllBytes(Path.Combine(_path, name))).ToArray();
        return values.Length == PixelCount
            ? values
            : throw new InvalidDataException($"{name} has {values.Length} values for {PixelCount} pixels.");
    }

    public void Write<T>(string name, ReadOnlySpan<T> values) where T : unmanaged
    {
        using var stream = File.Create(Path.Combine(_path, name));
        stream.Write(MemoryMarshal.AsBytes(values));
    }
}

using System.Diagnostics;
using System.Globalization;
using System.IO.Compression;
using System.Runtime.InteropServices;
using CellSeg.Imaging.Rows;

namespace CellSeg.Benchmarks.Rows;

/// <summary>Bytes and seconds of labels that are packed band by band, beside Deflate of the same bands.</summary>
internal static class LabelsRun
{
    private const int BandRows = 256, Distance = 32;

    /// <summary>[SIZE]: labels of SIZE x SIZE pixels, 20,000 unless told, with a disc in every square of 32 x 32.</summary>
    public static void Run(string[] args)
    {
        int size = args.Length > 0 ? SideBySide.Parse(args[0]) : 20000;
        var labels = new Discs(size);
        int[] band = new int[BandRows * size], back = new int[BandRows * size];
        var packed = new PackedLabels(size, size);
        TimeSpan packing = default, reading = default, deflating = default;
        long deflated = 0, wrong = 0;
        for (int top = 0; top < size; top += BandRows)
        {
            var rows = band.AsSpan(0, Math.Min(BandRows, size - top) * size);
            labels.Draw(top, rows);
            packing += Time(() => packed.Append(band.AsSpan(0, Math.Min(BandRows, size - packed.AppendedRows) * size)));
            using var stream = new MemoryStream();
            byte[] bytes = MemoryMarshal.AsBytes(rows).ToArray();
            deflating += Time(() =>
            {
                using var deflate = new ZLibStream(stream, CompressionLevel.Fastest, leaveOpen: true);
                deflate.Write(bytes);
            });
            deflated += stream.Length;
        }
        for (int top = 0; top < size; top += BandRows)
        {
            int count = Math.Min(BandRows, size - top);
            reading += Time(() => packed.ReadRows(top, count, back));
            labels.Draw(top, band.AsSpan(0, count * size));
            wrong += band.AsSpan(0, count * size).SequenceEqual(back.AsSpan(0, count * size)) ? 0 : 1;
        }
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{packed.CellCount} cells, largest id {packed.MaxLabel}: packed {packed.ByteCount / 1e6:F1} MB in {packing.TotalSeconds:F2} s, "
            + $"read in {reading.TotalSeconds:F2} s, {wrong} bands wrong; Deflate {deflated / 1e6:F1} MB in {deflating.TotalSeconds:F2} s"));
    }

    private static TimeSpan Time(Action action)
    {
        long start = Stopwatch.GetTimestamp();
        action();
        return Stopwatch.GetElapsedTime(start);
    }

    /// <summary>Discs of radius 11 to 16 whose ids follow the squares, some of which are exchanged.</summary>
    private sealed class Discs(int size)
    {
        private readonly int _across = size / Distance;

        public void Draw(int top, Span<int> rows)
        {
            rows.Clear();
            for (int i = 0; i < rows.Length; i++)
            {
                int y = top + (i / size), x = i % size, square = (y / Distance * _across) + (x / Distance);
                if (y / Distance >= _across || x / Distance >= _across)
                    continue;
                double dy = (y % Distance) - 15.5, dx = (x % Distance) - 15.5, radius = 11 + (square * 7 % 11 * 0.5);
                if ((dx * dx) + (dy * dy) <= radius * radius)
                    rows[i] = (square ^ 5) + 1;
            }
        }
    }
}

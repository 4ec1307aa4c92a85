using System.Diagnostics;
using System.Globalization;
using System.IO.Compression;
using System.Runtime.InteropServices;
using CellSeg.Datasets;
using CellSeg.Datasets.Formats;
using CellSeg.Datasets.Layouts;
using CellSeg.Imaging.Arrays;
using CellSeg.Imaging.Codecs;
using CellSeg.Numerics;

namespace CellSeg.Benchmarks;

/// <summary>
/// Shows that DeepCell's archives are not read into memory: makes one of several GB, as it is and compressed, and reads and
/// writes each in a process of its own, which tells its time and the most memory that it had.
/// </summary>
internal static class ArchiveRun
{
    private const int Side = 512, RandomFrames = 500, CellSide = 32;

    /// <summary>[GIGABYTES [FOLDER]]: 4 GB in the folder for temporary files unless told. Needs four times the room; deletes all.</summary>
    public static void RunAll(string[] args)
    {
        double gigabytes = args.Length > 0 ? double.Parse(args[0], CultureInfo.InvariantCulture) : 4;
        string parent = args.Length > 1 ? Path.GetFullPath(args[1]) : Path.GetTempPath();
        string folder = Directory.CreateDirectory(Path.Combine(parent, $"cellseg-archives-{Environment.ProcessId}")).FullName;
        // 2 bytes a pixel of the image, 4 of the labels.
        int images = (int)Math.Ceiling(gigabytes * 1e9 / (Side * Side * 6));
        try
        {
            Console.WriteLine("| what | GB | seconds | frames at random a second | most memory, MB |\n| --- | ---: | ---: | ---: | ---: |");
            string stored = Make(Path.Combine(folder, "stored.npz"), images, CompressionLevel.NoCompression);
            string packed = Make(Path.Combine(folder, "packed.npz"), images, CompressionLevel.Fastest);
            var parts = (string[][])[
                ["read", stored], ["read", packed], ["write", stored, Path.Combine(folder, "out.npz")], ["write", stored, Path.Combine(folder, "out.trks")]];
            foreach (string[] part in parts)
            {
                // Temporary files are to lie on the same disk.
                var start = new ProcessStartInfo(Environment.ProcessPath!, ["archives-part", .. part]) { Environment = { ["TMPDIR"] = folder } };
                using var process = Process.Start(start)!;
                process.WaitForExit();
                if (process.ExitCode != 0)
                    throw new InvalidOperationException($"{string.Join(' ', part)} ended with {process.ExitCode}.");
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>read FILE, or write FROM TO: does it and prints a row.</summary>
    public static void RunPart(string[] args)
    {
        var watch = Stopwatch.StartNew();
        var dataset = DatasetReader.Import(args[1]).Dataset;
        double import = watch.Elapsed.TotalSeconds;
        if (args[0] == "read")
        {
            Print($"read {Path.GetFileName(args[1])}, {dataset.MovieCount} images, {dataset.AnnotationCount} cells", args[1], import, ReadAtRandom(dataset));
            return;
        }
        watch.Restart();
        DatasetWriter.Export(dataset, args[2], args[2].EndsWith(".npz", StringComparison.Ordinal) ? DatasetExportFormat.Npz : DatasetExportFormat.Trks);
        Print($"write {Path.GetFileName(args[2])}", args[2], watch.Elapsed.TotalSeconds, null);
    }

    private static double ReadAtRandom(CellDataset dataset)
    {
        var random = new RandomSource(1);
        var watch = Stopwatch.StartNew();
        double sum = 0;
        for (int i = 0; i < RandomFrames; i++)
        {
            var movie = dataset.Movies[random.Next(dataset.MovieCount)];
            sum += movie.ReadImage().Pixels[0] + movie.ReadLabels().Pixels[0];
        }
        return sum >= 0 ? RandomFrames / watch.Elapsed.TotalSeconds : double.NaN;
    }

    private static string Make(string path, int images, CompressionLevel level)
    {
        using var zip = new ZipArchive(File.Create(path), ZipArchiveMode.Create);
        Write("X.npy", NpyStream.Create(SampleType.UInt16, [images, Side, Side, 1], images, MakeImage));
        Write("y.npy", NpyStream.Create(SampleType.Int32, [images, Side, Side, 1], images, _ => MakeLabels()));
        return path;

        void Write(string name, Stream array)
        {
            using var entry = zip.CreateEntry(name, level).Open();
            array.CopyTo(entry, 1 << 20);
        }
    }

    /// <summary>Noise of 8 bits on a slope, which packs to about half.</summary>
    private static byte[] MakeImage(long index)
    {
        byte[] noise = new byte[Side * Side];
        new Random((int)index).NextBytes(noise);
        var pixels = new ushort[noise.Length];
        for (int i = 0; i < pixels.Length; i++)
            pixels[i] = (ushort)((i % Side * 4) + noise[i]);
        return MemoryMarshal.AsBytes(pixels.AsSpan()).ToArray();
    }

    private static byte[] MakeLabels()
    {
        var labels = new int[Side * Side];
        for (int i = 0; i < labels.Length; i++)
        {
            int row = i / Side, column = i % Side;
            if (row % CellSide < CellSide / 2 && column % CellSide < CellSide / 2)
                labels[i] = 1 + (row / CellSide * (Side / CellSide)) + (column / CellSide);
        }
        return MemoryMarshal.AsBytes(labels.AsSpan()).ToArray();
    }

    private static void Print(string what, string path, double seconds, double? frames)
    {
        using var process = Process.GetCurrentProcess();
        double gigabytes = new FileInfo(path).Length / 1e9, megabytes = process.PeakWorkingSet64 / 1e6;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {what} | {gigabytes:F2} | {seconds:F1} | {frames:F0} | {megabytes:F0} |"));
    }
}

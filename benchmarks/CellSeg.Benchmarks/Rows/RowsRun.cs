using System.Diagnostics;
using System.Globalization;
using CellSeg.Benchmarks.Mutations;
using CellSeg.Datasets;
using CellSeg.Imaging;
using CellSeg.Imaging.Rows;

namespace CellSeg.Benchmarks.Rows;

/// <summary>Shows that an image is read in bands, normalised, in little memory whatever its size (segmentation/write_large_image.py writes one).</summary>
internal static class RowsRun
{
    /// <summary>FILE [ROWS]: reads all bands of so many rows twice, 256 unless told, then finds the scale and reads them normalised.</summary>
    public static void Run(string[] args)
    {
        int rows = args.Length > 1 ? SideBySide.Parse(args[1]) : 256;
        var watch = Stopwatch.StartNew();
        var image = CellMovie.Open(args[0]).OpenRows();
        Print($"{image.Channels} x {image.Height} x {image.Width}, {(image is CellImage ? "whole" : "in bands")}, opened", watch);
        for (int pass = 1; pass <= 2; pass++)
            Print($"pass {pass}: sum {ReadAll(image, rows)}", watch);
        var normalized = ImageNormalizer.Normalize(image, ImageNormalization.Percentile);
        Print("scale found", watch);
        Print($"normalised: sum {ReadAll(normalized, rows)}", watch);
    }

    /// <summary>FOLDER: whether each file in it, read in bands as small as it has them, is what it is whole, or refused as well.</summary>
    public static void Check(string[] args)
    {
        int same = 0, refused = 0;
        foreach (string path in Directory.EnumerateFiles(args[0], "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            var whole = Reading.OfImages(path);
            if (whole.FindDifference(Reading.OfBands(path)) is { } difference)
                Console.WriteLine($"WRONG {path}: {difference}");
            else if (whole.Refusal is null)
                same++;
            else
                refused++;
        }
        Console.WriteLine($"{same} files are the same in bands, {refused} are refused either way");
    }

    private static double ReadAll(IImageRows image, int rows)
    {
        var values = new float[image.Channels * rows * image.Width];
        double sum = 0;
        for (int top = 0; top < image.Height; top += rows)
        {
            var band = values.AsSpan(0, image.Channels * Math.Min(rows, image.Height - top) * image.Width);
            image.ReadRows(top, band.Length / image.Channels / image.Width, band);
            sum += band[0];
        }
        return sum;
    }

    private static void Print(string what, Stopwatch watch)
    {
        double seconds = watch.Elapsed.TotalSeconds;
        using var process = Process.GetCurrentProcess();
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"{what}; {seconds:F2} s, peak {process.PeakWorkingSet64 / 1e6:F0} MB"));
        watch.Restart();
    }
}

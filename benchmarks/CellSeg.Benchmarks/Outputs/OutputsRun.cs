using System.Diagnostics;
using System.Globalization;
using CellSeg.Datasets;
using CellSeg.Imaging.Rows;
using CellSeg.Inference.Outputs;

namespace CellSeg.Benchmarks.Outputs;

/// <summary>
/// Shows that the files of a segmentation take no more memory for a larger image: writes each of an image that is drawn row by row
/// as it is asked for, with a cell every 32 pixels or so, and tells the times, the most memory that the process had meanwhile, and
/// the size of the file.
/// </summary>
internal static class OutputsRun
{
    /// <summary>
    /// [SIZE [CHANNELS [OUTPUTS [FOLDER]]]]: 20,000 pixels along a side, one channel and All outputs unless told, or several by commas;
    /// the files stay in a folder that is named, for benchmarks/segmentation/check_outputs.py.
    /// </summary>
    public static void Run(string[] args)
    {
        int size = args.Length > 0 ? SideBySide.Parse(args[0]) : 20_000, channels = args.Length > 1 ? SideBySide.Parse(args[1]) : 1;
        var outputs = args.Length > 2 && args[2] != "All" ? args[2].Split(',').Select(SegmentationOutput.Parse).ToList() : SegmentationOutputs.All;
        var cells = new DrawnRows(size, channels);
        bool isKept = args.Length > 3;
        var folder = isKept ? Directory.CreateDirectory(args[3]) : Directory.CreateTempSubdirectory("cellseg-outputs");
        try
        {
            var movie = new CellMovie("drawn", "drawn", 1, _ => throw new InvalidOperationException());
            var frame = new SegmentedFrame(movie, 0, cells, cells) { PixelSize = 0.5 };
            Console.WriteLine($"{size} x {size} pixels, {channels} channels, up to {cells.MaxLabel} cells");
            Print("reading", Measure(() => Read(cells)), 0);
            foreach (var output in outputs)
            {
                string path = Path.Combine(folder.FullName, "drawn" + output.Suffix);
                var measured = Measure(() => output.Write(path, frame));
                Print(output.Name, measured, new FileInfo(path).Length);
                if (!isKept)
                    File.Delete(path);
            }
        }
        finally
        {
            if (!isKept)
                folder.Delete(recursive: true);
        }
    }

    private static void Print(string name, (double Seconds, double Processor, double Megabytes) measured, long length)
        => Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{name}: {measured.Seconds:F1} s, {measured.Processor:F1} s of processors, "
            + $"at most {measured.Megabytes:F0} MB of memory, a file of {length / 1e6:F1} MB"));

    /// <summary>The time that the drawing of the rows takes, which is part of all others.</summary>
    private static void Read(DrawnRows cells)
    {
        int rows = RowBand.CountRows(cells.Width, 1 + cells.Channels);
        var labels = new int[rows * cells.Width];
        var values = new float[labels.Length * cells.Channels];
        foreach (var band in RowBand.Cut(cells.Height, rows))
        {
            ((ILabelRows)cells).ReadRows(band.Top, band.Count, labels);
            ((IImageRows)cells).ReadRows(band.Top, band.Count, values);
        }
    }

    /// <summary>The time by the clock and of all processors, and the most memory that the process is seen to have in the meantime.</summary>
    private static (double Seconds, double Processor, double Megabytes) Measure(Action action)
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
        long most = 0;
        using var process = Process.GetCurrentProcess();
        using var isDone = new ManualResetEventSlim();
        var watch = new Thread(() =>
        {
            do
            {
                process.Refresh();
                most = Math.Max(most, process.WorkingSet64);
            }
            while (!isDone.Wait(20));
        });
        watch.Start();
        var before = process.TotalProcessorTime;
        long start = Stopwatch.GetTimestamp();
        action();
        double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        isDone.Set();
        watch.Join();
        process.Refresh();
        return (seconds, (process.TotalProcessorTime - before).TotalSeconds, most / 1e6);
    }
}

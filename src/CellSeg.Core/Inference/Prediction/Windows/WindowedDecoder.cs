using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using CellSeg.Decoding;
using CellSeg.Imaging;
using CellSeg.Schemas;

namespace CellSeg.Inference.Prediction.Windows;

/// <summary>
/// Makes cells of the maps of an image of any size. An image that is large is decoded in windows that overlap; a cell belongs to
/// the window in whose core its first pixel lies, and is taken from there as a whole, so that none is cut or doubled where
/// windows meet. The windows are the same whatever the rest of the prediction is cut into.
/// </summary>
/// <remarks>
/// What makes a cell is near it: smoothing, peaks and flooding reach as far as a neighbour or two. Cells that are larger than the
/// overlap are the exception; how many touch the end of their window is counted, so that somebody is told.
/// </remarks>
/// <param name="schema">Knows how to decode.</param>
/// <param name="options">How.</param>
internal sealed class WindowedDecoder(MapSchema schema, DecoderOptions options)
{
    // A window takes some sixty bytes a pixel while it is decoded, and its rows are kept across the whole width.
    private const int DefaultCore = 1024, DefaultOverlap = 256;

    private readonly ConcurrentBag<float[]> _spare = [];
    private int _cellCount;

    /// <summary>Rows and columns of the part of a window that is its own. The last ones of an image are half to one and a half times as large.</summary>
    public int Core { get; init; } = DefaultCore;

    /// <summary>Rows and columns by which a window reaches beyond its core.</summary>
    public int Overlap { get; init; } = DefaultOverlap;

    /// <summary>Cells that reach the end of their window, where the image goes on, and so may lack a part.</summary>
    public int CutCount { get; private set; }

    /// <summary>Whether an image is one window.</summary>
    /// <param name="height">Its rows.</param>
    /// <param name="width">Its columns.</param>
    public bool TakesAtOnce(int height, int width) => CountCores(height) == 1 && CountCores(width) == 1;

    /// <summary>Decodes an image.</summary>
    /// <param name="maps">Its maps.</param>
    /// <param name="append">Takes the labels from the top on, some rows at a time.</param>
    /// <param name="cancellationToken">Stops between windows.</param>
    /// <returns>How many cells there are; they are numbered from 1 on, window after window, and within one as its decoder has it.</returns>
    public int Decode(IMapSource maps, LabelRowsHandler append, CancellationToken cancellationToken)
    {
        (_cellCount, CutCount) = (0, 0);
        int height = maps.Height, width = maps.Width, rows = CountCores(height), columns = CountCores(width);
        var canvas = new LabelCanvas(width);
        for (int row = 0; row < rows; row++)
        {
            int top = row * Core, bottom = row == rows - 1 ? height : top + Core;
            MapWindow[] cores = [.. Enumerable.Range(0, columns).Select(column => column * Core).Select(
                (left, i) => new MapWindow(top, left, bottom - top, (i == columns - 1 ? width : left + Core) - left))];
            MapWindow[] windows = [.. cores.Select(core => core.Grow(Overlap, height, width))];
            maps.Provide(windows[0].Top, windows[0].Bottom, cancellationToken);
            canvas.Extend(windows[0].Bottom);
            // As many at once as there are cores, and no more, since each takes its room.
            foreach (int[] part in Enumerable.Range(0, columns).Chunk(Environment.ProcessorCount))
            {
                cancellationToken.ThrowIfCancellationRequested();
                var labels = new LabelImage[part.Length];
                Parallel.For(0, part.Length, i => labels[i] = Decode(maps, windows[part[i]]));
                for (int i = 0; i < part.Length; i++)
                    Merge(labels[i], windows[part[i]], cores[part[i]], height, width, canvas);
            }
            // Cells of the windows below begin below.
            canvas.Take(bottom, append);
            // Windows leave large arrays behind, which on a machine with much memory the collector lets pile up to gigabytes.
            if (rows > 1)
                GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        }
        return _cellCount;
    }

    private int CountCores(int size) => Math.Max(1, (size + (Core / 2)) / Core);

    private LabelImage Decode(IMapSource maps, MapWindow window)
    {
        var values = new Dictionary<OutputMap, float[]>();
        int plane = 0, size = window.Height * window.Width;
        foreach (var map in schema.Maps)
        {
            float[] planes = Rent(map.TargetChannels, window);
            for (int channel = 0; channel < map.TargetChannels; channel++)
                maps.Copy(plane++, window, planes.AsSpan(channel * size, size));
            values[map] = planes;
        }
        var labels = schema.Decode(values, window.Height, window.Width, options);
        foreach (float[] planes in values.Values)
            _spare.Add(planes);
        return labels;
    }

    /// <summary>Room for the planes of a map in a window: that of another window of the same size where there was one.</summary>
    private float[] Rent(int planes, MapWindow window)
    {
        int length = planes * window.Height * window.Width;
        for (int i = _spare.Count; i > 0 && _spare.TryTake(out float[]? spare); i--)
        {
            if (spare.Length == length)
                return spare;
        }
        return CellImage.Allocate(planes, window.Height, window.Width);
    }

    /// <summary>Draws the cells of a window that begin in its core.</summary>
    private void Merge(LabelImage labels, MapWindow window, MapWindow core, int height, int width, LabelCanvas canvas)
    {
        // By label: 0 before it is seen, its number in the image, or one of these.
        const int ours = -1, others = -2;
        var numbers = new List<int>();
        var cut = new HashSet<int>();
        for (int y = 0; y < labels.Height; y++)
        {
            var source = labels.Pixels.AsSpan(y * labels.Width, labels.Width);
            // Above the core nothing begins that is this window's, and all is drawn.
            bool isAbove = window.Top + y < core.Top;
            var target = isAbove ? [] : canvas.RowOf(window.Top + y).Slice(window.Left, window.Width);
            bool isEnd = (y == 0 && window.Top > 0) || (y == labels.Height - 1 && window.Bottom < height);
            for (int x = 0; x < source.Length; x++)
            {
                int label = source[x];
                if (label == 0)
                    continue;
                if (label >= numbers.Count)
                    CollectionsMarshal.SetCount(numbers, label + 1);
                ref int number = ref CollectionsMarshal.AsSpan(numbers)[label];
                if (number == 0)
                    number = core.Contains(window.Top + y, window.Left + x) ? ours : others;
                // What another window has drawn stays.
                if (number == others || isAbove || target[x] != 0)
                    continue;
                if (number == ours)
                    number = ++_cellCount;
                target[x] = number;
                if (isEnd || (x == 0 && window.Left > 0) || (x == source.Length - 1 && window.Right < width))
                    cut.Add(number);
            }
        }
        CutCount += cut.Count;
    }
}

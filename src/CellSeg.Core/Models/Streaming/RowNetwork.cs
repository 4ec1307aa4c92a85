using CellSeg.Imaging.Rows;

namespace CellSeg.Models.Streaming;

/// <summary>
/// A network that goes down an image row by row: each layer computes a row as soon as the rows that it needs are there, and only
/// these are kept (the line buffers of Alwani et al. 2016, "Fused-layer CNN accelerators"). So the maps of an image are those of
/// the image as a whole, without tiles and their seams, while memory grows with its width alone, and what is computed next is
/// still in the cache.
/// </summary>
/// <remarks>
/// Numbers are float32, and each is the same to the bit however many rows and threads compute at once. The weights are those that
/// the network had when this was made, with its batch norms multiplied in. For use by one thread at a time.
/// </remarks>
internal sealed class RowNetwork : IDisposable
{
    // What the rows that are computed at once may take of the widest maps, so that they stay in the caches of a core.
    private const int BandPixels = 1 << 14;

    private const int LeastRows = 8, MostRows = 64;

    private readonly RowImage _image;
    private readonly RowGraph _graph;
    private readonly RowOutput _output;
    private readonly ComputeTeam _team;

    /// <param name="image">The first layer.</param>
    /// <param name="graph">The layers behind it.</param>
    /// <param name="output">The last of them.</param>
    /// <param name="threads">Threads that compute at once; those of the machine when null.</param>
    public RowNetwork(RowImage image, RowGraph graph, RowOutput output, int? threads = null)
    {
        (_image, _graph, _output) = (image, graph, output);
        _team = new ComputeTeam(threads ?? Environment.ProcessorCount);
    }

    /// <summary>Rows of the image that are computed at once; chosen by its width when null. Results are the same.</summary>
    public int? BandRows { get; set; }

    /// <summary>Predicts the maps of an image.</summary>
    /// <param name="image">The image as the network sees it: normalised, with as many channels as it takes.</param>
    /// <param name="handler">Takes the rows of the maps from the top on.</param>
    /// <param name="cancellationToken">Stops between rows.</param>
    public void Run(IImageRows image, MapRowsHandler handler, CancellationToken cancellationToken)
    {
        int band = BandRows ?? Math.Clamp(BandPixels / image.Width / LeastRows * LeastRows, LeastRows, MostRows);
        _image.SetSource(image);
        _image.Begin();
        _output.SetSize(image.Height, image.Width);
        _output.Handler = handler;
        foreach (var layer in _graph.Layers)
            layer.Begin();
        while (_output.Output.End < image.Height)
        {
            cancellationToken.ThrowIfCancellationRequested();
            bool hasAdvanced = false;
            foreach (var layer in _graph.Layers)
                hasAdvanced |= layer.Advance(_team, Math.Max(1, (int)((long)band * layer.Output.Height / _image.Output.Height)));
            if (!hasAdvanced)
                _image.Read(_team, band);
        }
    }

    /// <summary>Ends its threads.</summary>
    public void Dispose() => _team.Dispose();
}

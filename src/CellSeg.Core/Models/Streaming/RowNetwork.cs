using CellSeg.Imaging.Rows;
using CellSeg.Models.Streaming.Flow;
using CellSeg.Models.Torch;

namespace CellSeg.Models.Streaming;

/// <summary>
/// A network that goes down an image row by row: each layer computes a row as soon as the rows that it needs are there, and only
/// these are kept (the line buffers of Alwani et al. 2016, "Fused-layer CNN accelerators"). So the maps of an image are those of
/// the image as a whole, without tiles and their seams, while memory grows with its width alone, and what is computed next is
/// still in the cache.
/// </summary>
/// <remarks>
/// Numbers are float32, and each is the same to the bit however many rows and threads compute at once. The weights are those that
/// the network had when this was made, with its batch norms multiplied in. For use by one thread at a time; <see cref="Dispose"/>
/// lets others use it.
/// </remarks>
internal sealed class RowNetwork : IDisposable
{
    // What the rows that are computed at once may take of the widest maps, so that they stay in the caches of a core.
    private const int BandPixels = 1 << 14;

    private const int LeastRows = 8, MostRows = 64;

    // What they may take at most, whatever number is asked for: maps of wide images would fill the memory.
    private const int MostBandPixels = 1 << 19;

    // Memory that is kept for the next image, which mostly has the same size.
    private const long MostKeptBytes = 128 << 20;

    private readonly RowGraph _graph;
    private readonly RowOutput _output;
    private readonly Action<RowNetwork> _giveBack;
    private ComputeTeam _team = ComputeTeam.OfSize(Environment.ProcessorCount);
    private int? _bandRows;
    private int _band;

    /// <param name="graph">The layers.</param>
    /// <param name="output">The last of them.</param>
    /// <param name="giveBack">Takes the network when it has been used.</param>
    public RowNetwork(RowGraph graph, RowOutput output, Action<RowNetwork> giveBack)
        => (_graph, _output, _giveBack) = (graph, output, giveBack);

    /// <summary>Says how the next images are computed. Results are the same.</summary>
    /// <param name="threads">Threads that compute at once; those that the process is limited to, or those of the machine, when null.</param>
    /// <param name="bandRows">Rows of the image that are computed at once, fewer of very wide ones; chosen by its width when null.</param>
    public void SetUp(int? threads, int? bandRows)
        => (_team, _bandRows) = (ComputeTeam.OfSize(threads ?? ThreadLimit.Count ?? Environment.ProcessorCount), bandRows);

    /// <summary>Begins a clip.</summary>
    /// <param name="frames">
    /// As many frames of one size as the network takes at once, as it sees them: normalised, with as many channels as it takes.
    /// </param>
    /// <param name="handler">Takes the rows of their maps from the top on.</param>
    public void Begin(IReadOnlyList<IImageRows> frames, MapRowsHandler handler)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(frames.Count, _graph.Images.Count);
        foreach (var (layer, frame) in _graph.Images.Zip(frames))
        {
            layer.SetSource(frame);
            layer.Begin();
        }
        var image = frames[0];
        _output.SetSize(image.Height, image.Width);
        _output.Handler = handler;
        foreach (var layer in _graph.Layers)
            layer.Begin();
        _band = _bandRows is { } rows
            ? Math.Max(1, Math.Min(rows, MostBandPixels / image.Width))
            : Math.Clamp(BandPixels / image.Width / LeastRows * LeastRows, LeastRows, MostRows);
        // How many rows a map needs at a time follows from the layers behind it, as going through all of them shows.
        while (Advance(null))
        {
            // Nothing is computed.
        }
        foreach (var map in Maps)
            map.EndPlan();
        foreach (var layer in _graph.Images)
            layer.Restart();
    }

    /// <summary>Computes what can be computed, or reads the next rows of the image.</summary>
    /// <returns>Whether rows of the maps are missing still.</returns>
    public bool Advance() => Advance(_team);

    /// <summary>Ends the use of the network, also in the midst of an image. Its memory is kept for the next one, unless it is large.</summary>
    public void Dispose()
    {
        if (Maps.Sum(map => map.ByteCount) > MostKeptBytes)
        {
            foreach (var map in Maps)
                map.Release();
        }
        _output.Handler = null;
        foreach (var image in _graph.Images)
            image.SetSource(null);
        _giveBack(this);
    }

    private IEnumerable<RowMap> Maps => _graph.Images.Concat<RowLayer>(_graph.Layers).Select(layer => layer.Output);

    private bool Advance(ComputeTeam? team)
    {
        bool hasAdvanced = false;
        foreach (var layer in _graph.Layers)
            hasAdvanced |= layer.Advance(team, Math.Max(1, (int)((long)_band * layer.Output.Height / _graph.Images[0].Output.Height)));
        foreach (var image in _graph.Images.TakeWhile(_ => !hasAdvanced))
            image.Read(team, _band);
        return _output.Output.End < _output.Output.Height;
    }
}

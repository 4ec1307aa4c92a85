using CellSeg.Datasets.Simulation.Cells;
using CellSeg.Datasets.Simulation.Optics;
using CellSeg.Datasets.Simulation.Shapes;
using CellSeg.Imaging;
using CellSeg.Numerics;

namespace CellSeg.Datasets.Simulation;

/// <summary>
/// A movie that is drawn whenever a frame is asked for: it keeps where its cells are and nothing else. Frames may be asked
/// for in any order and by several threads.
/// </summary>
internal sealed class SimulatedMovie
{
    // The numbers of the movie's generators; frames have those from the last on.
    private const int Variation = 0, Population = 1, Light = 2, Focus = 3, FirstFrame = 4;

    private static readonly string[] ChannelNames = ["nucleus", "cytoplasm"];

    private readonly SimulationOptions _options;
    private readonly SimulatedCellKind _kind;
    private readonly long _seed;
    private readonly CellState[][] _frames;

    /// <summary>Lets the cells of a movie live.</summary>
    /// <param name="options">What the data set is like.</param>
    /// <param name="index">The number of the movie, from 0.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public SimulatedMovie(SimulationOptions options, int index, CancellationToken cancellationToken)
    {
        _kind = options.CellKind[index % options.CellKind.Count];
        // A seed of the movie's own, so that its parts are independent of those of other movies and seeds.
        _seed = (long)RandomSource.ForPart(options.Seed, index).NextUInt64();
        _options = MovieVariation.Draw(options, _kind, RandomSource.ForPart(_seed, Variation));
        var population = new CellPopulation(_options, _kind, RandomSource.ForPart(_seed, Population));
        _frames = new CellState[options.FrameCount][];
        for (int frame = 0; frame < _frames.Length; frame++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (frame > 0)
                population.Step();
            _frames[frame] = population.States;
        }
        (PlacedCount, WantedCount) = (_frames[0].Length, _options.CellCount);
    }

    /// <summary>Cells in the first frame.</summary>
    public int PlacedCount { get; }

    /// <summary>Cells that the first frame was meant to have.</summary>
    public int WantedCount { get; }

    /// <summary>Describes the movie, for which its labels are drawn once.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public CellMovie ToMovie(string name, CancellationToken cancellationToken)
    {
        var ranges = new SortedDictionary<int, CellTrack>();
        int annotations = 0;
        for (int frame = 0; frame < _frames.Length; frame++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            foreach (var cell in FindVisible(frame))
            {
                annotations++;
                int first = ranges.TryGetValue(cell.Label, out var track) ? track.FirstFrame : frame;
                ranges[cell.Label] = new CellTrack(cell.Label, first, frame, cell.Parent);
            }
        }
        // A mother that was never in the field is nobody's parent.
        var tracks = ranges.Values.Select(track => track.Parent is { } parent && !ranges.ContainsKey(parent) ? track with { Parent = null } : track);
        return new CellMovie(name, name, _frames.Length, DrawImage, DrawLabels, annotations)
        {
            PixelSize = _options.PixelSize,
            Kind = $"{_kind}",
            FrameSize = new FrameSize(_options.Height, _options.Width),
            Tracks = tracks.ToArray(),
        };
    }

    private IEnumerable<SimulatedCell> FindVisible(int frame)
    {
        var isVisible = new bool[_frames[frame].Length + 1];
        foreach (int owner in DrawTargets(frame).Owners)
            isVisible[owner] = true;
        return _frames[frame].Where((_, i) => isVisible[i + 1]).Select(state => state.Cell);
    }

    private OutlineMap DrawNuclei(int frame)
        => new(_options.Height, _options.Width, Array.ConvertAll(_frames[frame], state => state.PlaceNucleus()));

    private OutlineMap DrawBodies(int frame, OutlineMap nuclei)
        => new(_options.Height, _options.Width, Array.ConvertAll(_frames[frame], state => state.PlaceBody()), nuclei);

    private OutlineMap DrawTargets(int frame)
    {
        var nuclei = DrawNuclei(frame);
        return _options.LabelTarget == LabelTarget.Nucleus ? nuclei : DrawBodies(frame, nuclei);
    }

    private LabelImage DrawLabels(int frame)
    {
        int[] labels = [0, .. _frames[frame].Select(state => state.Cell.Label)];
        return new LabelImage(_options.Height, _options.Width, Array.ConvertAll(DrawTargets(frame).Owners, owner => labels[owner]));
    }

    private CellImage DrawImage(int frame)
    {
        int height = _options.Height, width = _options.Width, count = height * width;
        var nuclei = DrawNuclei(frame);
        var bodies = _options.HasBodies ? DrawBodies(frame, nuclei) : null;
        var illumination = new Illumination(RandomSource.ForPart(_seed, Light), height, width, _options.UnevenLight, _options.Background);
        var microscope = new Microscope(height, width, GetBlur(frame), _options.Radius * CellKindProfile.Of(_kind).Size, illumination);
        var painter = new SpecimenPainter(_frames[frame], _options.Texture, Math.Pow(1 - _options.Bleaching, frame));
        var camera = new Camera(_options.BitDepth, _options.Exposure, _options.Gamma, _options.Noise);
        var noise = RandomSource.ForPart(_seed, FirstFrame + frame);

        var pixels = new float[count * (_options.Cytoplasm ? 2 : 1)];
        var light = new LightField(count);
        painter.PaintNuclei(nuclei, light);
        if (_options.BleedThrough > 0)
            painter.PaintBodies(bodies!, nuclei, _options.BleedThrough, light);
        camera.Expose(microscope.Image(light), noise, pixels.AsSpan(0, count));
        if (_options.Cytoplasm)
        {
            light = new LightField(count);
            painter.PaintBodies(bodies!, nuclei, 1, light);
            camera.Expose(microscope.Image(light), noise, pixels.AsSpan(count));
        }
        return new CellImage(_options.Cytoplasm ? 2 : 1, height, width, pixels) { ChannelNames = _options.Cytoplasm ? ChannelNames : [] };
    }

    /// <summary>The blur of a frame: that in focus and the way of the focus since the first frame, at right angles.</summary>
    private double GetBlur(int frame)
    {
        var random = RandomSource.ForPart(_seed, Focus);
        double focus = 0;
        for (int i = 0; i < frame; i++)
            focus += _options.FocusDrift * random.NextGaussian();
        return Math.Sqrt((_options.Blur * _options.Blur) + (focus * focus));
    }
}

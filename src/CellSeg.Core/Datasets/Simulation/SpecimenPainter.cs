using CellSeg.Datasets.Simulation.Cells;
using CellSeg.Datasets.Simulation.Optics;
using CellSeg.Datasets.Simulation.Shapes;

namespace CellSeg.Datasets.Simulation;

/// <summary>Gives the pixels of cells their light.</summary>
internal sealed class SpecimenPainter
{
    // The fine grain of chromatin as a share of the radius, and the least of all grains in pixels.
    private const double FineGrain = 0.1, LeastGrain = 0.7;

    // Of the cytoplasm: light at the edge beside the middle, light above and below the nucleus, and strength of its grain.
    private const double EdgeLight = 0.15, NucleusLight = 0.6, BodyTexture = 0.2;

    private readonly Brush[] _brushes;

    /// <summary>Makes the painter of a frame.</summary>
    /// <param name="states">Its cells.</param>
    /// <param name="texture">How strong their texture is.</param>
    /// <param name="brightness">What is left of their brightness.</param>
    public SpecimenPainter(CellState[] states, double texture, double brightness)
        => _brushes = Array.ConvertAll(states, state => new Brush(state, texture, brightness));

    /// <summary>Adds the light of nuclei.</summary>
    /// <param name="nuclei">Where they are.</param>
    /// <param name="light">Receives the light.</param>
    public void PaintNuclei(OutlineMap nuclei, LightField light)
    {
        for (int y = 0, i = 0; y < nuclei.Height; y++)
        {
            for (int x = 0; x < nuclei.Width; x++, i++)
            {
                int owner = nuclei.Owners[i];
                if (owner != 0)
                {
                    var brush = _brushes[owner - 1];
                    light.Add(i, brush.ShadeNucleus(x, y, nuclei.Depths[i]), brush.OutOfFocus);
                }
            }
        }
    }

    /// <summary>Adds the light of cytoplasm.</summary>
    /// <param name="bodies">Where whole cells are.</param>
    /// <param name="nuclei">Where their nuclei are.</param>
    /// <param name="share">How much of the light.</param>
    /// <param name="light">Receives the light.</param>
    public void PaintBodies(OutlineMap bodies, OutlineMap nuclei, double share, LightField light)
    {
        for (int y = 0, i = 0; y < bodies.Height; y++)
        {
            for (int x = 0; x < bodies.Width; x++, i++)
            {
                int owner = bodies.Owners[i];
                if (owner != 0)
                {
                    var brush = _brushes[owner - 1];
                    double left = nuclei.Owners[i] == 0 ? share : share * NucleusLight;
                    light.Add(i, left * brush.ShadeBody(x, y, bodies.Depths[i]), brush.OutOfFocus);
                }
            }
        }
    }

    /// <summary>What of a cell decides the light of its pixels.</summary>
    private sealed class Brush
    {
        private readonly CellState _state;
        private readonly double _brightness, _texture, _dome;
        private readonly float _cos, _sin, _fine, _coarse, _spots;

        public Brush(CellState state, double texture, double brightness)
        {
            (_state, _texture) = (state, texture);
            _brightness = brightness;
            _dome = state.Cell.IsDead ? 1 : state.Cell.Profile.Dome;
            var (sin, cos) = Math.SinCos(state.Angle);
            (_sin, _cos) = ((float)sin, (float)cos);
            _fine = SamplesAPixel(FineGrain);
            _coarse = SamplesAPixel(state.Cell.CoarseGrain);
            _spots = (float)(1 - state.Phase.Condensation);
        }

        /// <summary>The share of the cell's light that is out of focus.</summary>
        public double OutOfFocus => _state.Cell.OutOfFocus;

        /// <summary>The light of a pixel in the nucleus.</summary>
        public double ShadeNucleus(int x, int y, float depth)
        {
            var cell = _state.Cell;
            var (u, v) = Turn(x, y);
            float radius = (float)_state.Radius, spots = 0;
            foreach (var spot in cell.Spots)
                spots += spot.At(u / radius, v / radius);
            double grain = (cell.Profile.FineTexture * Grain(u, v, _fine)) + (cell.Profile.CoarseTexture * Grain(v, u, _coarse)) + (_spots * spots);
            // A ball of the same mean is half as bright again in its middle.
            double shape = 1 - _dome + (_dome * 1.5 * Math.Sqrt(Math.Max(1 - (depth * depth), 0)));
            return _brightness * cell.Brightness * _state.Phase.Brightness * shape * (1 + (_texture * grain));
        }

        /// <summary>The light of a pixel of the cytoplasm.</summary>
        public double ShadeBody(int x, int y, float depth)
        {
            var (u, v) = Turn(x, y);
            double shape = EdgeLight + ((1 - EdgeLight) * Math.Max(1 - depth, 0));
            double grain = BodyTexture * (Grain(v, u, _fine) + Grain(u, v, _coarse));
            return _brightness * _state.Cell.BodyBrightness * shape * (1 + (_texture * grain));
        }

        /// <summary>A pixel from the centre along both axes, in pixels.</summary>
        private (float U, float V) Turn(int x, int y)
        {
            float dx = (float)(x - _state.X), dy = (float)(y - _state.Y);
            return ((dx * _cos) + (dy * _sin), (dy * _cos) - (dx * _sin));
        }

        private float Grain(float u, float v, float samples)
            => NoiseField.At((u * samples) + _state.Cell.TextureX, (v * samples) + _state.Cell.TextureY);

        private float SamplesAPixel(double grain) => (float)(NoiseField.Grain / Math.Max(grain * _state.Cell.Radius, LeastGrain));
    }
}

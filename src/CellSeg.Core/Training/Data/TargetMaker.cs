using CellSeg.Imaging;
using CellSeg.Schemas;
using CellSeg.Targets;

namespace CellSeg.Training.Data;

/// <summary>Makes of a label image what each map of a network learns.</summary>
internal sealed class TargetMaker(Schema schema, TargetOptions options)
{
    /// <summary>The maker of whole frames' targets; null where crops make their own.</summary>
    public static TargetMaker? OfFrames(Schema schema, BatchOptions options) => options.WarpTargets ? new TargetMaker(schema, options.Targets) : null;

    /// <summary>Room for the targets of several frames.</summary>
    /// <param name="pixels">Pixels of all of them.</param>
    /// <returns>Target channels x pixels for each map.</returns>
    public Dictionary<OutputMap, float[]> Allocate(int pixels) => schema.Maps.ToDictionary(map => map, map => new float[map.TargetChannels * pixels]);

    /// <summary>Fills the targets of one frame.</summary>
    /// <param name="labels">The true cells, row-major.</param>
    /// <param name="height">Rows.</param>
    /// <param name="width">Columns.</param>
    /// <param name="place">Where the target of a map goes.</param>
    public void Fill(ReadOnlySpan<int> labels, int height, int width, TargetPlace place) => schema.FillTargets(labels, height, width, options, place);

    /// <summary>The targets of a whole frame.</summary>
    /// <param name="labels">Its cells.</param>
    /// <returns>Target channels x height x width for each map.</returns>
    public IReadOnlyDictionary<OutputMap, float[]> Make(LabelImage labels)
    {
        var targets = Allocate(labels.Pixels.Length);
        Fill(labels.Pixels, labels.Height, labels.Width, map => targets[map]);
        return targets;
    }
}

using CellSeg.Decoding;
using CellSeg.Imaging;

namespace CellSeg.Schemas;

/// <summary>A schema whose network predicts maps of the size of the image.</summary>
public abstract class MapSchema : Schema
{
    /// <summary>Makes cells of the maps of one frame.</summary>
    /// <param name="maps">Each of <see cref="Schema.Maps"/> with its target channels, row-major and one after the other.</param>
    /// <param name="height">Rows.</param>
    /// <param name="width">Columns.</param>
    /// <param name="options">Options of the type of <see cref="Schema.DefaultDecoder"/>.</param>
    /// <exception cref="CellSegException">The options are those of another schema.</exception>
    public abstract LabelImage Decode(IReadOnlyDictionary<OutputMap, float[]> maps, int height, int width, DecoderOptions options);
}

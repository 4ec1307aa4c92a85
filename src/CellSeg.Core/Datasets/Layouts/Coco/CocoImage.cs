using CellSeg.Files.Json;

namespace CellSeg.Datasets.Layouts.Coco;

/// <summary>An image that an annotation file names.</summary>
/// <param name="Id">Its id, as it is written.</param>
/// <param name="FileName">The name of its file, perhaps with folders.</param>
/// <param name="Size">Height and width; null where the file does not say so.</param>
internal sealed record CocoImage(string Id, string FileName, FrameSize? Size)
{
    /// <summary>Where its annotations stand, in the order of the file.</summary>
    public List<JsonPlace> Annotations { get; } = [];
}

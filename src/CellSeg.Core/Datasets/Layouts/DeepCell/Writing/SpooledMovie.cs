using CellSeg.Datasets.Layouts.DeepCell.Lineages;

namespace CellSeg.Datasets.Layouts.DeepCell.Writing;

/// <summary>A movie that was read whole.</summary>
/// <param name="Movie">The movie.</param>
/// <param name="FirstFrame">The place of its first frame among those of all movies, from 0.</param>
/// <param name="Cells">The cells of its label images.</param>
/// <param name="ZeroFrames">Frames at its end in which image and labels are zero everywhere.</param>
internal sealed record SpooledMovie(CellMovie Movie, long FirstFrame, LabelFrames Cells, int ZeroFrames);

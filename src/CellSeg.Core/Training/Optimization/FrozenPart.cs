namespace CellSeg.Training.Optimization;

/// <summary>A part of a network that keeps what it has learnt before, while the rest learns.</summary>
public enum FrozenPart
{
    /// <summary>None: everything learns.</summary>
    None,

    /// <summary>The backbone, with the convolution that makes its three channels of those of the image.</summary>
    Backbone,

    /// <summary>Everything that makes features (backbone, feature pyramid, temporal modules), so that the heads alone learn.</summary>
    AllButHeads,
}

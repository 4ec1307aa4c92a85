namespace CellSeg.Models.Layers;

/// <summary>What a head does to its last numbers.</summary>
public enum HeadActivation
{
    /// <summary>Nothing: logits.</summary>
    None,

    /// <summary>Negative numbers become 0 (distances).</summary>
    Relu,

    /// <summary>Exponentials normalised over the channels (class probabilities).</summary>
    Softmax,
}

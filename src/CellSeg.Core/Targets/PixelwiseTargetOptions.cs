namespace CellSeg.Targets;

/// <summary>How pixel classes are made from labels (docs/method.md, 4.1).</summary>
public sealed record PixelwiseTargetOptions
{
    /// <summary>
    /// Whether edges towards other cells are a class of their own, which makes four classes. Default false: three, as in
    /// the thesis.
    /// </summary>
    public bool SeparateEdges { get; init; }

    /// <summary>
    /// Radius of a disk with which edges are dilated into the background, 0 or more; interiors stay. Default 0;
    /// notebooks of 2020 have 1.
    /// </summary>
    public int DilationRadius { get; init; }

    /// <summary>How many classes there are: 3 or 4.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public int ClassCount => SeparateEdges ? 4 : 3;

    /// <summary>Throws when a value is out of its range.</summary>
    /// <exception cref="CellSegException">One is.</exception>
    public void Validate()
    {
        Require.AtLeast(DilationRadius, 0);
    }
}

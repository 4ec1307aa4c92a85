namespace CellSeg.Models.Streaming.Kernels;

/// <summary>What happens to a number behind a layer: it is kept between two bounds.</summary>
/// <param name="Least">What smaller numbers become.</param>
/// <param name="Most">What larger numbers become.</param>
internal readonly record struct Rectifier(float Least, float Most)
{
    /// <summary>Numbers stay as they are.</summary>
    public static Rectifier None { get; } = new(float.NegativeInfinity, float.PositiveInfinity);

    /// <summary>Negative numbers become 0.</summary>
    public static Rectifier Relu { get; } = new(0, float.PositiveInfinity);

    /// <summary>As ReLU, and numbers above 6 become 6.</summary>
    public static Rectifier Relu6 { get; } = new(0, 6);
}

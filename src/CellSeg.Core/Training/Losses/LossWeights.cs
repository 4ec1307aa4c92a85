namespace CellSeg.Training.Losses;

/// <summary>
/// What the losses of a network's outputs are multiplied with before they are added up; each at least 0, which leaves
/// the output out. A network uses those of its own outputs alone.
/// </summary>
public sealed record LossWeights
{
    /// <summary>Weight of the inner distance. Default 1.</summary>
    public double InnerDistance { get; init; } = 1;

    /// <summary>Weight of the outer distance. Default 1.</summary>
    public double OuterDistance { get; init; } = 1;

    /// <summary>Weight of foreground and background. Default 1: with 0.1 cells were found worse.</summary>
    public double Foreground { get; init; } = 1;

    /// <summary>Weight of the classes of pixels. Default 1.</summary>
    public double PixelClasses { get; init; } = 1;

    /// <summary>Weight of the steps of the outer distance. Default 1.</summary>
    public double DistanceBins { get; init; } = 1;

    /// <summary>Weight of the scores of a RetinaMask network's anchors. Default 1.</summary>
    public double Classification { get; init; } = 1;

    /// <summary>Weight of a RetinaMask network's boxes. Default 1.</summary>
    public double Boxes { get; init; } = 1;

    /// <summary>Weight of a RetinaMask network's masks. Default 1.</summary>
    public double Masks { get; init; } = 1;

    /// <summary>Weight of the final scores, which a RetinaMask network has with several frames. Default 1.</summary>
    public double FinalScores { get; init; } = 1;

    private IReadOnlyList<(string Output, double Weight)> All =>
    [
        (nameof(InnerDistance), InnerDistance), (nameof(OuterDistance), OuterDistance), (nameof(Foreground), Foreground),
        (nameof(PixelClasses), PixelClasses), (nameof(DistanceBins), DistanceBins), (nameof(Classification), Classification),
        (nameof(Boxes), Boxes), (nameof(Masks), Masks), (nameof(FinalScores), FinalScores),
    ];

    /// <summary>The weight of an output.</summary>
    /// <param name="output">The name of a map or of a part of the loss.</param>
    internal double Of(string output) => All.Single(part => part.Output == output).Weight;

    /// <summary>Throws when a value is out of its range.</summary>
    /// <exception cref="CellSegException">One is.</exception>
    public void Validate()
    {
        foreach (var (output, weight) in All)
            Require.AtLeast(weight, 0.0, output);
    }
}

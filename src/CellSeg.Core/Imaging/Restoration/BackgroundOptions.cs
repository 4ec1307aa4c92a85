using CellSeg.Imaging.Morphology;

namespace CellSeg.Imaging.Restoration;

/// <summary>How the background of an image is found: what is dark and wider than cells are.</summary>
public sealed record BackgroundOptions
{
    /// <summary>The radius where none is chosen, that of ImageJ.</summary>
    public const double DefaultRadius = 50;

    private const double LargestRadius = 1000;

    /// <summary>The method. Default: none.</summary>
    public BackgroundMethod Method { get; init; }

    /// <summary>
    /// The size of what is background, in pixels, 1 to 1000: the radius of the ball, disc or square, which has to be larger than that
    /// of the cells, or the standard deviation of the Gaussian, which should be several times as large. Default null: 50. The work
    /// of a ball or disc grows with its square, that of a Gaussian with itself, that of a square hardly.
    /// </summary>
    public double? Radius { get; init; }

    /// <summary>
    /// The half axis of the ball along the intensities, above 0, in the unit of the image; makes an ellipsoid of it. A ball is
    /// flat where intensities are in thousands, and fits into cells where they go from 0 to 1. Default null: a ball, whose half axis is the
    /// radius, one intensity for one pixel, as in ImageJ and scikit-image.
    /// </summary>
    public double? BallHeight { get; init; }

    /// <summary>The shape of a morphological opening. Default null: a disc.</summary>
    public KernelShape? Shape { get; init; }

    private double ActualRadius => Radius ?? DefaultRadius;

    /// <summary>Throws when a value is out of its range, or belongs to another method.</summary>
    /// <exception cref="CellSegException">One does.</exception>
    public void Validate()
    {
        Require.Choice(Method, "Background");
        Require.Between(Radius, 1, LargestRadius);
        Require.Above(BallHeight, 0.0);
        if (Shape is { } shape)
            Require.Choice(shape);
        RequireMethod(Radius is null || Method != BackgroundMethod.None, nameof(Radius), "RollingBall, Morphological or LargeKernel");
        RequireMethod(BallHeight is null || Method == BackgroundMethod.RollingBall, nameof(BallHeight), $"{BackgroundMethod.RollingBall}");
        RequireMethod(Shape is null || Method == BackgroundMethod.Morphological, nameof(Shape), $"{BackgroundMethod.Morphological}");
    }

    /// <summary>Finds the background of a plane.</summary>
    /// <param name="values">Row-major intensities, all of them finite.</param>
    /// <param name="height">Rows, at least 1.</param>
    /// <param name="width">Columns, at least 1.</param>
    /// <param name="background">Receives it. May be the same memory as <paramref name="values"/>.</param>
    /// <exception cref="ArgumentException">A span has another length than the image.</exception>
    public void Find(ReadOnlySpan<float> values, int height, int width, Span<float> background)
    {
        switch (Method)
        {
            case BackgroundMethod.RollingBall:
                RollingBall.Open(values, height, width, ActualRadius, BallHeight ?? ActualRadius, background);
                break;
            case BackgroundMethod.Morphological when Shape is KernelShape.Square:
                SquareOpening.Open(values, height, width, (int)ActualRadius, background);
                break;
            case BackgroundMethod.Morphological:
                RollingBall.Open(values, height, width, ActualRadius, 0, background);
                break;
            case BackgroundMethod.LargeKernel:
                GaussianFilter.Apply(values, height, width, ActualRadius, background);
                break;
            default:
                background.Clear();
                break;
        }
    }

    private static void RequireMethod(bool holds, string name, string method)
    {
        if (!holds)
            throw new CellSegException(name, "it says nothing of the chosen background", $"Give it with the background {method}, or leave it out");
    }
}

namespace CellSeg.Datasets.Simulation;

/// <summary>What simulated movies of nuclei look like.</summary>
public sealed record SimulationOptions
{
    /// <summary>How many movies there are, at least 1. Default 10.</summary>
    public int MovieCount { get; init; } = 10;

    /// <summary>How many frames each movie has, at least 1. Default 1.</summary>
    public int FrameCount { get; init; } = 1;

    /// <summary>Columns of each frame, at least 32. Default 256.</summary>
    public int Width { get; init; } = 256;

    /// <summary>Rows of each frame, at least 32. Default 256.</summary>
    public int Height { get; init; } = 256;

    /// <summary>Nuclei to place in each field, at least 0; fewer where there is no room. Default 30.</summary>
    public int CellCount { get; init; } = 30;

    /// <summary>Mean radius of a nucleus in pixels, at least 2. Single ones lie within 30 % of it. Default 10.</summary>
    public double Radius { get; init; } = 10;

    /// <summary>The share of nuclei that are put against another one, 0 to 1. Default 0.3.</summary>
    public double TouchingFraction { get; init; } = 0.3;

    /// <summary>Standard deviation of the microscope's blur in pixels, at least 0. Default 1.2.</summary>
    public double Blur { get; init; } = 1.2;

    /// <summary>Standard deviation of the camera's noise as a share of a mean nucleus' brightness, at least 0. Default 0.05.</summary>
    public double Noise { get; init; } = 0.05;

    /// <summary>How much darker the light is at its darkest, 0 to 1. Default 0.4.</summary>
    public double UnevenLight { get; init; } = 0.4;

    /// <summary>Mean path of a nucleus between two frames in pixels, at least 0. Default 2.</summary>
    public double Motion { get; init; } = 2;

    /// <summary>Equal seeds give equal movies. Default 0.</summary>
    public long Seed { get; init; }

    /// <summary>Throws when a value is out of its range.</summary>
    /// <exception cref="CellSegException">One is.</exception>
    public void Validate()
    {
        Require.AtLeast(MovieCount, 1);
        Require.AtLeast(FrameCount, 1);
        Require.AtLeast(Width, 32);
        Require.AtLeast(Height, 32);
        Require.AtLeast(CellCount, 0);
        Require.AtLeast(Radius, 2.0);
        Require.Between(TouchingFraction, 0.0, 1.0);
        Require.AtLeast(Blur, 0.0);
        Require.AtLeast(Noise, 0.0);
        Require.Between(UnevenLight, 0.0, 1.0);
        Require.AtLeast(Motion, 0.0);
    }
}

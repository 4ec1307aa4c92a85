namespace CellSeg.Datasets.Simulation;

/// <summary>What simulated movies of nuclei look like.</summary>
public sealed record SimulationOptions
{
    /// <summary>Movies, at least 1. Default 10.</summary>
    public int MovieCount { get; init; } = 10;

    /// <summary>Frames of each movie, at least 1. Default 1.</summary>
    public int FrameCount { get; init; } = 1;

    /// <summary>Columns, at least 32. Default 256.</summary>
    public int Width { get; init; } = 256;

    /// <summary>Rows, at least 32. Default 256.</summary>
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
        Check(MovieCount >= 1, nameof(MovieCount), MovieCount, "at least 1");
        Check(FrameCount >= 1, nameof(FrameCount), FrameCount, "at least 1");
        Check(Width >= 32, nameof(Width), Width, "at least 32");
        Check(Height >= 32, nameof(Height), Height, "at least 32");
        Check(CellCount >= 0, nameof(CellCount), CellCount, "at least 0");
        Check(Radius >= 2 && double.IsFinite(Radius), nameof(Radius), Radius, "at least 2");
        Check(TouchingFraction is >= 0 and <= 1, nameof(TouchingFraction), TouchingFraction, "from 0 to 1");
        Check(Blur >= 0 && double.IsFinite(Blur), nameof(Blur), Blur, "at least 0");
        Check(Noise >= 0 && double.IsFinite(Noise), nameof(Noise), Noise, "at least 0");
        Check(UnevenLight is >= 0 and <= 1, nameof(UnevenLight), UnevenLight, "from 0 to 1");
        Check(Motion >= 0 && double.IsFinite(Motion), nameof(Motion), Motion, "at least 0");
    }

    private static void Check(bool holds, string name, double value, string range)
    {
        if (!holds)
            throw new CellSegException(name, $"{value} is out of range", $"Choose a number that is {range}");
    }
}

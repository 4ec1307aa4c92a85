using System.Management.Automation;
using CellSeg.Datasets;
using CellSeg.Datasets.Simulation;
using CellSeg.PowerShell.Abstractions;

namespace CellSeg.PowerShell.Commands;

/// <summary>Makes movies of fluorescent nuclei whose truth is known.</summary>
[Cmdlet(VerbsCommon.New, "SimulatedCellDataset")]
[OutputType(typeof(CellDataset))]
public sealed class NewSimulatedCellDatasetCommand : CellSegCmdlet
{
    private static readonly SimulationOptions Defaults = new();

    /// <summary>Movies to make.</summary>
    [Parameter(Position = 0)]
    [ValidateRange(1, int.MaxValue)]
    public int MovieCount { get; set; } = Defaults.MovieCount;

    /// <summary>Frames of each movie.</summary>
    [Parameter]
    [ValidateRange(1, int.MaxValue)]
    public int FrameCount { get; set; } = Defaults.FrameCount;

    /// <summary>Columns of each frame.</summary>
    [Parameter]
    [ValidateRange(32, int.MaxValue)]
    public int Width { get; set; } = Defaults.Width;

    /// <summary>Rows of each frame.</summary>
    [Parameter]
    [ValidateRange(32, int.MaxValue)]
    public int Height { get; set; } = Defaults.Height;

    /// <summary>Nuclei to place in each field; fewer where there is no room.</summary>
    [Parameter]
    [ValidateRange(0, int.MaxValue)]
    public int CellCount { get; set; } = Defaults.CellCount;

    /// <summary>Mean radius of a nucleus in pixels.</summary>
    [Parameter]
    [ValidateRange(2.0, 1e6)]
    public double Radius { get; set; } = Defaults.Radius;

    /// <summary>The share of nuclei that are put against another one.</summary>
    [Parameter]
    [ValidateRange(0.0, 1.0)]
    public double TouchingFraction { get; set; } = Defaults.TouchingFraction;

    /// <summary>Standard deviation of the blur in pixels.</summary>
    [Parameter]
    [ValidateRange(0.0, 1e6)]
    public double Blur { get; set; } = Defaults.Blur;

    /// <summary>Standard deviation of the camera's noise as a share of a nucleus' brightness.</summary>
    [Parameter]
    [ValidateRange(0.0, 1e6)]
    public double Noise { get; set; } = Defaults.Noise;

    /// <summary>How much darker the light is at its darkest.</summary>
    [Parameter]
    [ValidateRange(0.0, 1.0)]
    public double UnevenLight { get; set; } = Defaults.UnevenLight;

    /// <summary>Mean path of a nucleus between two frames in pixels.</summary>
    [Parameter]
    [ValidateRange(0.0, 1e6)]
    public double Motion { get; set; } = Defaults.Motion;

    /// <summary>Equal seeds give equal movies.</summary>
    [Parameter]
    public long Seed { get; set; } = Defaults.Seed;

    /// <summary>Makes the data set.</summary>
    protected override void EndProcessing()
    {
        var options = new SimulationOptions
        {
            MovieCount = MovieCount,
            FrameCount = FrameCount,
            Width = Width,
            Height = Height,
            CellCount = CellCount,
            Radius = Radius,
            TouchingFraction = TouchingFraction,
            Blur = Blur,
            Noise = Noise,
            UnevenLight = UnevenLight,
            Motion = Motion,
            Seed = Seed,
        };
        WriteObject(OrEnd(() => CellSimulator.Simulate(options), Errors.InvalidOption));
    }
}

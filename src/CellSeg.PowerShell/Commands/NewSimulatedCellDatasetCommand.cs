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
    /// <summary>Movies to make.</summary>
    [Parameter(Position = 0)]
    [OptionOf<SimulationOptions>]
    [ValidateRange(1, int.MaxValue)]
    public int MovieCount { get; set; }

    /// <summary>Frames of each movie.</summary>
    [Parameter]
    [OptionOf<SimulationOptions>]
    [ValidateRange(1, int.MaxValue)]
    public int FrameCount { get; set; }

    /// <summary>Columns of each frame.</summary>
    [Parameter]
    [OptionOf<SimulationOptions>]
    [ValidateRange(32, int.MaxValue)]
    public int Width { get; set; }

    /// <summary>Rows of each frame.</summary>
    [Parameter]
    [OptionOf<SimulationOptions>]
    [ValidateRange(32, int.MaxValue)]
    public int Height { get; set; }

    /// <summary>Nuclei to place in each field; fewer where there is no room.</summary>
    [Parameter]
    [OptionOf<SimulationOptions>]
    [ValidateRange(0, int.MaxValue)]
    public int CellCount { get; set; }

    /// <summary>Mean radius of a nucleus in pixels.</summary>
    [Parameter]
    [OptionOf<SimulationOptions>]
    [ValidateRange(2.0, 1e6)]
    public double Radius { get; set; }

    /// <summary>The share of nuclei that are put against another one.</summary>
    [Parameter]
    [OptionOf<SimulationOptions>]
    [ValidateRange(0.0, 1.0)]
    public double TouchingFraction { get; set; }

    /// <summary>Standard deviation of the blur in pixels.</summary>
    [Parameter]
    [OptionOf<SimulationOptions>]
    [ValidateRange(0.0, 1e6)]
    public double Blur { get; set; }

    /// <summary>Standard deviation of the camera's noise as a share of a nucleus' brightness.</summary>
    [Parameter]
    [OptionOf<SimulationOptions>]
    [ValidateRange(0.0, 1e6)]
    public double Noise { get; set; }

    /// <summary>How much darker the light is at its darkest.</summary>
    [Parameter]
    [OptionOf<SimulationOptions>]
    [ValidateRange(0.0, 1.0)]
    public double UnevenLight { get; set; }

    /// <summary>Mean path of a nucleus between two frames in pixels.</summary>
    [Parameter]
    [OptionOf<SimulationOptions>]
    [ValidateRange(0.0, 1e6)]
    public double Motion { get; set; }

    /// <summary>Equal seeds give equal movies.</summary>
    [Parameter]
    [OptionOf<SimulationOptions>]
    public long Seed { get; set; }

    /// <summary>Makes the data set.</summary>
    protected override void EndProcessing()
    {
        var options = WithBound(new SimulationOptions());
        WriteObject(OrEnd(() => CellSimulator.Simulate(options), Errors.InvalidOption));
    }
}

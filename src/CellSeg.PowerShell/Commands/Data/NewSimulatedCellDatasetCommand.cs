using System.Management.Automation;
using CellSeg.Datasets;
using CellSeg.Datasets.Simulation;
using CellSeg.Datasets.Simulation.Cells;
using CellSeg.PowerShell.Abstractions;

namespace CellSeg.PowerShell.Commands.Data;

/// <summary>Makes movies of fluorescent cells whose truth is known: labels, and the tracks and divisions of the cells.</summary>
[Cmdlet(VerbsCommon.New, "SimulatedCellDataset")]
[OutputType(typeof(CellDataset))]
public sealed class NewSimulatedCellDatasetCommand : CellSegCmdlet
{
    /// <summary>Movies to make. Each is the same however many there are.</summary>
    [Parameter(Position = 0)]
    [OptionOf<SimulationOptions>]
    [ValidateRange(1, int.MaxValue)]
    public int MovieCount { get; set; }

    /// <summary>Frames of each movie; with one, movies are single images.</summary>
    [Parameter]
    [OptionOf<SimulationOptions>]
    [ValidateRange(1, int.MaxValue)]
    public int FrameCount { get; set; }

    /// <summary>Columns of each frame in pixels.</summary>
    [Parameter]
    [OptionOf<SimulationOptions>]
    [ValidateRange(32, int.MaxValue)]
    public int Width { get; set; }

    /// <summary>Rows of each frame in pixels.</summary>
    [Parameter]
    [OptionOf<SimulationOptions>]
    [ValidateRange(32, int.MaxValue)]
    public int Height { get; set; }

    /// <summary>Cells in the first frame of each movie; many are packed to a closed layer, and a warning says where there is no room.</summary>
    [Parameter]
    [OptionOf<SimulationOptions>]
    [ValidateRange(0, int.MaxValue)]
    public int CellCount { get; set; }

    /// <summary>Mean radius of a nucleus of the kind Oval in pixels; other kinds are larger or smaller.</summary>
    [Parameter]
    [OptionOf<SimulationOptions>]
    [ValidateRange(2.0, 1e6)]
    public double Radius { get; set; }

    /// <summary>The kinds of cells, of which the movies take turns.</summary>
    [Parameter]
    [OptionOf<SimulationOptions>]
    [ValidateNotNullOrEmpty]
    public SimulatedCellKind[] CellKind { get; set; } = [];

    /// <summary>How much movies differ from each other in size, density, contrast, blur, light and noise, 0 to 1.</summary>
    [Parameter]
    [OptionOf<SimulationOptions>]
    [ValidateRange(0.0, 1.0)]
    public double Variation { get; set; }

    /// <summary>The share of cells that are put against another one.</summary>
    [Parameter]
    [OptionOf<SimulationOptions>]
    [ValidateRange(0.0, 1.0)]
    public double TouchingFraction { get; set; }

    /// <summary>Mean path of a cell between two frames in pixels.</summary>
    [Parameter]
    [OptionOf<SimulationOptions>]
    [ValidateRange(0.0, 1e6)]
    public double Motion { get; set; }

    /// <summary>The share of cells that divide from one frame to the next.</summary>
    [Parameter]
    [OptionOf<SimulationOptions>]
    [ValidateRange(0.0, 1.0)]
    public double DivisionRate { get; set; }

    /// <summary>The share of cells that are dead: small, bright or in fragments.</summary>
    [Parameter]
    [OptionOf<SimulationOptions>]
    [ValidateRange(0.0, 1.0)]
    public double DeadFraction { get; set; }

    /// <summary>Columns by which the stage moves everything to the right between two frames, in pixels.</summary>
    [Parameter]
    [OptionOf<SimulationOptions>]
    [ValidateRange(-1e6, 1e6)]
    public double DriftX { get; set; }

    /// <summary>Rows by which the stage moves everything down between two frames, in pixels.</summary>
    [Parameter]
    [OptionOf<SimulationOptions>]
    [ValidateRange(-1e6, 1e6)]
    public double DriftY { get; set; }

    /// <summary>The share of its light that a cell loses between two frames.</summary>
    [Parameter]
    [OptionOf<SimulationOptions>]
    [ValidateRange(0.0, 0.999)]
    public double Bleaching { get; set; }

    /// <summary>Standard deviation of the microscope's blur in focus, in pixels.</summary>
    [Parameter]
    [OptionOf<SimulationOptions>]
    [ValidateRange(0.0, 1e6)]
    public double Blur { get; set; }

    /// <summary>Standard deviation of the steps by which the focus wanders between two frames, in pixels of blur.</summary>
    [Parameter]
    [OptionOf<SimulationOptions>]
    [ValidateRange(0.0, 1e6)]
    public double FocusDrift { get; set; }

    /// <summary>The mean share of a cell's light that is out of focus.</summary>
    [Parameter]
    [OptionOf<SimulationOptions>]
    [ValidateRange(0.0, 1.0)]
    public double Haze { get; set; }

    /// <summary>How strong chromatin and nucleoli are; 1 is usual.</summary>
    [Parameter]
    [OptionOf<SimulationOptions>]
    [ValidateRange(0.0, 100.0)]
    public double Texture { get; set; }

    /// <summary>Standard deviation of the logarithm of the cells' brightness.</summary>
    [Parameter]
    [OptionOf<SimulationOptions>]
    [ValidateRange(0.0, 2.0)]
    public double BrightnessSpread { get; set; }

    /// <summary>Brightness of the ground as a share of that of a mean nucleus.</summary>
    [Parameter]
    [OptionOf<SimulationOptions>]
    [ValidateRange(0.0, 1e6)]
    public double Background { get; set; }

    /// <summary>How much darker the light is at its darkest, as a share; half of it is how much brighter the ground is at its brightest.</summary>
    [Parameter]
    [OptionOf<SimulationOptions>]
    [ValidateRange(0.0, 1.0)]
    public double UnevenLight { get; set; }

    /// <summary>Standard deviation of the camera's noise as a share of a mean nucleus' brightness.</summary>
    [Parameter]
    [OptionOf<SimulationOptions>]
    [ValidateRange(0.0, 1e6)]
    public double Noise { get; set; }

    /// <summary>The brightness of a mean nucleus as a share of the camera's range.</summary>
    [Parameter]
    [OptionOf<SimulationOptions>]
    [ValidateRange(1e-6, 1e6)]
    public double Exposure { get; set; }

    /// <summary>The power to which brightness is taken in the image; 1 is linear.</summary>
    [Parameter]
    [OptionOf<SimulationOptions>]
    [ValidateRange(0.1, 10.0)]
    public double Gamma { get; set; }

    /// <summary>Bits of a pixel, which say how many shades an image has.</summary>
    [Parameter]
    [OptionOf<SimulationOptions>]
    [ValidateSet("8", "16")]
    public int BitDepth { get; set; }

    /// <summary>Makes images of two channels, nucleus and cytoplasm.</summary>
    [Parameter]
    [OptionOf<SimulationOptions>]
    public SwitchParameter Cytoplasm { get; set; }

    /// <summary>What the labels are: nuclei, or whole cells.</summary>
    [Parameter]
    [OptionOf<SimulationOptions>]
    public LabelTarget LabelTarget { get; set; }

    /// <summary>The share of the cytoplasm's light that is seen in the channel of the nuclei.</summary>
    [Parameter]
    [OptionOf<SimulationOptions>]
    [ValidateRange(0.0, 1.0)]
    public double BleedThrough { get; set; }

    /// <summary>Micrometres a pixel that the data set is said to have.</summary>
    [Parameter]
    [OptionOf<SimulationOptions>]
    [ValidateRange(double.Epsilon, double.MaxValue)]
    public double PixelSize { get; set; }

    /// <summary>Seed of everything that is drawn by chance: equal seeds give equal movies.</summary>
    [Parameter]
    [OptionOf<SimulationOptions>]
    public long Seed { get; set; }

    /// <summary>Makes the data set.</summary>
    protected override void EndProcessing()
    {
        var options = WithBound(new SimulationOptions());
        string[] ofMovies = [nameof(Motion), nameof(DivisionRate), nameof(DriftX), nameof(DriftY), nameof(Bleaching), nameof(FocusDrift)];
        foreach (string parameter in options.FrameCount == 1 ? ofMovies : [])
        {
            if (IsGiven(parameter))
            {
                ThrowTerminatingError(Errors.OptionWithoutEffect(
                    new CellSegException(parameter, "it has no effect on a single frame", "Give a -FrameCount above 1, or leave it out")));
            }
        }
        var result = OrEnd(
            () => RunInBackground("Simulating cells", output => CellSimulator.Create(options, ItemProgress(output), output.Stopping)), Errors.InvalidOption);
        foreach (string warning in result.Warnings)
            WriteWarning(warning);
        WriteObject(result.Dataset);
    }
}

using System.Globalization;
using System.Management.Automation;
using CellSeg.Datasets;
using CellSeg.Datasets.Repair;
using CellSeg.Imaging.Restoration;
using CellSeg.Imaging.Selection;
using CellSeg.PowerShell.Abstractions;
using CellSeg.PowerShell.Abstractions.Transformations;

namespace CellSeg.PowerShell.Commands.Data;

/// <summary>
/// Repairs movies, in this order: hot pixels, uneven light, background, drift. Frames are repaired when they are read; files stay as they
/// are. A movie that cannot be repaired is an error record; the others go on.
/// </summary>
[Cmdlet(VerbsDiagnostic.Repair, "CellMovie", DefaultParameterSetName = DatasetSet, SupportsShouldProcess = true)]
[OutputType(typeof(CellDataset), ParameterSetName = [DatasetSet])]
[OutputType(typeof(CellMovie), ParameterSetName = [MovieSet])]
public sealed class RepairCellMovieCommand : CellSegCmdlet
{
    private const string DatasetSet = "Dataset", MovieSet = "Movie";

    private readonly List<MovieShift> _shifts = [];
    private MovieRepair _repair = null!;
    private string? _shiftPath;

    /// <summary>A data set, all movies of which are repaired.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ParameterSetName = DatasetSet)]
    [TakesOnly(typeof(CellDataset), Or = typeof(CellMovie))]
    [ValidateNotNull]
    public CellDataset InputObject { get; set; } = null!;

    /// <summary>A movie, such as one of a data set's Movies.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = MovieSet)]
    [ValidateNotNull]
    public CellMovie Movie { get; set; } = null!;

    /// <summary>
    /// Replaces single pixels that are too bright by the median of their eight neighbours: those that stand out by far more than noise
    /// and whose neighbours do not rise with them, so that small spots stay.
    /// </summary>
    [Parameter]
    [OptionOf<MovieRepairOptions>]
    public SwitchParameter RemoveHotPixels { get; set; }

    /// <summary>How many standard deviations of noise a hot pixel stands out by; 8 when left out.</summary>
    [Parameter]
    [OptionOf<MovieRepairOptions>]
    [ValidateRange(double.Epsilon, double.MaxValue)]
    public double HotPixelThreshold { get; set; }

    /// <summary>An image of an even, bright sample, by which images are divided; its mean is made 1, so that intensities keep their scale.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? FlatFieldPath { get; set; }

    /// <summary>An image without light, which is subtracted from images and flat field.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? DarkFieldPath { get; set; }

    /// <summary>
    /// Estimates the flat field from each movie: the median of up to 15 of its frames, smoothed. Cells have to move or to be few, and there
    /// must be at least 5 frames.
    /// </summary>
    [Parameter]
    [OptionOf<MovieRepairOptions>]
    public SwitchParameter EstimateFlatField { get; set; }

    /// <summary>
    /// What is subtracted as background: RollingBall is what a ball touches that rolls below the image, Morphological the grey opening by a
    /// flat disc or square, LargeKernel the mean of the surroundings by a Gaussian. Where cells are dark it is the bright side.
    /// </summary>
    [Parameter]
    [OptionOf<MovieRepairOptions>("Background.Method")]
    public BackgroundMethod Background { get; set; }

    /// <summary>
    /// The radius of the ball, disc or square in pixels, larger than cells, or the standard deviation of the Gaussian, several times as
    /// large; 50 when left out.
    /// </summary>
    [Parameter]
    [OptionOf<MovieRepairOptions>("Background.Radius")]
    [ValidateRange(1.0, 1000.0)]
    public double Radius { get; set; }

    /// <summary>
    /// The height of the ball in the unit of the intensities, for images that go from 0 to 1 or to many thousands; as many as the radius has
    /// pixels when left out.
    /// </summary>
    [Parameter]
    [OptionOf<MovieRepairOptions>("Background.BallHeight")]
    [ValidateRange(double.Epsilon, double.MaxValue)]
    public double BallHeight { get; set; }

    /// <summary>The shape of a morphological opening; a disc when left out, and a square is faster.</summary>
    [Parameter]
    [OptionOf<MovieRepairOptions>("Background.Shape")]
    public KernelShape Shape { get; set; }

    /// <summary>Makes intensities below 0 to be 0; above 0 where cells are dark and their background was subtracted.</summary>
    [Parameter]
    [OptionOf<MovieRepairOptions>]
    public SwitchParameter ClipNegative { get; set; }

    /// <summary>
    /// Moves frames to where the first one lies: images by parts of a pixel, labels by the nearest whole one. What comes in from outside
    /// is the border's pixel in images and background in labels.
    /// </summary>
    [Parameter]
    [OptionOf<MovieRepairOptions>]
    public SwitchParameter CorrectDrift { get; set; }

    /// <summary>The channel that tells the drift of all, by number from 0 or by name; all as one grey image when left out.</summary>
    [Parameter]
    [OptionOf<MovieRepairOptions>]
    public ChannelSelector DriftChannel { get; set; }

    /// <summary>A CSV file for how each frame was moved: Movie, Frame, Down, Right, Correlation, IsTrusted; in pixels.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? ShiftPath { get; set; }

    /// <summary>Replaces a file that exists.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>Checks the options and reads the fields before any movie comes.</summary>
    protected override void BeginProcessing()
    {
        var options = WithBound(new MovieRepairOptions { FlatFieldPath = GetFile(FlatFieldPath), DarkFieldPath = GetFile(DarkFieldPath) });
        OrEnd(options.Validate, Errors.InvalidOption);
        RequireOther(nameof(Force), nameof(ShiftPath));
        if (ShiftPath is not null && !CorrectDrift)
            ThrowTerminatingError(Errors.ShiftPathWithoutDrift());
        _shiftPath = FindOutputFile(nameof(ShiftPath), ShiftPath, Force, Errors.TableNotWritten);
        _repair = OrEnd(() => new MovieRepair(options), Errors.FlatFieldUnusable);
    }

    /// <summary>Repairs one data set or movie.</summary>
    protected override void ProcessRecord()
    {
        if (ParameterSetName == MovieSet)
            OrSkip(() => Repair(Movie), Errors.MovieUnreadable);
        else
            Repair(InputObject);
    }

    /// <summary>Writes the table of shifts.</summary>
    protected override void EndProcessing() => WriteTable(_shiftPath, _shifts);

    private void Repair(CellMovie movie)
    {
        var result = RunInBackground("Repairing", output => _repair.Apply(movie, ItemProgress(output), output.Stopping));
        Tell(result);
        WriteObject(result.Movie);
    }

    private void Repair(CellDataset dataset)
    {
        var result = RunInBackground("Repairing", output => _repair.Apply(dataset, ItemProgress(output), output.Stopping));
        foreach (var problem in result.Problems)
            WriteError(Errors.MovieUnreadable(problem));
        foreach (var movie in result.Movies)
            Tell(movie);
        if (result.Movies.Count == 0 && result.Problems.Count > 0)
            WriteError(Errors.NothingReadable(dataset.Source, result.Problems.Count));
        else
            WriteObject(result.Dataset);
    }

    private void Tell(MovieRepairResult result)
    {
        foreach (string warning in result.Warnings)
            WriteWarning(warning);
        if (result.Shifts.Count > 0)
            WriteVerbose(string.Create(CultureInfo.InvariantCulture, $"{result.Movie.Name}: frames are moved by up to {result.LongestShift:f2} pixels."));
        _shifts.AddRange(result.DescribeShifts());
    }

    private string? GetFile(string? path) => path is null ? null : OrEnd(() => SessionPath.GetFull(this, path), Errors.PathNotFound);
}

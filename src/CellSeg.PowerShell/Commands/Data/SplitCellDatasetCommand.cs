using System.Globalization;
using System.Management.Automation;
using CellSeg.Datasets;
using CellSeg.Datasets.Splitting;
using CellSeg.PowerShell.Abstractions;
using CellSeg.PowerShell.Abstractions.Transformations;
using CellSeg.PowerShell.Completion;

namespace CellSeg.PowerShell.Commands.Data;

/// <summary>
/// Splits a data set by movie into parts for training, validation and testing, by a seed or as a file says. A smaller training
/// fraction of the same seed, or file, is a subset of a larger one.
/// </summary>
[Cmdlet(VerbsCommon.Split, "CellDataset", DefaultParameterSetName = SeedSet, SupportsShouldProcess = true)]
[OutputType(typeof(CellDatasetSplit))]
public sealed class SplitCellDatasetCommand : CellSegCmdlet
{
    private const string SeedSet = "Seed", SavedSet = "Saved";

    private DatasetSplitOptions _options = null!;
    private SavedSplit? _saved;
    private string? _csvPath;
    private bool _hasSaved;

    /// <summary>The data set to split, the movies of which have labels.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [TakesOnly(typeof(CellDataset))]
    [ValidateNotNull]
    public CellDataset InputObject { get; set; } = null!;

    /// <summary>The share of the movies to judge by, which no model learns from.</summary>
    [Parameter(ParameterSetName = SeedSet)]
    [OptionOf<DatasetSplitOptions>]
    [ValidateRange(0.0, 1.0)]
    public double TestFraction { get; set; }

    /// <summary>The share of the movies to choose checkpoints and thresholds by.</summary>
    [Parameter(ParameterSetName = SeedSet)]
    [OptionOf<DatasetSplitOptions>]
    [ValidateRange(0.0, 1.0)]
    public double ValidationFraction { get; set; }

    /// <summary>The share of the remaining movies, or of the training movies of a file, to learn from: the first ones.</summary>
    [Parameter]
    [OptionOf<DatasetSplitOptions>]
    [ValidateRange(0.0, 1.0)]
    public double Fraction { get; set; }

    /// <summary>Seed of the shuffle: the same seed splits the same movies alike.</summary>
    [Parameter(ParameterSetName = SeedSet)]
    [OptionOf<DatasetSplitOptions>]
    public long Seed { get; set; }

    /// <summary>
    /// What tells kinds of movies apart, of each of which every part gets its share: a property of movies such as FrameSize or Kind, or a
    /// script block that gives it for the movie in <c>$_</c>, such as <c>{ $_.Name -replace '-.*' }</c>.
    /// </summary>
    [Parameter(ParameterSetName = SeedSet)]
    [ArgumentCompleter(typeof(MoviePropertyCompleter))]
    [ValidateNotNullOrEmpty]
    public object? StratifyBy { get; set; }

    /// <summary>
    /// A split to use again: a table with the columns Name, of a movie, and Part, which is Training, Validation, Test or Unused,
    /// as <c>-CsvPath</c> writes it or made by hand. The order of its lines is that of the movies.
    /// </summary>
    [Parameter(Mandatory = true, ParameterSetName = SavedSet)]
    [ValidateNotNullOrEmpty]
    public string? SplitPath { get; set; }

    /// <summary>
    /// Cuts the frames of the test part, after the split, into tiles of this height and width in pixels; those of the thesis had
    /// 128. The last ones end at the border and overlap others. Annotations are counted before, in TestAnnotationCount.
    /// </summary>
    [Parameter]
    [OptionOf<DatasetSplitOptions>]
    [ValidateRange(1, int.MaxValue)]
    public int TestTileSize { get; set; }

    /// <summary>A CSV file to save the split to, for <c>-SplitPath</c>: a line a movie, with Name and Part.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? CsvPath { get; set; }

    /// <summary>Replaces a file that exists.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>Checks the options before any data set comes.</summary>
    protected override void BeginProcessing()
    {
        RequireOther(nameof(Force), nameof(CsvPath));
        _options = WithBound(new DatasetSplitOptions());
        OrEnd(_options.Validate, Errors.InvalidOption);
        if (SplitPath is not null)
        {
            string path = OrEnd(() => SessionPath.GetFull(this, SplitPath), Errors.PathNotFound);
            _saved = OrEnd(() => SavedSplit.Read(path), Errors.SplitImpossible);
        }
        _csvPath = FindOutputFile(nameof(CsvPath), CsvPath, Force, Errors.TableNotWritten);
    }

    /// <summary>Splits one data set.</summary>
    protected override void ProcessRecord()
    {
        var dataset = InputObject;
        OrSkip(() =>
        {
            if (_saved?.FindUnnamed(dataset) is { } unnamed)
                WriteWarning(unnamed);
            var options = StratifyBy is null ? _options : _options with { StratifyBy = MakeStratifier(dataset) };
            var split = RunInBackground("Splitting", output => Split(dataset, options, output));
            WriteVerbose(
                $"{dataset.Name}: {split.Training.MovieCount} movies with {split.AnnotationCount} annotated cells for training, "
                + $"{split.Validation.MovieCount} with {split.ValidationAnnotationCount} for validation, "
                + $"{split.Test.MovieCount} with {split.TestAnnotationCount} for testing, {split.Unused.Count} unused.");
            Save(split, dataset);
            WriteObject(split);
        }, Errors.SplitImpossible);
    }

    private CellDatasetSplit Split(CellDataset dataset, DatasetSplitOptions options, BackgroundRun output)
        => _saved is null
            ? DatasetSplitter.Split(dataset, options, e => Report(output, e), ItemProgress(output), output.Stopping)
            : _saved.Apply(dataset, options.Fraction, options.TestTileSize, e => Report(output, e), ItemProgress(output), output.Stopping);

    private static void Report(BackgroundRun output, CellSegException problem) => output.WriteError(Errors.MovieUnreadable(problem));

    private void Save(CellDatasetSplit split, CellDataset dataset)
    {
        if (_csvPath is null)
            return;
        if (_hasSaved)
            WriteError(Errors.SplitNotSaved(dataset.Name, _csvPath));
        else
            WriteTable(_csvPath, SavedSplit.Describe(split));
        _hasSaved = true;
    }

    /// <summary>What gives the kind of a movie, on whatever thread.</summary>
    private Func<CellMovie, string?> MakeStratifier(CellDataset dataset)
    {
        object given = StratifyBy is PSObject wrapped ? wrapped.BaseObject : StratifyBy!;
        if (given is ScriptBlock script)
        {
            // Scripts run on the pipeline's thread only.
            var kinds = dataset.Movies.Distinct().ToDictionary(movie => movie, movie => Run(script, movie));
            return movie => kinds[movie];
        }
        var property = MoviePropertyCompleter.Properties.FirstOrDefault(one => one.Name.Equals($"{given}", StringComparison.OrdinalIgnoreCase))
            ?? throw new CellSegException(
                nameof(StratifyBy), $"movies have no property '{given}'",
                $"Choose among {string.Join(", ", MoviePropertyCompleter.Properties.Select(property => property.Name))}, or give a script block");
        return property.Name == nameof(CellMovie.FrameSize)
            ? movie => $"{movie.ReadFrameSize()}"
            : movie => System.Convert.ToString(property.GetValue(movie), CultureInfo.InvariantCulture) is { Length: > 0 } kind ? kind : null;
    }

    private static string? Run(ScriptBlock script, CellMovie movie)
    {
        try
        {
            var results = script.InvokeWithContext(null, [new PSVariable("_", movie)]);
            string kind = string.Join(' ', results.Select(LanguagePrimitives.ConvertTo<string>));
            return kind.Length > 0 ? kind : null;
        }
        catch (RuntimeException e)
        {
            throw new CellSegException(movie.Name, $"the script of -StratifyBy failed ({e.Message.TrimEnd('.')})", "Mend the script", e);
        }
    }
}

using System.Management.Automation;
using CellSeg.Datasets;
using CellSeg.PowerShell.Abstractions;

namespace CellSeg.PowerShell.Commands;

/// <summary>
/// Splits a data set by movie into parts for training, validation and testing. A smaller training fraction of the same
/// seed is a subset of a larger one.
/// </summary>
[Cmdlet(VerbsCommon.Split, "CellDataset")]
[OutputType(typeof(CellDatasetSplit))]
public sealed class SplitCellDatasetCommand : CellSegCmdlet
{
    private static readonly DatasetSplitOptions Defaults = new();

    /// <summary>The data set.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true)]
    [ValidateNotNull]
    public CellDataset InputObject { get; set; } = null!;

    /// <summary>The share of the movies to judge by.</summary>
    [Parameter]
    [ValidateRange(0.0, 1.0)]
    public double TestFraction { get; set; } = Defaults.TestFraction;

    /// <summary>The share of the movies to choose checkpoints and thresholds by.</summary>
    [Parameter]
    [ValidateRange(0.0, 1.0)]
    public double ValidationFraction { get; set; } = Defaults.ValidationFraction;

    /// <summary>The share of the remaining movies to learn from.</summary>
    [Parameter]
    [ValidateRange(0.0, 1.0)]
    public double Fraction { get; set; } = Defaults.Fraction;

    /// <summary>Of the shuffle.</summary>
    [Parameter]
    public long Seed { get; set; } = Defaults.Seed;

    private DatasetSplitOptions Options => new()
    {
        TestFraction = TestFraction,
        ValidationFraction = ValidationFraction,
        Fraction = Fraction,
        Seed = Seed,
    };

    /// <summary>Checks the fractions before any data set comes.</summary>
    protected override void BeginProcessing()
        => OrEnd(() =>
        {
            Options.Validate();
            return true;
        }, Errors.InvalidOption);

    /// <summary>Splits one data set.</summary>
    protected override void ProcessRecord()
        => OrSkip(() => WriteObject(DatasetSplitter.Split(InputObject, Options)), Errors.SplitImpossible);
}

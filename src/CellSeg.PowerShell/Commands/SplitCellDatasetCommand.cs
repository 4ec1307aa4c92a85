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
    private DatasetSplitOptions _options = null!;

    /// <summary>The data set.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true)]
    [ValidateNotNull]
    public CellDataset InputObject { get; set; } = null!;

    /// <summary>The share of the movies to judge by.</summary>
    [Parameter]
    [OptionOf<DatasetSplitOptions>]
    [ValidateRange(0.0, 1.0)]
    public double TestFraction { get; set; }

    /// <summary>The share of the movies to choose checkpoints and thresholds by.</summary>
    [Parameter]
    [OptionOf<DatasetSplitOptions>]
    [ValidateRange(0.0, 1.0)]
    public double ValidationFraction { get; set; }

    /// <summary>The share of the remaining movies to learn from.</summary>
    [Parameter]
    [OptionOf<DatasetSplitOptions>]
    [ValidateRange(0.0, 1.0)]
    public double Fraction { get; set; }

    /// <summary>Seed of the shuffle.</summary>
    [Parameter]
    [OptionOf<DatasetSplitOptions>]
    public long Seed { get; set; }

    /// <summary>Checks the fractions before any data set comes.</summary>
    protected override void BeginProcessing()
    {
        _options = WithBound(new DatasetSplitOptions());
        OrEnd(_options.Validate, Errors.InvalidOption);
    }

    /// <summary>Splits one data set.</summary>
    protected override void ProcessRecord()
        => OrSkip(() => WriteObject(DatasetSplitter.Split(InputObject, _options)), Errors.SplitImpossible);
}

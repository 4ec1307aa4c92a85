using CellSeg.Decoding;
using CellSeg.Models.Specifications;

namespace CellSeg.Studies.Plans;

/// <summary>A set of factors, whose product is trained: each value of each with all values of the others.</summary>
public sealed record StudyAnalysis
{
    /// <summary>What people call it.</summary>
    public required string Name { get; init; }

    /// <summary>
    /// Names of data sets of the plan. Empty for those that are made of others, or all where none is; of several frames per batch
    /// for each that is not made of others, since the thesis has a temporal analysis of each cell line.
    /// </summary>
    public IReadOnlyList<string> Datasets { get; init; } = [];

    /// <summary>What networks predict. Default: watershed.</summary>
    public IReadOnlyList<SegmentationSchema> Schemas { get; init; } = [SegmentationSchema.Watershed];

    /// <summary>Feature extractors. Default: MobileNetV2.</summary>
    public IReadOnlyList<BackboneKind> Backbones { get; init; } = [BackboneKind.MobileNetV2];

    /// <summary>Whether networks are given the place of each pixel. Default: no.</summary>
    public IReadOnlyList<bool> Location { get; init; } = [false];

    /// <summary>Whether backbones start from weights trained on ImageNet. Default: no.</summary>
    public IReadOnlyList<bool> Pretrained { get; init; } = [false];

    /// <summary>What mixes the frames of a movie; other than None only with several frames per batch. Default: nothing.</summary>
    public IReadOnlyList<TemporalMode> TemporalModes { get; init; } = [TemporalMode.None];

    /// <summary>Frames that go through a network as one clip, 1 to 64. Default 1.</summary>
    public IReadOnlyList<int> FramesPerBatch { get; init; } = [1];

    /// <summary>Shares of the training movies to learn from, above 0 and at most 1. Default 1.</summary>
    public IReadOnlyList<double> Fractions { get; init; } = [1];

    /// <summary>Seeds of split, start weights and training. Default 0.</summary>
    public IReadOnlyList<long> Seeds { get; init; } = [0];

    /// <summary>Epochs of these trainings, at least 1, in place of those of the plan. Default: those of the plan.</summary>
    public int? Epochs { get; init; }

    /// <summary>Whether it looks at several frames at once.</summary>
    internal bool IsTemporal => FramesPerBatch.Any(frames => frames > 1);

    /// <summary>The trainings, seeds innermost.</summary>
    /// <param name="datasets">The data sets of the plan.</param>
    internal IEnumerable<StudySettings> Multiply(IReadOnlyList<StudyDataset> datasets)
        => from dataset in Datasets.Count > 0 ? Datasets : ChooseDatasets(datasets)
           from schema in Schemas
           from backbone in Backbones
           from location in Location
           from pretrained in Pretrained
           from frames in FramesPerBatch
           from mode in TemporalModes
           from fraction in Fractions
           from seed in Seeds
           select new StudySettings
           {
               Dataset = dataset,
               Schema = schema,
               Backbone = backbone,
               Location = location,
               Pretrained = pretrained,
               TemporalMode = mode,
               FramesPerBatch = frames,
               Fraction = fraction,
               Seed = seed,
           };

    /// <summary>Throws when a factor has no value or one that is out of its range.</summary>
    /// <exception cref="CellSegException">One has; the target is the property.</exception>
    internal void Validate()
    {
        Require.That(!string.IsNullOrWhiteSpace(Name), Name, "a name");
        CheckFactor(nameof(Schemas), Schemas, Enum.IsDefined, "a schema");
        CheckFactor(nameof(Backbones), Backbones, Enum.IsDefined, "a backbone");
        CheckFactor(nameof(Location), Location);
        CheckFactor(nameof(Pretrained), Pretrained);
        CheckFactor(nameof(TemporalModes), TemporalModes, Enum.IsDefined, "a temporal mode");
        CheckFactor(nameof(FramesPerBatch), FramesPerBatch, frames => frames is >= 1 and <= 64, "from 1 to 64");
        CheckFactor(nameof(Fractions), Fractions, fraction => fraction is > 0 and <= 1, "above 0 and up to 1");
        CheckFactor(nameof(Seeds), Seeds);
        Require.AtLeast(Epochs, 1);
        if (FramesPerBatch.Contains(1) && TemporalModes.FirstOrDefault(mode => mode != TemporalMode.None) is var temporal and not TemporalMode.None)
        {
            throw new CellSegException(
                nameof(FramesPerBatch), $"a single frame has no neighbours for {temporal} to look at",
                "Give several frames per batch, such as 3 or 5, or an analysis of its own for the mode None");
        }
    }

    private IEnumerable<string> ChooseDatasets(IReadOnlyList<StudyDataset> datasets)
    {
        bool isWhole = !IsTemporal && datasets.Any(dataset => dataset.Parts.Count > 0);
        return datasets.Where(dataset => dataset.Parts.Count > 0 == isWhole).Select(dataset => dataset.Name);
    }

    private static void CheckFactor<T>(string name, IReadOnlyList<T> values, Func<T, bool>? isPossible = null, string range = "")
    {
        Require.That(values.Count > 0, "an empty list", "a list of at least one value", name);
        Require.That(values.Distinct().Count() == values.Count, string.Join(", ", values), "a list of values that differ", name);
        foreach (var value in values)
            Require.That(isPossible?.Invoke(value) != false, value, range, name);
    }
}

using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using CellSeg.Datasets.Splitting;
using CellSeg.Evaluation.Matching;
using CellSeg.Models.Specifications;
using CellSeg.Training;

namespace CellSeg.Studies.Plans;

/// <summary>
/// A study: the factors whose combinations are trained, and what stays the same for all trainings. A file of JSON with the names
/// of these properties, see <see cref="StudyPlanFile"/>.
/// </summary>
public sealed record StudyPlan
{
    /// <summary>The version of the format that this library writes and reads.</summary>
    public const int CurrentVersion = 1;

    /// <summary>Options of a training that the study settles, or that would let results depend on the machine's speed.</summary>
    private static readonly string[] ReservedTrainingOptions =
    [
        nameof(Training.TrainingOptions.Seed), nameof(Training.TrainingOptions.CheckpointPath), nameof(Training.TrainingOptions.Resume),
        nameof(Training.TrainingOptions.SpareCheckpointPath),
        nameof(Training.TrainingOptions.TimeLimit),
    ];

    /// <summary>Options of a model that are factors.</summary>
    private static readonly string[] ReservedModelOptions =
    [
        nameof(ModelSpecification.Schema), nameof(ModelSpecification.Backbone), nameof(ModelSpecification.LocationLayer), nameof(ModelSpecification.Seed),
        $"{nameof(ModelSpecification.Temporal)}.{nameof(TemporalOptions.Mode)}",
        $"{nameof(ModelSpecification.Temporal)}.{nameof(TemporalOptions.FramesPerBatch)}",
    ];

    /// <summary>The version of the format.</summary>
    public required int FormatVersion { get; init; }

    /// <summary>What people call the study.</summary>
    public required string Name { get; init; }

    /// <summary>The data sets, whose names differ.</summary>
    public required IReadOnlyList<StudyDataset> Datasets { get; init; }

    /// <summary>The factors. What several of them ask for is trained once.</summary>
    public required IReadOnlyList<StudyAnalysis> Analyses { get; init; }

    /// <summary>The share of the movies to judge by, above 0 and below 1. Default 0.2.</summary>
    public double TestFraction { get; init; } = 0.2;

    /// <summary>The share of the movies to choose epochs and decoders by, [0, 1). Default 0.1.</summary>
    public double ValidationFraction { get; init; } = 0.1;

    /// <summary>Height and width of the tiles that test frames are judged as; null judges them whole. Default 128, as in the thesis.</summary>
    public int? TestTileSize { get; init; } = 128;

    /// <summary>The networks to start from. Default: those of the thesis.</summary>
    public ModelPreset ModelPreset { get; init; } = ModelPreset.Thesis;

    /// <summary>Other values of <see cref="ModelSpecification"/>, by name; not those that are factors.</summary>
    public JsonObject ModelOptions { get; init; } = [];

    /// <summary>The training options to start from. Default: those of the thesis.</summary>
    public TrainingPreset TrainingPreset { get; init; } = TrainingPreset.Thesis;

    /// <summary>Other values of <see cref="Training.TrainingOptions"/>, by name; no seed, time limit or place.</summary>
    public JsonObject TrainingOptions { get; init; } = [];

    /// <summary>
    /// Steps of each training, at least 1, so that small fractions get as many as large ones: the epochs get as many crops as make
    /// so many steps, rounded up so that all epochs are equal. Null trains each movie once an epoch, as the preset says. Default null.
    /// </summary>
    public int? StepCount { get; init; }

    /// <summary>Objects of fewer pixels are removed for the second of the two scores, at least 1. Default 100.</summary>
    public int MinimumArea { get; init; } = 100;

    /// <summary>How cells are linked and errors grouped. Default: as in the thesis.</summary>
    public EvaluationRule EvaluationRule { get; init; } = EvaluationRule.Thesis;

    /// <summary>Files with ImageNet weights, by backbone; one for each that starts from such.</summary>
    public IReadOnlyDictionary<BackboneKind, string> BackboneWeights { get; init; } = new Dictionary<BackboneKind, string>();

    /// <summary>
    /// Threads of the processor that each training computes with, at least 1. Sums are made in another order by another number, so
    /// that weights may differ in their last digits; as it is fixed here, results are the same however many trainings run at once and wherever
    /// they do. Default 1.
    /// </summary>
    public int ThreadCount { get; init; } = 1;

    /// <summary>
    /// The trainings, each once: by seed, and those of a seed in the order of the plan, so that what is finished of a study compares all its
    /// settings.
    /// </summary>
    [JsonIgnore]
    public IReadOnlyList<StudySettings> Trainings
        => [.. Analyses.SelectMany(analysis => analysis.Multiply(Datasets)).DistinctBy(settings => settings.Id).OrderBy(settings => settings.Seed)];

    /// <summary>The same plan with other values of its networks and trainings than those of the presets.</summary>
    /// <param name="specification">The networks; what is a factor is of no account.</param>
    /// <param name="options">The trainings; what the study settles is of no account.</param>
    public StudyPlan WithOptions(ModelSpecification specification, TrainingOptions options) => this with
    {
        ModelOptions = JsonOverlay.Find(specification, ModelPresets.Create(ModelPreset, specification.Schema, specification.Backbone)),
        TrainingOptions = JsonOverlay.Find(options, TrainingPresets.Create(TrainingPreset)),
    };

    /// <summary>How the data set of a training is split.</summary>
    /// <param name="settings">The training.</param>
    public DatasetSplitOptions GetSplitOptions(StudySettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        return new DatasetSplitOptions
        {
            TestFraction = TestFraction,
            ValidationFraction = ValidationFraction,
            Fraction = settings.Fraction,
            Seed = settings.Seed,
            TestTileSize = TestTileSize,
        };
    }

    /// <summary>The graph of a training's network.</summary>
    /// <param name="settings">The training.</param>
    /// <exception cref="CellSegException">A model option is not possible.</exception>
    public ModelSpecification GetSpecification(StudySettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        var preset = ModelPresets.Create(ModelPreset, settings.Schema, settings.Backbone);
        var specification = JsonOverlay.Apply(preset, ModelOptions, "modelOptions", ReservedModelOptions);
        return specification with
        {
            LocationLayer = settings.Location,
            Seed = settings.Seed,
            Temporal = specification.Temporal with { Mode = settings.TemporalMode, FramesPerBatch = settings.FramesPerBatch },
        };
    }

    /// <summary>How a training goes, but for where it is saved.</summary>
    /// <param name="settings">The training.</param>
    /// <exception cref="CellSegException">A training option is not possible.</exception>
    public TrainingOptions GetTrainingOptions(StudySettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        var preset = TrainingPresets.Create(TrainingPreset, GetSpecification(settings));
        var options = JsonOverlay.Apply(preset, TrainingOptions, "trainingOptions", ReservedTrainingOptions) with { Seed = settings.Seed };
        if (FindEpochs(settings.Id) is { } epochs)
            options = options with { Epochs = epochs };
        if (StepCount is not { } steps)
            return options;
        // No more epochs than steps, and as many steps in each.
        int stepsPerEpoch = (steps + options.Epochs - 1) / options.Epochs;
        return options with { Epochs = (steps + stepsPerEpoch - 1) / stepsPerEpoch, CropsPerEpoch = stepsPerEpoch * options.BatchSize };
    }

    /// <summary>Throws when a value is out of its range, or two contradict each other; data and weights are not looked at.</summary>
    /// <exception cref="CellSegException">They do; the target is the place of the value in the plan.</exception>
    public void Validate()
    {
        Require.That(FormatVersion == CurrentVersion, FormatVersion, $"{CurrentVersion}, the version that this module reads");
        Require.That(!string.IsNullOrWhiteSpace(Name), "an empty name", "a name", nameof(Name));
        Require.That(TestFraction > 0, TestFraction, "above 0, or there is nothing to judge by");
        Require.AtLeast(StepCount, 1);
        Require.AtLeast(MinimumArea, 1);
        Require.AtLeast(ThreadCount, 1);
        Require.Choice(ModelPreset);
        Require.Choice(TrainingPreset);
        Require.Choice(EvaluationRule);
        ValidateDatasets();
        Require.That(Analyses.Count > 0, "an empty list", "a list of at least one analysis", nameof(Analyses));
        for (int i = 0; i < Analyses.Count; i++)
            Within($"analyses[{i}]", () => ValidateAnalysis(Analyses[i]));
        foreach (var settings in Trainings)
            ValidateTraining(settings);
    }

    /// <summary>Does a check whose target is a property of something within the plan.</summary>
    private static void Within(string place, Action check)
    {
        try
        {
            check();
        }
        catch (CellSegException e)
        {
            throw new CellSegException($"{place}.{char.ToLowerInvariant(e.Target[0])}{e.Target[1..]}", e.Reason, e.Remedy, e);
        }
    }

    private void ValidateDatasets()
    {
        Require.That(Datasets.Count > 0, "an empty list", "a list of at least one data set", nameof(Datasets));
        for (int i = 0; i < Datasets.Count; i++)
        {
            var dataset = Datasets[i];
            Within($"datasets[{i}]", () =>
            {
                dataset.Validate();
                // On some systems names of folders are the same in capital and small letters.
                bool isTaken = Datasets.Take(i).Any(other => other.Name.Equals(dataset.Name, StringComparison.OrdinalIgnoreCase));
                Require.That(!isTaken, dataset.Name, "not that of another data set", nameof(dataset.Name));
                foreach (string part in dataset.Parts)
                {
                    bool isRead = Datasets.Any(other => other.Name == part && other.Parts.Count == 0);
                    Require.That(isRead, part, "the name of a data set of the plan that has a path", nameof(dataset.Parts));
                }
            });
        }
    }

    private void ValidateAnalysis(StudyAnalysis analysis)
    {
        analysis.Validate();
        foreach (string name in analysis.Datasets)
            Require.That(Datasets.Any(dataset => dataset.Name == name), name, "the name of a data set of the plan", nameof(analysis.Datasets));
        if (!analysis.Pretrained.Contains(true))
            return;
        foreach (var backbone in analysis.Backbones.Where(backbone => !BackboneWeights.ContainsKey(backbone)))
        {
            throw new CellSegException(
                nameof(analysis.Pretrained), $"it asks for ImageNet weights of {backbone}, and backboneWeights names no file for it",
                "Give one (-BackboneWeightPath), or train from random weights alone (-Pretrained $false)");
        }
    }

    private void ValidateTraining(StudySettings settings)
    {
        GetSplitOptions(settings).Validate();
        var specification = GetSpecification(settings);
        Within("modelOptions", specification.Validate);
        var options = GetTrainingOptions(settings);
        Within("trainingOptions", () =>
        {
            options.Validate();
            options.Losses.Validate(specification.GetSchema());
        });
    }

    /// <summary>The epochs that analyses give a training; null where none does.</summary>
    private int? FindEpochs(string training)
    {
        int?[] epochs =
        [
            .. Analyses.Where(analysis => analysis.Multiply(Datasets).Any(settings => settings.Id == training))
                .Select(analysis => analysis.Epochs).Distinct(),
        ];
        return epochs is [var one]
            ? one
            : throw new CellSegException(
                "analyses", $"several ask for the training {training}, with other epochs", "Give them the same epochs, or the training to one of them");
    }
}

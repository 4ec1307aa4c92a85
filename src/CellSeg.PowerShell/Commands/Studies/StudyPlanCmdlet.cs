using System.Collections;
using System.Management.Automation;
using CellSeg.Datasets.Layouts;
using CellSeg.Decoding;
using CellSeg.Evaluation.Matching;
using CellSeg.Models;
using CellSeg.Models.Compute;
using CellSeg.Models.Specifications;
using CellSeg.PowerShell.Abstractions;
using CellSeg.PowerShell.Completion.Options;
using CellSeg.Studies.Plans;
using CellSeg.Training;

namespace CellSeg.PowerShell.Commands.Studies;

/// <summary>A command that makes the plan of a study, from parameters or from a file.</summary>
public abstract class StudyPlanCmdlet : CellSegCmdlet
{
    /// <summary>The parameter sets: analyses of the thesis, and a file.</summary>
    private protected const string AnalysisSet = "Analysis", PlanSet = "Plan";

    /// <summary>The analyses of the thesis to do: Thesis is all of them.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = AnalysisSet)]
    public StudyAnalysisKind[] Analysis { get; set; } = [];

    /// <summary>A plan of your own, a file of JSON; the plan.json of another study is one.</summary>
    [Parameter(Mandatory = true, ParameterSetName = PlanSet)]
    [ValidateNotNullOrEmpty]
    public string? PlanPath { get; set; }

    /// <summary>
    /// The data sets, which every process that trains must see: paths, or names and paths such as <c>HeLa=/data/hela.trks</c>. Temporal
    /// analyses look at each by itself, the others at all together.
    /// </summary>
    [Parameter(Mandatory = true, ParameterSetName = AnalysisSet)]
    [ValidateNotNullOrEmpty]
    public string[] DatasetPath { get; set; } = [];

    /// <summary>The layout of the data sets; recognised by itself when left out.</summary>
    [Parameter(ParameterSetName = AnalysisSet)]
    [OptionOf<StudyDataset>]
    public DatasetFormat Format { get; set; }

    /// <summary>A text file with the names of the images to read, one a line; all are read when left out.</summary>
    [Parameter(ParameterSetName = AnalysisSet)]
    [ValidateNotNullOrEmpty]
    public string? IncludeListPath { get; set; }

    /// <summary>The channels to read, by number from 0 or by name; all when left out.</summary>
    [Parameter(ParameterSetName = AnalysisSet)]
    [OptionOf<StudyDataset>]
    [ValidateNotNullOrEmpty]
    public string[] Channel { get; set; } = [];

    /// <summary>Micrometres a pixel, in place of what the files say.</summary>
    [Parameter(ParameterSetName = AnalysisSet)]
    [OptionOf<StudyDataset>]
    [ValidateRange(double.Epsilon, double.MaxValue)]
    public double PixelSize { get; set; }

    /// <summary>Micrometres a pixel that images and labels are scaled to.</summary>
    [Parameter(ParameterSetName = AnalysisSet)]
    [OptionOf<StudyDataset>]
    [ValidateRange(double.Epsilon, double.MaxValue)]
    public double ScaleToPixelSize { get; set; }

    /// <summary>Cells are dark on bright ground: models learn from the negative of the images.</summary>
    [Parameter(ParameterSetName = AnalysisSet)]
    [OptionOf<StudyDataset>]
    public SwitchParameter Invert { get; set; }

    /// <summary>What to call the study; made of its analyses when left out.</summary>
    [Parameter(ParameterSetName = AnalysisSet)]
    [ValidateNotNullOrEmpty]
    public string? Name { get; set; }

    /// <summary>Keeps only these schemas of the analyses.</summary>
    [Parameter(ParameterSetName = AnalysisSet)]
    [OptionOf<StudyFactors>]
    [ValidateNotNullOrEmpty]
    public SegmentationSchema[] Schema { get; set; } = [];

    /// <summary>Keeps only these backbones of the analyses.</summary>
    [Parameter(ParameterSetName = AnalysisSet)]
    [OptionOf<StudyFactors>]
    [ValidateNotNullOrEmpty]
    public BackboneKind[] Backbone { get; set; } = [];

    /// <summary>Keeps only these modes of the temporal analysis.</summary>
    [Parameter(ParameterSetName = AnalysisSet)]
    [OptionOf<StudyFactors>]
    [ValidateNotNullOrEmpty]
    public TemporalMode[] TemporalMode { get; set; } = [];

    /// <summary>Keeps only these numbers of frames of the temporal analysis.</summary>
    [Parameter(ParameterSetName = AnalysisSet)]
    [OptionOf<StudyFactors>]
    [ValidateNotNullOrEmpty]
    public int[] FramesPerBatch { get; set; } = [];

    /// <summary>Keeps only these fractions of the training movies; not for the temporal analysis, which has no others than 1.</summary>
    [Parameter(ParameterSetName = AnalysisSet)]
    [OptionOf<StudyFactors>]
    [ValidateNotNullOrEmpty]
    public double[] Fraction { get; set; } = [];

    /// <summary>Trains all networks with or without the location layer, or both: <c>$true, $false</c>.</summary>
    [Parameter(ParameterSetName = AnalysisSet)]
    [OptionOf<StudyFactors>]
    [ValidateNotNullOrEmpty]
    public bool[] Location { get; set; } = [];

    /// <summary>Trains all networks with or without ImageNet's weights, or both: <c>$true, $false</c>.</summary>
    [Parameter(ParameterSetName = AnalysisSet)]
    [OptionOf<StudyFactors>]
    [ValidateNotNullOrEmpty]
    public bool[] Pretrained { get; set; } = [];

    /// <summary>The seeds of splits, start weights and trainings, in the place of those that the analyses have.</summary>
    [Parameter(ParameterSetName = AnalysisSet)]
    [OptionOf<StudyFactors>]
    [ValidateNotNullOrEmpty]
    public long[] Seed { get; set; } = [];

    /// <summary>
    /// ImageNet's weights in torchvision's names: safetensors files, or folders of them, that are told apart by what is in them; or a table
    /// such as <c>@{ ResNet50 = 'resnet50.safetensors' }</c>.
    /// </summary>
    [Parameter(ParameterSetName = AnalysisSet)]
    [ValidateNotNullOrEmpty]
    public object? BackboneWeightPath { get; set; }

    /// <summary>Networks and trainings to start from: Thesis has those of the thesis, Default those that work best today.</summary>
    [Parameter(ParameterSetName = AnalysisSet)]
    public ModelPreset Preset { get; set; } = ModelPreset.Thesis;

    /// <summary>Any option of a training by its name, as in <c>Start-ModelTraining -Option</c>; not its seed or a time limit.</summary>
    [Parameter(ParameterSetName = AnalysisSet)]
    [ArgumentCompleter(typeof(TrainingOptionCompleter))]
    [ValidateNotNull]
    public Hashtable Option { get; set; } = [];

    /// <summary>Any value of a network's specification by its name, such as <c>@{ PyramidWidth = 128 }</c>; not those that are factors.</summary>
    [Parameter(ParameterSetName = AnalysisSet)]
    [ArgumentCompleter(typeof(ModelOptionCompleter))]
    [ValidateNotNull]
    public Hashtable ModelOption { get; set; } = [];

    /// <summary>Where to compute. Auto is the processor, on which results repeat to the bit.</summary>
    [Parameter(ParameterSetName = AnalysisSet)]
    [OptionOf<TrainingOptions>]
    public ComputeDevice Device { get; set; }

    /// <summary>
    /// Steps of each training, so that small fractions get as many as large ones; without it each movie, or tile, is learnt from once
    /// an epoch. Rounded up so that all epochs are equal.
    /// </summary>
    [Parameter(ParameterSetName = AnalysisSet)]
    [OptionOf<StudyPlan>]
    [ValidateRange(1, int.MaxValue)]
    public int StepCount { get; set; }

    /// <summary>The share of the movies to judge by, which no model learns from.</summary>
    [Parameter(ParameterSetName = AnalysisSet)]
    [OptionOf<StudyPlan>]
    [ValidateRange(0.0, 1.0)]
    public double TestFraction { get; set; }

    /// <summary>The share of the movies to choose epochs and decoders by.</summary>
    [Parameter(ParameterSetName = AnalysisSet)]
    [OptionOf<StudyPlan>]
    [ValidateRange(0.0, 1.0)]
    public double ValidationFraction { get; set; }

    /// <summary>Height and width of the tiles that test frames are judged as, 128 when left out; 0 judges them whole.</summary>
    [Parameter(ParameterSetName = AnalysisSet)]
    [ValidateRange(0, int.MaxValue)]
    public int TestTileSize { get; set; } = 128;

    /// <summary>Objects of fewer pixels are removed for the second of the two scores.</summary>
    [Parameter(ParameterSetName = AnalysisSet)]
    [OptionOf<StudyPlan>]
    [ValidateRange(1, int.MaxValue)]
    public int MinimumArea { get; set; }

    /// <summary>How cells are linked and errors grouped, as in Measure-SegmentationError.</summary>
    [Parameter(ParameterSetName = AnalysisSet)]
    [OptionOf<StudyPlan>("EvaluationRule")]
    public EvaluationRule Rule { get; set; }

    /// <summary>
    /// Threads of the processor that each training computes with, 1 when left out. It is part of the plan, because sums depend on it in
    /// their last digits: so results are the same whatever -Parallel and on every cluster of like processors.
    /// </summary>
    [Parameter(ParameterSetName = AnalysisSet)]
    [OptionOf<StudyPlan>]
    [ValidateRange(1, 1024)]
    public int ThreadCount { get; set; }

    /// <summary>The plan that the parameters, or the file, say.</summary>
    private protected StudyPlan MakePlan()
    {
        if (ParameterSetName == PlanSet)
            return StudyPlanFile.Read(SessionPath.GetFull(this, PlanPath!));
        StudyDataset[] datasets = [.. DatasetPath.Select(MakeDataset)];
        const string PoolName = "all";
        if (datasets.Length > 1)
            datasets = [.. datasets, new StudyDataset { Name = PoolName, Parts = [.. datasets.Select(dataset => dataset.Name)] }];
        bool hasEpochs = Option.Keys.Cast<object>().Any(key => nameof(TrainingOptions.Epochs).Equals($"{key}", StringComparison.OrdinalIgnoreCase));
        // What the user says goes before what the thesis had.
        var analyses = WithBound(new StudyFactors()).Apply(Analysis).Select(analysis => hasEpochs ? analysis with { Epochs = null } : analysis);
        var training = Preset == ModelPreset.Thesis ? TrainingPreset.Thesis : TrainingPreset.Default;
        var plan = WithBound(new StudyPlan
        {
            FormatVersion = StudyPlan.CurrentVersion,
            Name = Name ?? string.Join('-', Analysis.Distinct()),
            Datasets = datasets,
            Analyses = [.. analyses],
            ModelPreset = Preset,
            TrainingPreset = training,
            TestTileSize = TestTileSize == 0 ? null : TestTileSize,
            BackboneWeights = FindWeights(),
        });
        plan = plan.WithOptions(
            OptionTable.Apply(ModelPresets.Create(Preset), ModelOption), WithBound(OptionTable.Apply(TrainingPresets.Create(training), Option)));
        plan.Validate();
        return plan;
    }

    private StudyDataset MakeDataset(string text)
    {
        // A drive of Windows is no name.
        int sign = text.IndexOf('=', StringComparison.Ordinal);
        bool hasName = sign > 0 && text.IndexOfAny(['/', '\\', ':']) is var path && (path < 0 || path > sign);
        string full = SessionPath.GetFull(this, hasName ? text[(sign + 1)..] : text);
        string name = hasName ? text[..sign] : Path.GetFileNameWithoutExtension(Path.TrimEndingDirectorySeparator(full));
        return WithBound(new StudyDataset
        {
            Name = name,
            Path = full,
            IncludeListPath = IncludeListPath is null ? null : SessionPath.GetFull(this, IncludeListPath),
        });
    }

    private Dictionary<BackboneKind, string> FindWeights()
    {
        object? given = BackboneWeightPath is PSObject wrapped ? wrapped.BaseObject : BackboneWeightPath;
        var weights = new Dictionary<BackboneKind, string>();
        if (given is IDictionary table)
        {
            foreach (DictionaryEntry entry in table)
            {
                if (!Enum.TryParse($"{entry.Key}", ignoreCase: true, out BackboneKind backbone))
                {
                    throw new CellSegException(
                        nameof(BackboneWeightPath), $"there is no backbone '{entry.Key}'", $"Choose among {string.Join(", ", Enum.GetNames<BackboneKind>())}");
                }
                weights.Add(backbone, SessionPath.GetFull(this, $"{entry.Value}"));
            }
            return weights;
        }
        foreach (string path in given is null ? [] : LanguagePrimitives.ConvertTo<string[]>(given))
        {
            string full = SessionPath.GetFull(this, path);
            bool isFolder = Directory.Exists(full);
            string[] files = isFolder ? [.. Directory.GetFiles(full, "*.safetensors").Order(StringComparer.Ordinal)] : [full];
            foreach (string file in files)
                AddWeights(weights, file, isRequired: !isFolder);
        }
        return weights;
    }

    private static void AddWeights(Dictionary<BackboneKind, string> weights, string file, bool isRequired)
    {
        if (PretrainedBackbone.Recognise(file) is not { } backbone)
        {
            if (isRequired)
                throw new CellSegException(file, "it has the weights of no backbone that is known", "Give weights in torchvision's names");
        }
        else if (!weights.TryAdd(backbone, file))
        {
            throw new CellSegException(file, $"{weights[backbone]} has weights of {backbone}, too", "Give one file for each backbone, or a table");
        }
    }
}

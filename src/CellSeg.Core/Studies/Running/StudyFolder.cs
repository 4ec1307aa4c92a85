using CellSeg.Files;
using CellSeg.Studies.Plans;
using CellSeg.Studies.Results;

namespace CellSeg.Studies.Running;

/// <summary>The folder of a study: its plan, a folder for each training, and the tables that are made of these.</summary>
public sealed class StudyFolder
{
    private const string PlanName = "plan.json", TrainingsName = "trainings", StopName = "stop-requested";

    private readonly IReadOnlyList<TrainingFolder> _trainings;

    private StudyFolder(string path, StudyPlan plan)
    {
        (Path, Plan) = (path, plan);
        _trainings = [.. plan.Trainings.Select(settings => new TrainingFolder(System.IO.Path.Combine(path, TrainingsName, settings.Id), settings))];
    }

    /// <summary>Its full name.</summary>
    public string Path { get; }

    /// <summary>The plan.</summary>
    public StudyPlan Plan { get; }

    /// <summary>Whether somebody has asked the processes that train here to stop at a checkpoint.</summary>
    public bool IsStopRequested => File.Exists(StopPath);

    /// <summary>The folders of the trainings, in the order of the plan.</summary>
    internal IReadOnlyList<TrainingFolder> Trainings => _trainings;

    private string StopPath => System.IO.Path.Combine(Path, StopName);

    /// <summary>Whether there is a study in a folder.</summary>
    /// <param name="path">The full name of the folder.</param>
    public static bool Exists(string path) => File.Exists(System.IO.Path.Combine(path, PlanName));

    /// <summary>Makes the folder of a new study.</summary>
    /// <param name="path">The full name of the folder; made when missing.</param>
    /// <param name="plan">A plan with full paths.</param>
    /// <exception cref="CellSegException">The plan is not valid, there is a study already, or the folder cannot be written to.</exception>
    public static StudyFolder Create(string path, StudyPlan plan)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(plan);
        plan.Validate();
        if (Exists(path))
            throw new CellSegException(path, "there is a study in this folder already", "Go on with it by -Resume, or choose another folder");
        StudyPlanFile.Write(System.IO.Path.Combine(path, PlanName), plan);
        return new StudyFolder(path, plan);
    }

    /// <summary>Opens the folder of a study.</summary>
    /// <param name="path">The full name of the folder.</param>
    /// <exception cref="CellSegException">There is no study in it, or its plan is damaged.</exception>
    public static StudyFolder Open(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (!Exists(path))
        {
            throw new CellSegException(
                path, Directory.Exists(path) ? $"there is no study in this folder: it has no {PlanName}" : "there is no such folder",
                "Give the folder of a study, or begin one there")
            {
                IsMissing = true,
            };
        }
        return new StudyFolder(path, StudyPlanFile.Read(System.IO.Path.Combine(path, PlanName)));
    }

    /// <summary>How far the study is.</summary>
    /// <exception cref="CellSegException">A result or an error is damaged.</exception>
    public SegmentationStudy Describe() => new()
    {
        Name = Plan.Name,
        Path = Path,
        Trainings = [.. _trainings.Select(training => training.Describe())],
    };

    /// <summary>Makes the tables of the results that are there.</summary>
    /// <exception cref="CellSegException">A result is damaged, or the tables cannot be written.</exception>
    public void WriteTables() => StudyTables.Write(Path, [.. _trainings.Select(training => training.ReadResult()).OfType<StudyResult>()]);

    /// <summary>Lets the trainings that failed wait for another try, and forgets that somebody has asked to stop.</summary>
    public void Reopen()
    {
        foreach (var training in _trainings)
            training.ForgetFailure();
        AtomicFile.TryDelete(StopPath);
    }

    /// <summary>Asks all processes that train here to stop at a checkpoint, also those of other machines that see the folder.</summary>
    /// <exception cref="CellSegException">The folder cannot be written to.</exception>
    public void RequestStop() => AtomicFile.Write(StopPath, file => File.WriteAllText(file, $"{DateTime.UtcNow:O}\n"));

    /// <summary>The folder of a training.</summary>
    /// <param name="id">Its name.</param>
    /// <exception cref="CellSegException">The study has no such training.</exception>
    internal TrainingFolder Find(string id)
        => _trainings.FirstOrDefault(training => training.Settings.Id == id)
            ?? throw new CellSegException(id, $"the study in {Path} has no training of this name", "Get-SegmentationStudy -Detailed lists them");
}

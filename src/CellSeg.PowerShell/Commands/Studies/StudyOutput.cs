using System.Globalization;
using CellSeg.PowerShell.Abstractions;
using CellSeg.Studies.Running;
using CellSeg.Training;

namespace CellSeg.PowerShell.Commands.Studies;

/// <summary>Turns what a runner of a study tells into records and progress.</summary>
/// <param name="output">Where they go.</param>
/// <param name="isWorker">Whether this is one of several processes, in which nobody looks at progress.</param>
internal sealed class StudyOutput(BackgroundRun output, bool isWorker)
{
    private (int Done, int Total) _study = (0, 1);

    /// <summary>Takes what the runner tells.</summary>
    public void Report(StudyProgress progress)
    {
        switch (progress)
        {
            case StudyProgress.Started started:
                _study = (started.Done, started.Total);
                output.WriteVerbose($"{started.Settings.Id}: training {started.Done + 1} of {started.Total}.");
                break;
            case StudyProgress.Advanced { Event: TrainingProgress.StepEnd step } advanced when !isWorker:
                string place = $"{_study.Done + 1} of {_study.Total}: {advanced.Settings.Id}";
                output.ReportProgress(
                    (_study.Done + step.Fraction) / _study.Total,
                    string.Create(CultureInfo.InvariantCulture, $"{place}, epoch {step.Epoch} of {step.EpochCount}, loss {step.Loss:G3}"));
                break;
            case StudyProgress.Advanced { Event: TrainingProgress.Warning warning } advanced:
                output.WriteWarning($"{advanced.Settings.Id}: {warning.Text}");
                break;
            case StudyProgress.Finished { Training: { Result: { } } training }:
                output.WriteVerbose(string.Create(
                    CultureInfo.InvariantCulture,
                    $"{training.Id}: F1 {training.F1:F4}, {training.F1WithoutSmall:F4} without small objects, {training.Duration!.Value.TotalSeconds:F0} s."));
                break;
            case StudyProgress.Failed failed:
                output.WriteError(Errors.StudyTrainingFailed(failed.Failure.ToException(failed.Settings.Id)));
                break;
        }
    }
}

namespace CellSeg.Studies.Results;

/// <summary>A row of the table of times: what a training took, and where.</summary>
/// <param name="Training">The training: its <see cref="Plans.StudySettings.Id"/>.</param>
/// <param name="Seconds">Seconds of training and judging, over all runs where it was resumed.</param>
/// <param name="Device">Where it was computed: Cpu or Cuda.</param>
/// <param name="Processor">The name of the machine's processor.</param>
public sealed record StudyTime(string Training, double Seconds, string Device, string Processor);

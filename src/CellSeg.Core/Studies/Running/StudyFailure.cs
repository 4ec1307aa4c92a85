namespace CellSeg.Studies.Running;

/// <summary>Why a training of a study ended without a result: its <c>error.json</c>.</summary>
/// <param name="Target">What it was about: a file, an option.</param>
/// <param name="Reason">Why it could not go on.</param>
/// <param name="Remedy">What one can do about it.</param>
/// <param name="At">When, UTC.</param>
public sealed record StudyFailure(string Target, string Reason, string Remedy, DateTime At)
{
    /// <summary>The failure that an error is.</summary>
    /// <param name="error">The error.</param>
    internal static StudyFailure Of(CellSegException error) => new(error.Target, error.Reason, error.Remedy, DateTime.UtcNow);

    /// <summary>The failure as an error.</summary>
    /// <param name="training">The training.</param>
    public CellSegException ToException(string training) => new(training, $"it failed: {Target}: {Reason}", Remedy);
}

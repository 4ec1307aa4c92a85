namespace CellSeg.Studies.Results;

/// <summary>What a training of a study has come to: its <c>result.json</c>, which appears last and whole.</summary>
public sealed record StudyResult
{
    /// <summary>How its model did on the test part, before and after the removal of small objects.</summary>
    public required IReadOnlyList<StudyRecord> Records { get; init; }

    /// <summary>Seconds of the training, over all runs where it was resumed, and of the judging.</summary>
    public required double Seconds { get; init; }

    /// <summary>Where it was computed: Cpu or Cuda.</summary>
    public required string Device { get; init; }

    /// <summary>The name of the machine's processor.</summary>
    public required string Processor { get; init; }

    /// <summary>Threads of the processor that the training computed with.</summary>
    public required int ThreadCount { get; init; }

    /// <summary>The version of CellSeg.</summary>
    public required string ModuleVersion { get; init; }

    /// <summary>The hash of graph, decoder and weights, see <see cref="Models.ModelHash"/>.</summary>
    public required string ModelHash { get; init; }

    /// <summary>When it was done, UTC.</summary>
    public required DateTime FinishedAt { get; init; }
}

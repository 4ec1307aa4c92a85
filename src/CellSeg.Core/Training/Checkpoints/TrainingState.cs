using CellSeg.Training.History;

namespace CellSeg.Training.Checkpoints;

/// <summary>
/// Where a training stands, apart from its tensors. There is no state of random numbers to keep: every crop draws from
/// a generator of its own number, which the position tells.
/// </summary>
internal sealed record TrainingState
{
    /// <summary>What was trained, on what and how, as far as it decides the weights: see <see cref="TrainingIdentity"/>.</summary>
    public required IReadOnlyDictionary<string, string> Identity { get; init; }

    /// <summary>The name of the trained model that the training started from; null for a model that had not been trained.</summary>
    public string? BaseModel { get; init; }

    /// <summary>Epochs finished.</summary>
    public int Epoch { get; set; }

    /// <summary>Batches of the present epoch that are done.</summary>
    public int Batch { get; set; }

    /// <summary>Crops a batch: that of the options, or less where the device had too little memory.</summary>
    public required int BatchSize { get; set; }

    /// <summary>Steps of the optimiser.</summary>
    public long Steps { get; set; }

    /// <summary>How many of them were done while a part of the network was frozen.</summary>
    public long FrozenSteps { get; set; }

    /// <summary>Steps of the present epoch.</summary>
    public int EpochSteps { get; set; }

    /// <summary>Sum of their losses.</summary>
    public double LossSum { get; set; }

    /// <summary>The learning rate of the last step.</summary>
    public double LearningRate { get; set; }

    /// <summary>Seconds of training, over all runs.</summary>
    public double Seconds { get; set; }

    /// <summary>What <see cref="Seconds"/> was when the present epoch began.</summary>
    public double EpochStart { get; set; }

    /// <summary>The finished epochs.</summary>
    public List<EpochRecord> History { get; init; } = [];

    /// <summary>The epoch whose weights are kept, from 1; 0 before the first one, and the last one without validation.</summary>
    public int BestEpoch { get; set; }
}

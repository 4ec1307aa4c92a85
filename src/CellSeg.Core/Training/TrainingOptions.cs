using CellSeg.Models;
using CellSeg.Targets;
using CellSeg.Training.Data;

namespace CellSeg.Training;

/// <summary>How a model is trained.</summary>
public sealed record TrainingOptions
{
    /// <summary>Passes over the training frames, at least 1. Default 50.</summary>
    public int Epochs { get; init; } = 50;

    /// <summary>Crops a step, at least 1. Default 8.</summary>
    public int BatchSize { get; init; } = 8;

    /// <summary>Height and width of the crops in pixels, a multiple of 32. Default 192.</summary>
    public int CropSize { get; init; } = 192;

    /// <summary>The highest learning rate of the schedule, above 0. Default 1e-3.</summary>
    public double LearningRate { get; init; } = 1e-3;

    /// <summary>Decoupled weight decay (Loshchilov and Hutter 2019), at least 0. Default 1e-4.</summary>
    public double WeightDecay { get; init; } = 1e-4;

    /// <summary>The share of the training over which the learning rate rises from 0, [0, 1). Default 0.03.</summary>
    public double WarmUp { get; init; } = 0.03;

    /// <summary>
    /// Weight of the foreground's cross-entropy beside the mean squared errors of the distances, which are about ten
    /// times smaller. Default 0.1.
    /// </summary>
    public double ForegroundWeight { get; init; } = 0.1;

    /// <summary>
    /// How distance maps are made of labels. Default: with a dip between cells that touch, and an inner distance as wide
    /// as its cell, which is easier to learn than a peak of one width for all.
    /// </summary>
    public DistanceTargetOptions Targets { get; init; } = new() { Alpha = null };

    /// <summary>How pixel classes are made of labels; the model decides whether there are three or four.</summary>
    public PixelwiseTargetOptions PixelwiseTargets { get; init; } = new();

    /// <summary>How crops are varied.</summary>
    public AugmentationOptions Augmentation { get; init; } = new();

    /// <summary>
    /// Ends the training, with the schedule stretched to it, after this time. A training that it ends depends on the
    /// speed of the machine. Default: none.
    /// </summary>
    public TimeSpan? TimeLimit { get; init; }

    /// <summary>The number type of convolutions. Default: bfloat16 where the processor has it.</summary>
    public ComputePrecision Precision { get; init; } = ComputePrecision.Auto;

    /// <summary>Seed of the order, crops and augmentation. Default 0.</summary>
    public long Seed { get; init; }

    /// <summary>A folder where the model is saved at the end, every few minutes, and when the training is cancelled.</summary>
    public string? CheckpointPath { get; init; }

    /// <summary>Memory for decoded frames in bytes; frames beyond it are read anew each time. Default 2 GiB.</summary>
    public long CacheBytes { get; init; } = 2L << 30;

    /// <summary>Throws when a value is out of its range.</summary>
    /// <exception cref="CellSegException">One is.</exception>
    public void Validate()
    {
        Check(Epochs >= 1, nameof(Epochs), Epochs, "at least 1");
        Check(BatchSize >= 1, nameof(BatchSize), BatchSize, "at least 1");
        Check(CropSize >= SegmentationNetwork.SizeStep && CropSize % SegmentationNetwork.SizeStep == 0, nameof(CropSize), CropSize, $"a multiple of {SegmentationNetwork.SizeStep}");
        Check(LearningRate > 0 && double.IsFinite(LearningRate), nameof(LearningRate), LearningRate, "above 0");
        Check(WeightDecay >= 0 && double.IsFinite(WeightDecay), nameof(WeightDecay), WeightDecay, "at least 0");
        Check(WarmUp is >= 0 and < 1, nameof(WarmUp), WarmUp, "from 0 up and below 1");
        Check(ForegroundWeight >= 0 && double.IsFinite(ForegroundWeight), nameof(ForegroundWeight), ForegroundWeight, "at least 0");
        Check(TimeLimit is null || TimeLimit > TimeSpan.Zero, nameof(TimeLimit), TimeLimit ?? default, "above 0");
        Targets.Validate();
        PixelwiseTargets.Validate();
        Augmentation.Validate();
    }

    private static void Check(bool holds, string name, object value, string range)
    {
        if (!holds)
            throw new CellSegException(name, FormattableString.Invariant($"{value} is out of range"), $"Choose a value that is {range}");
    }
}

using CellSeg.Inference.Prediction.Networks;
using CellSeg.Models.Compute;
using CellSeg.Models.Networks;
using CellSeg.Targets;
using CellSeg.Training.Checkpoints;
using CellSeg.Training.Data;
using CellSeg.Training.Losses;
using CellSeg.Training.Optimization;
using CellSeg.Training.Validation;

namespace CellSeg.Training;

/// <summary>How a model is trained.</summary>
public sealed record TrainingOptions
{
    /// <summary>Passes over the training frames, or over <see cref="CropsPerEpoch"/> crops of them, at least 1. Default 50.</summary>
    public int Epochs { get; init; } = 50;

    /// <summary>Crops a step, at least 1, and at least 2 for crops of 32 pixels. Default 8.</summary>
    public int BatchSize { get; init; } = 8;

    /// <summary>Height and width of the crops in pixels, a multiple of 32. Default 192.</summary>
    public int CropSize { get; init; } = 192;

    /// <summary>Where crops come from. Default: a random place of every frame.</summary>
    public CropSampling Sampling { get; init; }

    /// <summary>
    /// Frames with fewer cells, or tiles where frames are cut into tiles, are left out of training and validation; at
    /// least 0. Default 0.
    /// </summary>
    public int MinimumObjects { get; init; }

    /// <summary>
    /// Whether an epoch takes equally many crops (or one more) from each image, where frames are cut into tiles and large
    /// ones would give more than small ones; in all there are as many crops as tiles, or <see cref="CropsPerEpoch"/>. Random
    /// crops are equally many of each frame without it, unless <see cref="AreaExponent"/> is above 0, which is refused with it.
    /// Default: off, as in the thesis.
    /// </summary>
    public bool BalanceImages { get; init; }

    /// <summary>
    /// Crops that an epoch takes, from 0 to 1,000,000, and some more where they do not fill the last batch: of all frames (or
    /// tiles, or clips of a network of several frames) equally many, or one more of some, which are others each epoch, unless
    /// <see cref="BalanceImages"/> or <see cref="AreaExponent"/> says otherwise. So the number of steps need not depend on that
    /// of the frames, of which a few alone would make an epoch of one step. 0 is one crop of each. Default 0.
    /// </summary>
    public int CropsPerEpoch { get; init; }

    /// <summary>
    /// How much more often crops come from large frames than from small ones: an epoch takes of each frame as many as its
    /// pixels to this power have a share in those of all, one more or less, [0, 1]. 0 is equally many of each, and 1 makes
    /// every pixel of the data set as likely. Only for random crops, since tiles are of one size, and without
    /// <see cref="BalanceImages"/>, which wants the opposite. Default 0.
    /// </summary>
    public double AreaExponent { get; init; }

    /// <summary>How gradients become steps. Default: AdamW.</summary>
    public OptimizerKind Optimizer { get; init; } = OptimizerKind.AdamW;

    /// <summary>The highest learning rate of the schedule, above 0. Default 1e-3.</summary>
    public double LearningRate { get; init; } = 1e-3;

    /// <summary>The weight of the past in the mean of gradients, [0, 1). Default 0.9.</summary>
    public double Beta1 { get; init; } = 0.9;

    /// <summary>The weight of the past in the mean of squared gradients, [0, 1). Default 0.999.</summary>
    public double Beta2 { get; init; } = 0.999;

    /// <summary>Keeps steps finite where gradients are tiny, above 0. Default 1e-8.</summary>
    public double Epsilon { get; init; } = 1e-8;

    /// <summary>Each tensor's gradient is shortened to this norm, by itself; 0 is off. Default 0.</summary>
    public double ClipNorm { get; init; }

    /// <summary>
    /// This times the sum of the squared kernels of all convolutions joins the loss that is minimised, though not the
    /// one that is reported; at least 0. Default 0.
    /// </summary>
    public double L2 { get; init; }

    /// <summary>Decoupled decay of all weights, for AdamW only, at least 0. Default 1e-4.</summary>
    public double WeightDecay { get; init; } = 1e-4;

    /// <summary>How the learning rate falls. Default: half a cosine.</summary>
    public RateSchedule Schedule { get; init; } = RateSchedule.Cosine;

    /// <summary>The factor an epoch of the exponential schedule, (0, 1]. Default 0.99.</summary>
    public double RateDecay { get; init; } = 0.99;

    /// <summary>The share of the training over which the learning rate rises from 0, [0, 1). Default 0.03.</summary>
    public double WarmUp { get; init; } = 0.03;

    /// <summary>
    /// The weight of the past in an exponential moving average of the weights and running statistics, which then is what
    /// validation judges and what the training ends with; [0, 1), and 0 is off. After step n it is (1 + n) / (10 + n) at
    /// most. 0.99 averages over about 100 steps. Default 0.
    /// </summary>
    public double AverageDecay { get; init; }

    /// <summary>
    /// The part of the network that keeps its weights and running statistics, to the bit, for the sake of what it has learnt
    /// before; steps also take less time so. Default: none.
    /// </summary>
    public FrozenPart FrozenPart { get; init; }

    /// <summary>
    /// The share of the training over which <see cref="FrozenPart"/> is frozen, [0, 1]: when it is over, everything learns; 1
    /// is to the end, 0 freezes nothing. It means nothing where no part is frozen. Default 1.
    /// </summary>
    public double FrozenShare { get; init; } = 1;

    /// <summary>What a difference between prediction and truth costs.</summary>
    public LossOptions Losses { get; init; } = new();

    /// <summary>What the losses of the network's outputs are multiplied with. Default: 1 for each.</summary>
    public LossWeights LossWeights { get; init; } = new();

    /// <summary>
    /// How distance maps are made of labels. Default: with a dip between cells that touch, and an inner distance that is wider in
    /// larger cells, which is easier to learn than a peak of one width for all; see
    /// <see cref="DistanceTargetOptions.AlphaExponent"/> for how much wider. For a model that has been trained
    /// <see cref="TrainingPresets.Create(TrainingPreset, CellSeg.Models.SegmentationModel)"/> gives those that it learnt.
    /// </summary>
    public DistanceTargetOptions Targets { get; init; } = new() { Alpha = null };

    /// <summary>How pixel classes are made of labels; the model decides whether there are three or four.</summary>
    public PixelwiseTargetOptions PixelwiseTargets { get; init; } = new();

    /// <summary>
    /// Whether targets are made once of each frame, or tile, and then cut out and varied like its image, distances
    /// bilinearly and classes from the nearest pixel, as in 2020 (docs/method.md, 5.2). Otherwise they are made of the
    /// labels of each crop, so that distances stay exact. Boxes and masks are made of the crop's labels in any case.
    /// Default: off.
    /// </summary>
    public bool WarpTargets { get; init; }

    /// <summary>How crops are varied.</summary>
    public AugmentationOptions Augmentation { get; init; } = new();

    /// <summary>
    /// Ends the training, with the cosine schedule stretched to it, after this time; the time before a resumption counts.
    /// Such a training depends on the speed of the machine, and so gives other weights each time. Default: none.
    /// </summary>
    public TimeSpan? TimeLimit { get; init; }

    /// <summary>
    /// The most frames of the validation part that each epoch is judged by, evenly over its movies; at least 0, which is
    /// off. Default 24.
    /// </summary>
    public int ValidationFrames { get; init; } = 24;

    /// <summary>
    /// Of a larger frame each epoch is judged by its middle of this many pixels a side, at least 32, so that judging costs
    /// a small part of the training; the tuning of the decoder at the end sees whole frames. Default 256.
    /// </summary>
    public int ValidationSize { get; init; } = 256;

    /// <summary>Which epoch's weights are kept. Default: those with the best cell-level F1 on the validation part.</summary>
    public EpochSelection Selection { get; init; } = EpochSelection.ValidationF1;

    /// <summary>
    /// Ends the training after this many epochs in a row that were no better than the best one, by
    /// <see cref="Selection"/>; at least 0, which is off. Default 0.
    /// </summary>
    public int Patience { get; init; }

    /// <summary>
    /// Whether the decoder's thresholds are chosen anew at the end, by the cell-level F1 on the validation part or, without one, on
    /// training frames (docs/method.md, 5.3); otherwise the model keeps the decoder that it has. Default: on; off in the thesis.
    /// </summary>
    public bool TuneDecoder { get; init; } = true;

    /// <summary>Where to compute. Default: on the processor.</summary>
    public ComputeDevice Device { get; init; } = ComputeDevice.Auto;

    /// <summary>The number type of convolutions. Default: float32.</summary>
    public ComputePrecision Precision { get; init; } = ComputePrecision.Auto;

    /// <summary>Seed of the order, crops and augmentation. Default 0.</summary>
    public long Seed { get; init; }

    /// <summary>
    /// A folder where the best model so far, the state to resume from and the history are saved: after the first epoch,
    /// then at each <see cref="CheckpointInterval"/>, when the training is cancelled, and at the end.
    /// </summary>
    public string? CheckpointPath { get; init; }

    /// <summary>
    /// A folder for the checkpoint where <see cref="CheckpointPath"/> names none: written at each <see cref="CheckpointInterval"/> and when the
    /// training is cancelled, to be resumed from by <see cref="CheckpointPath"/>, and deleted when the training has ended well. Default: none.
    /// </summary>
    public string? SpareCheckpointPath { get; init; }

    /// <summary>The least time between two checkpoints, at least 0, which saves after every step. Default 1 minute.</summary>
    public TimeSpan CheckpointInterval { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>
    /// Goes on from the checkpoint in <see cref="CheckpointPath"/>, if there is one, as if the training had never been
    /// interrupted: on the processor, and unless <see cref="TimeLimit"/> is set, with the very same weights. Default: off.
    /// </summary>
    public bool Resume { get; init; }

    /// <summary>Memory for decoded frames in bytes; frames beyond it are read anew each time. Default 2 GiB.</summary>
    public long CacheBytes { get; init; } = 2L << 30;

    /// <summary>
    /// The options with which a training may be resumed though they were others when it began: they say how long, or
    /// where to, or what comes after the last step.
    /// </summary>
    internal static IReadOnlyList<string> FreeToChange { get; } =
    [
        nameof(Epochs), nameof(TimeLimit), nameof(Patience), nameof(Resume), nameof(CheckpointPath), nameof(SpareCheckpointPath), nameof(CheckpointInterval),
        nameof(CacheBytes), nameof(TuneDecoder),
    ];

    /// <summary>How batches are cut from frames.</summary>
    internal BatchOptions Batches => new(
        BatchSize, CropSize, Seed, BalanceImages, CropsPerEpoch, AreaExponent, Augmentation, new TargetOptions(Targets, PixelwiseTargets), WarpTargets);

    /// <summary>Height and width of the tiles that frames are cut into; null where crops come from anywhere.</summary>
    internal int? TileSize => Sampling == CropSampling.Tiles ? CropSize : null;

    /// <summary>How gradients become steps.</summary>
    internal AdamOptions Adam => new(Optimizer, Beta1, Beta2, Epsilon, ClipNorm, L2, WeightDecay);

    /// <summary>How the learning rate rises and falls.</summary>
    internal LearningRateOptions Rate => new(Schedule, LearningRate, RateDecay, WarmUp);

    /// <summary>How the network is run to judge it.</summary>
    internal PredictorOptions Predictor => new() { Device = Device, Precision = Precision };

    /// <summary>Where and when the training is saved.</summary>
    internal CheckpointOptions Checkpoints => new(CheckpointPath ?? SpareCheckpointPath, CheckpointInterval, Resume, IsSpare: CheckpointPath is null);

    /// <summary>Throws when a value is out of its range.</summary>
    /// <exception cref="CellSegException">One is.</exception>
    public void Validate()
    {
        Require.AtLeast(Epochs, 1);
        Require.AtLeast(BatchSize, 1);
        Require.That(
            CropSize >= SegmentationNetwork.SizeStep && CropSize % SegmentationNetwork.SizeStep == 0, CropSize,
            $"a multiple of {SegmentationNetwork.SizeStep}");
        int cells = CropSize / SegmentationNetwork.SizeStep;
        Require.That(
            (long)BatchSize * cells * cells > 1, BatchSize,
            $"at least 2 with crops of {CropSize}, since batch normalisation needs two values of each channel at the coarsest level");
        Require.Above(LearningRate, 0.0);
        Require.AtLeast(WeightDecay, 0.0);
        Require.AtLeast(MinimumObjects, 0);
        Require.Between(CropsPerEpoch, 0, 1_000_000);
        Require.Between(AreaExponent, 0.0, 1.0);
        Require.That(AreaExponent == 0 || Sampling == CropSampling.RandomCrops, AreaExponent, "0 where crops are tiles");
        Require.That(AreaExponent == 0 || !BalanceImages, AreaExponent, "0 where each image gives equally many crops (BalanceImages)");
        Require.Below(Beta1, 0.0, 1.0);
        Require.Below(Beta2, 0.0, 1.0);
        Require.Above(Epsilon, 0.0);
        Require.AtLeast(ClipNorm, 0.0);
        Require.AtLeast(L2, 0.0);
        Require.That(RateDecay is > 0 and <= 1, RateDecay, "above 0 and up to 1");
        Require.AtLeast(ValidationFrames, 0);
        Require.AtLeast(ValidationSize, SegmentationNetwork.SizeStep);
        Require.AtLeast(Patience, 0);
        Require.That(CheckpointInterval >= TimeSpan.Zero, CheckpointInterval, "at least 0");
        Require.That(!Resume || CheckpointPath is not null, Resume, "false where there is no CheckpointPath");
        Require.Below(AverageDecay, 0.0, 1.0);
        Require.Below(WarmUp, 0.0, 1.0);
        Require.Choice(FrozenPart);
        Require.Between(FrozenShare, 0.0, 1.0);
        Require.That(TimeLimit is null || TimeLimit > TimeSpan.Zero, TimeLimit, "above 0");
        Losses.Validate();
        LossWeights.Validate();
        Targets.Validate();
        PixelwiseTargets.Validate();
        Augmentation.Validate();
        Require.That(
            Augmentation.ScaledShare == 0 || !WarpTargets, Augmentation.ScaledShare,
            "0 with WarpTargets, which would leave distances those of the frame while cells get another size");
    }
}

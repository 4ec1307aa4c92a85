using CellSeg.Models;
using CellSeg.Models.Compute;
using CellSeg.Models.Specifications;
using CellSeg.Targets;
using CellSeg.Training.Data;
using CellSeg.Training.Losses;
using CellSeg.Training.Optimization;
using CellSeg.Training.Validation;

namespace CellSeg.Training;

/// <summary>Training options to start from.</summary>
public static class TrainingPresets
{
    /// <summary>
    /// The options of a preset for a model. One that has been trained goes on with the targets of that training where they are
    /// known: towards others it would have to learn its maps anew. The thesis has targets of its own, and other epochs for networks
    /// of several frames and another zoom for those of boxes and masks.
    /// </summary>
    /// <param name="preset">The preset.</param>
    /// <param name="model">The model to train.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such preset.</exception>
    public static TrainingOptions Create(TrainingPreset preset, SegmentationModel model)
    {
        ArgumentNullException.ThrowIfNull(model);
        var options = Create(preset, model.Specification);
        if (preset == TrainingPreset.Thesis)
            return options;
        return model.Training?.Targets is { } learnt
            ? options with { Targets = learnt.Distances, PixelwiseTargets = learnt.Pixelwise }
            : options;
    }

    /// <summary>The options of a preset for a network that has not been trained.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such preset.</exception>
    internal static TrainingOptions Create(TrainingPreset preset, ModelSpecification specification)
        => preset == TrainingPreset.Thesis ? ForThesis(Create(preset), specification) : Create(preset);

    /// <summary>The options of a preset for a model that has not been trained, and predicts maps of single frames.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such preset.</exception>
    public static TrainingOptions Create(TrainingPreset preset) => preset switch
    {
        TrainingPreset.Default => new TrainingOptions(),
        TrainingPreset.Thesis => new TrainingOptions
        {
            Epochs = 15,
            BatchSize = 4,
            CropSize = 128,
            Sampling = CropSampling.Tiles,
            MinimumObjects = 3,
            Optimizer = OptimizerKind.Adam,
            LearningRate = 1e-5,
            Epsilon = 1e-7,
            ClipNorm = 1e-3,
            L2 = 1e-5,
            WeightDecay = 0,
            Schedule = RateSchedule.Exponential,
            RateDecay = 0.99,
            WarmUp = 0,
            Losses = new LossOptions { Foreground = ClassLossKind.WeightedCrossEntropy },
            LossWeights = new LossWeights { Foreground = 0.01 },
            Targets = DistanceTargetOptions.Legacy2020,
            WarpTargets = true,
            Augmentation = AugmentationOptions.None with { Rotation = 180, ZoomLow = 0.75, ZoomHigh = 1.25, Flip = true, NearestBorder = true },
            Selection = EpochSelection.ValidationLoss,
            TuneDecoder = false,
            Precision = ComputePrecision.Float32,
        },
        // 160 steps, with nothing frozen, by measurement (docs/results/nuclei.md).
        TrainingPreset.FineTune => new TrainingOptions { Epochs = 8, CropsPerEpoch = 160, WarmUp = 0.1 },
        _ => throw new ArgumentOutOfRangeException(nameof(preset)),
    };

    /// <summary>The thesis' options for a model (section 2.3; docs/method.md, 5.2 and 5.3).</summary>
    private static TrainingOptions ForThesis(TrainingOptions options, ModelSpecification specification)
    {
        if (specification.Temporal.FramesPerBatch > 1)
            options = options with { Epochs = 10 };
        return specification.GetSchema().PredictsMaps ? options : options with { Augmentation = options.Augmentation with { ZoomLow = 0.8, ZoomHigh = 1.2 } };
    }
}

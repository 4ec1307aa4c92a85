using CellSeg.Decoding;
using CellSeg.Models.Specifications;
using CellSeg.Training.Data;
using CellSeg.Training.Losses;
using CellSeg.Training.Optimization;
using CellSeg.Training.Validation;

namespace CellSeg.Training;

/// <summary>Which options change nothing of a training.</summary>
public static class UnusedTrainingOptions
{
    /// <summary>Finds those that the model and the other options leave without effect.</summary>
    /// <param name="options">The options.</param>
    /// <param name="specification">The network that is trained.</param>
    public static IEnumerable<UnusedOption> Find(TrainingOptions options, ModelSpecification specification)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(specification);
        if (options.Schedule != RateSchedule.Exponential)
            yield return new UnusedOption(nameof(options.RateDecay), $"it is for the schedule {RateSchedule.Exponential}, and this is {options.Schedule}");
        if (options.Optimizer != OptimizerKind.AdamW)
            yield return new UnusedOption(nameof(options.WeightDecay), $"it is for {OptimizerKind.AdamW}, and the optimizer is {options.Optimizer}");
        if (options.FrozenPart == FrozenPart.None)
            yield return new UnusedOption(nameof(options.FrozenShare), "no part is frozen (FrozenPart)");
        if (options.Sampling != CropSampling.Tiles)
            yield return new UnusedOption(nameof(options.BalanceImages), "random crops are equally many of each image anyway; it is for Sampling = 'Tiles'");
        if (options.ValidationFrames == 0)
            yield return new UnusedOption(nameof(options.ValidationSize), "no frame is validated (ValidationFrames)");
        foreach (var unused in FindOfSchema(options, specification).Concat(FindLosses(options, specification)))
            yield return unused;
    }

    /// <summary>Finds those that do nothing where a split has no validation part.</summary>
    /// <param name="options">The options.</param>
    public static IEnumerable<UnusedOption> FindWithoutValidation(TrainingOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        // The last epoch is what is kept then, so that who asks for it gets it.
        string[] selection = options.Selection == EpochSelection.Last ? [] : [nameof(options.Selection)];
        return from name in new[] { nameof(options.Patience), nameof(options.ValidationFrames), nameof(options.ValidationSize) }.Concat(selection)
               select new UnusedOption(name, "the split has no validation part (Split-CellDataset -ValidationFraction)");
    }

    private static IEnumerable<UnusedOption> FindOfSchema(TrainingOptions options, ModelSpecification specification)
    {
        var schema = specification.Schema;
        string reason = $"it changes nothing of what a network of the schema {schema} learns";
        if (schema is not (SegmentationSchema.Watershed or SegmentationSchema.DiscretisedWatershed))
            yield return new UnusedOption(nameof(options.Targets), reason);
        yield return schema == SegmentationSchema.Pixelwise
            ? new UnusedOption($"{nameof(options.PixelwiseTargets)}.SeparateEdges", "the model decides it by its PixelClasses")
            : new UnusedOption(nameof(options.PixelwiseTargets), reason);
        if (schema == SegmentationSchema.RetinaMask)
            yield return new UnusedOption(nameof(options.WarpTargets), reason);
    }

    private static IEnumerable<UnusedOption> FindLosses(TrainingOptions options, ModelSpecification specification)
    {
        var maps = specification.GetSchema().Maps;
        var losses = options.Losses;
        bool detects = maps.Count == 0, hasDistance = maps.Any(map => map.IsDistance), hasForeground = maps.Any(map => map.IsBinary);
        bool hasClasses = maps.Any(map => !map.IsDistance && !map.IsBinary);
        bool isFocal = detects || (hasForeground && losses.Foreground == ClassLossKind.Focal) || (hasClasses && losses.Classes == ClassLossKind.Focal);
        (string Name, bool IsUsed)[] used =
        [
            (nameof(losses.Distances), hasDistance),
            (nameof(losses.Classes), hasClasses),
            (nameof(losses.Foreground), hasForeground),
            (nameof(losses.TouchingRadius), losses.TouchingWeight > 1),
            (nameof(losses.SmoothL1Sigma), detects || (hasDistance && losses.Distances == DistanceLossKind.SmoothL1)),
            (nameof(losses.FocalGamma), isFocal),
            (nameof(losses.FocalAlpha), detects),
        ];
        foreach (var (name, _) in used.Where(loss => !loss.IsUsed))
            yield return new UnusedOption($"{nameof(options.Losses)}.{name}", "no loss of this training has it");
        string[] outputs = detects
            ? [
                nameof(LossWeights.Classification), nameof(LossWeights.Boxes), nameof(LossWeights.Masks),
                .. specification.Temporal.FramesPerBatch > 1 ? [nameof(LossWeights.FinalScores)] : Array.Empty<string>(),
            ]
            : [.. maps.Select(map => map.Name)];
        foreach (var property in typeof(LossWeights).GetProperties().Where(property => property.CanWrite && !outputs.Contains(property.Name)))
        {
            yield return new UnusedOption(
                $"{nameof(options.LossWeights)}.{property.Name}", $"a network of the schema {specification.Schema} has no such output");
        }
    }
}

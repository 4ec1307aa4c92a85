using CellSeg.Decoding;
using CellSeg.Models.Specifications;
using CellSeg.Studies.Comparison;
using CellSeg.Studies.Statistics;

namespace CellSeg.Studies.Claims;

/// <summary>The claims of the thesis. Another one is another entry of <see cref="All"/>: a sentence, and the pairs that tell.</summary>
internal static class ThesisClaims
{
    /// <summary>All of them, in the order of the report.</summary>
    public static IReadOnlyList<Claim> All { get; } =
    [
        new("Transfer", "Transfer learning helps: models that start from ImageNet's weights have a higher F1.", "3.3", FindTransfer),
        new("Location", "The location layer helps models on ResNet50, and not those on MobileNetV2.", "3.2", FindLocation),
        new("Temporal", "Temporal modules have no consistent effect.", "3.1", FindTemporal),
        new("Schemas", "Watershed beats RetinaMask, and RetinaMask beats pixelwise.", "3.4 and 4.1", FindSchemas),
        new("SmallObjects", "The removal of small objects helps pixelwise models most.", "3.4", FindRemoval),
        new("LightModels", "Light models with more data match heavy ones with less.", "4.1", FindLight),
        new("DatasetSize", "F1 grows with the size of the data set.", "3.4 and 4.1", FindGrowth),
    ];

    private static IReadOnlyList<ClaimPart> FindTransfer(ClaimContext context)
        => [new(
            "ImageNet's weights less start from scratch", "trainings with and without ImageNet's weights", Expectation.Gain,
            context.Compare(settings => settings.Pretrained, settings => !settings.Pretrained, settings => settings with { Pretrained = false }))];

    private static IReadOnlyList<ClaimPart> FindLocation(ClaimContext context)
    {
        var heavy = FindGains(BackboneKind.ResNet50);
        var light = FindGains(BackboneKind.MobileNetV2);
        // What the layer brings to either backbone, in trainings that are the same otherwise.
        double[] differences = [.. heavy.Join(
            light, pair => pair.First.Settings with { Backbone = default }, pair => pair.First.Settings with { Backbone = default },
            (one, other) => context.Compare([one])[0] - context.Compare([other])[0])];
        const string Needs = "trainings with and without location layer on ";
        return [
            new("with location less without, on ResNet50", Needs + "ResNet50", Expectation.Gain, context.Compare(heavy)),
            new("with location less without, on MobileNetV2", Needs + "MobileNetV2", Expectation.GainBelow(context.Margin), context.Compare(light)),
            new("gain by location on ResNet50 less that on MobileNetV2", Needs + "both backbones", Expectation.Gain, differences),
        ];

        IReadOnlyList<TrainingPair> FindGains(BackboneKind backbone) => TrainingPairs.Match(
            context.Trainings.Judged.Where(training => training.Settings.Backbone == backbone),
            settings => settings.Location, settings => !settings.Location, settings => settings with { Location = false });
    }

    private static IReadOnlyList<ClaimPart> FindTemporal(ClaimContext context)
        // Each module by itself, because all are compared with the same trainings without one.
        => [.. new[] { TemporalMode.Conv3D, TemporalMode.Gru, TemporalMode.Lstm }.Select(mode => new ClaimPart(
            $"{mode} less no temporal module", $"trainings of several frames with {mode} and without a temporal module",
            Expectation.Equivalence(context.Margin),
            context.Compare(
                settings => settings.FramesPerBatch > 1 && settings.TemporalMode == mode,
                settings => settings.FramesPerBatch > 1 && settings.TemporalMode == TemporalMode.None,
                settings => settings with { TemporalMode = default })))];

    private static IReadOnlyList<ClaimPart> FindSchemas(ClaimContext context)
    {
        return [Compare(SegmentationSchema.Watershed, SegmentationSchema.RetinaMask), Compare(SegmentationSchema.RetinaMask, SegmentationSchema.Pixelwise)];

        ClaimPart Compare(SegmentationSchema first, SegmentationSchema second) => new(
            $"{first} less {second}", $"trainings of {first} and {second}", Expectation.Gain,
            context.Compare(TrainingPairs.MatchSchemas(context.Trainings.Judged, first, second)));
    }

    private static IReadOnlyList<ClaimPart> FindRemoval(ClaimContext context)
    {
        ComparedTraining[] both = [.. context.Trainings.All.Where(training => training is { Before: not null, After: not null })];
        return [.. new[] { SegmentationSchema.Watershed, SegmentationSchema.RetinaMask }.Select(other => new ClaimPart(
            $"gain by the removal, {SegmentationSchema.Pixelwise} less {other}",
            $"trainings of {SegmentationSchema.Pixelwise} and {other} that are judged before and after the removal", Expectation.Gain,
            [.. TrainingPairs.MatchSchemas(both, SegmentationSchema.Pixelwise, other).Select(pair => Gain(pair.First) - Gain(pair.Second))]))];

        static double Gain(ComparedTraining training) => training.After!.F1 - training.Before!.F1;
    }

    /// <summary>
    /// MobileNetV2 on the most data against ResNet50 on the next smaller part: the hardest comparison in which the light model still has more.
    /// </summary>
    private static IReadOnlyList<ClaimPart> FindLight(ClaimContext context)
    {
        var pairs = new List<TrainingPair>();
        var candidates = context.Trainings.Judged
            .Where(training => training.Settings.Backbone is BackboneKind.MobileNetV2 or BackboneKind.ResNet50);
        foreach (var block in candidates.GroupBy(training => training.Settings with { Backbone = default, Fraction = 1 }))
        {
            var light = block.Where(training => training.Settings.Backbone == BackboneKind.MobileNetV2).MaxBy(training => training.Settings.Fraction);
            var heavy = block.Where(training => training.Settings.Backbone == BackboneKind.ResNet50 && training.Settings.Fraction < light?.Settings.Fraction)
                .MaxBy(training => training.Settings.Fraction);
            if (heavy is not null)
                pairs.Add(new TrainingPair(light!, heavy));
        }
        return [new(
            "MobileNetV2 on the most data less ResNet50 on the next smaller part", "trainings of MobileNetV2 on more data than those of ResNet50",
            Expectation.NotWorse(context.Margin), context.Compare(pairs))];
    }

    /// <summary>The ends of each series, so that no training counts twice.</summary>
    private static IReadOnlyList<ClaimPart> FindGrowth(ClaimContext context)
        => [new(
            "the largest part of the data less the smallest", "trainings on two parts of the data of different size", Expectation.Gain,
            context.Compare(context.Trainings.Judged.GroupBy(training => training.Settings with { Fraction = 1 })
                .Where(series => series.Count() > 1)
                .Select(series => new TrainingPair(
                    series.MaxBy(training => training.Settings.Fraction)!, series.MinBy(training => training.Settings.Fraction)!))))];
}

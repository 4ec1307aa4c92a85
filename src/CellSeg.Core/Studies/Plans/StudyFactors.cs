using CellSeg.Decoding;
using CellSeg.Models.Specifications;

namespace CellSeg.Studies.Plans;

/// <summary>
/// What an analysis is reduced to, or given besides: schemas, backbones, temporal modes, frames per batch and fractions keep only
/// those of their values that an analysis has; location, pretrained and seeds take the place of its own. Null leaves a factor as it is.
/// </summary>
public sealed record StudyFactors
{
    /// <summary>The schemas to keep.</summary>
    public IReadOnlyList<SegmentationSchema>? Schema { get; init; }

    /// <summary>The backbones to keep.</summary>
    public IReadOnlyList<BackboneKind>? Backbone { get; init; }

    /// <summary>The temporal modes to keep.</summary>
    public IReadOnlyList<TemporalMode>? TemporalMode { get; init; }

    /// <summary>The numbers of frames per batch to keep; analyses of single frames are not touched.</summary>
    public IReadOnlyList<int>? FramesPerBatch { get; init; }

    /// <summary>The fractions to keep.</summary>
    public IReadOnlyList<double>? Fraction { get; init; }

    /// <summary>With and without the location layer, or one of them.</summary>
    public IReadOnlyList<bool>? Location { get; init; }

    /// <summary>With and without ImageNet's weights, or one of them.</summary>
    public IReadOnlyList<bool>? Pretrained { get; init; }

    /// <summary>The seeds.</summary>
    public IReadOnlyList<long>? Seed { get; init; }

    /// <summary>The analyses with these factors.</summary>
    /// <param name="kinds">The analyses that were asked for.</param>
    /// <exception cref="CellSegException">Nothing is left of one that was asked for.</exception>
    public IReadOnlyList<StudyAnalysis> Apply(IEnumerable<StudyAnalysisKind> kinds)
    {
        ArgumentNullException.ThrowIfNull(kinds);
        var analyses = new List<StudyAnalysis>();
        foreach (var kind in kinds.Distinct())
        {
            var left = StudyAnalyses.Create(kind).Select(Apply).OfType<StudyAnalysis>().ToList();
            if (left.Count == 0)
            {
                throw new CellSegException(
                    $"{kind}", "nothing is left of this analysis, because it has none of the schemas, backbones, modes, frames or fractions that are wanted",
                    "Leave the analysis out, or give values that it has, or a plan of your own by -PlanPath");
            }
            analyses.AddRange(left);
        }
        if (!analyses.Exists(analysis => analysis.IsTemporal))
        {
            RefuseUnused(TemporalMode, nameof(TemporalMode), "no analysis compares temporal modes");
            RefuseUnused(FramesPerBatch, nameof(FramesPerBatch), "no analysis compares numbers of frames");
        }
        if (analyses.TrueForAll(analysis => analysis.IsTemporal))
            RefuseUnused(Fraction, nameof(Fraction), "the temporal analysis has no fractions of the data");
        return analyses;
    }

    private static void RefuseUnused<T>(IReadOnlyList<T>? values, string name, string reason)
    {
        if (values is not null)
            throw new CellSegException(name, $"it has no effect here: {reason}", "Leave it out, or add an analysis that has it");
    }

    private StudyAnalysis? Apply(StudyAnalysis analysis)
    {
        var kept = analysis with
        {
            Schemas = Keep(analysis.Schemas, Schema),
            Backbones = Keep(analysis.Backbones, Backbone),
            TemporalModes = analysis.IsTemporal ? Keep(analysis.TemporalModes, TemporalMode) : analysis.TemporalModes,
            FramesPerBatch = analysis.IsTemporal ? Keep(analysis.FramesPerBatch, FramesPerBatch) : analysis.FramesPerBatch,
            Fractions = analysis.IsTemporal ? analysis.Fractions : Keep(analysis.Fractions, Fraction),
            Location = Location ?? analysis.Location,
            Pretrained = Pretrained ?? analysis.Pretrained,
            Seeds = Seed ?? analysis.Seeds,
        };
        int[] counts = [kept.Schemas.Count, kept.Backbones.Count, kept.TemporalModes.Count, kept.FramesPerBatch.Count, kept.Fractions.Count];
        return counts.Contains(0) ? null : kept;
    }

    private static IReadOnlyList<T> Keep<T>(IReadOnlyList<T> values, IReadOnlyList<T>? wanted)
        => wanted is null ? values : [.. values.Where(wanted.Contains)];
}

using CellSeg.Decoding;
using CellSeg.Models.Specifications;

namespace CellSeg.Studies.Plans;

/// <summary>The analyses of the thesis as sets of factors (thesis, sections 2.3 and 3; docs/method.md, 9).</summary>
public static class StudyAnalyses
{
    // Three seeds, of which the text does not give the values.
    private static readonly long[] Seeds = [0, 1, 2];

    private static readonly BackboneKind[] Backbones = [BackboneKind.ResNet50, BackboneKind.MobileNetV2];

    /// <summary>The sets of factors of an analysis; an analysis may have several.</summary>
    /// <param name="kind">Which.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such analysis.</exception>
    public static IReadOnlyList<StudyAnalysis> Create(StudyAnalysisKind kind) => kind switch
    {
        StudyAnalysisKind.Thesis =>
        [
            .. Create(StudyAnalysisKind.Temporal), .. Create(StudyAnalysisKind.Location),
            .. Create(StudyAnalysisKind.Transfer), .. Create(StudyAnalysisKind.DatasetSize),
        ],
        StudyAnalysisKind.Temporal =>
        [
            new StudyAnalysis
            {
                Name = nameof(StudyAnalysisKind.Temporal),
                Schemas = [SegmentationSchema.RetinaMask],
                // There are no published weights of FeatureNet, so that all begin alike.
                Backbones = [BackboneKind.FeatureNet, .. Backbones],
                TemporalModes = [TemporalMode.Conv3D, TemporalMode.Gru, TemporalMode.Lstm, TemporalMode.None],
                FramesPerBatch = [3, 5],
                Epochs = 10,
            },
        ],
        StudyAnalysisKind.Location =>
        [
            new StudyAnalysis
            {
                Name = nameof(StudyAnalysisKind.Location),
                Backbones = Backbones,
                Location = [true, false],
                Pretrained = [true],
                Fractions = [0.1, 1],
                Seeds = Seeds,
            },
        ],
        StudyAnalysisKind.Transfer =>
        [
            .. BySchema(nameof(StudyAnalysisKind.Transfer), analysis => analysis with { Pretrained = [true, false] }),
            // Table 8 also has neither.
            new StudyAnalysis
            {
                Name = nameof(StudyAnalysisKind.Transfer),
                Backbones = Backbones,
                Location = [true, false],
                Pretrained = [true, false],
                Seeds = Seeds,
            },
        ],
        StudyAnalysisKind.DatasetSize =>
        [
            .. BySchema(
                nameof(StudyAnalysisKind.DatasetSize),
                analysis => analysis with { Pretrained = [true], Fractions = [0.01, 0.1, 0.25, 0.5, 1] }),
        ],
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };

    /// <summary>
    /// Whether networks have the location layer where it is not asked what it does: those that predict maps have it, as the code of 2020 had
    /// by default, and RetinaMask has not (docs/method.md, 9).
    /// </summary>
    /// <param name="schema">The schema.</param>
    internal static bool HasLocation(SegmentationSchema schema) => schema != SegmentationSchema.RetinaMask;

    private static IEnumerable<StudyAnalysis> BySchema(string name, Func<StudyAnalysis, StudyAnalysis> complete)
        => new SegmentationSchema[][] { [SegmentationSchema.Pixelwise, SegmentationSchema.Watershed], [SegmentationSchema.RetinaMask] }
            .Select(schemas => complete(new StudyAnalysis
            {
                Name = name,
                Schemas = schemas,
                Backbones = Backbones,
                Location = [HasLocation(schemas[0])],
                Seeds = Seeds,
            }));
}

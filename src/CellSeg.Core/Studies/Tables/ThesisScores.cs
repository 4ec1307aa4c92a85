using CellSeg.Decoding;
using CellSeg.Models.Specifications;
using CellSeg.Studies.Plans;

namespace CellSeg.Studies.Tables;

/// <summary>
/// The numbers of tables 2 to 8 of the thesis: C. Cui, Optimizing Deep Neural Networks for Single Cell Segmentation, Caltech 2020.
/// </summary>
/// <remarks>
/// Tables 4 to 8 share rows, which stand in each as in the thesis. Table 5's caption says "before"; its headings, and its numbers, are
/// after the removal of small objects. With transfer learning is what the text says of tables 4 and 5.
/// </remarks>
public static class ThesisScores
{
    private static readonly string[] CellLines = ["3T3", "HEK293", "HeLa", "RAW264.7"];

    private static readonly TemporalMode[] Modes = [TemporalMode.Conv3D, TemporalMode.Gru, TemporalMode.Lstm, TemporalMode.None];

    /// <summary>All numbers, table after table.</summary>
    public static IReadOnlyList<ThesisScore> All { get; } =
    [
        .. Temporal(2, 3, BackboneKind.FeatureNet,
            [0.8825, 0.8829, 0.8780, 0.8952], [0.8093, 0.8030, 0.8081, 0.8239], [0.6498, 0.8734, 0.8648, 0.8348], [0.8875, 0.8850, 0.8830, 0.8949]),
        .. Temporal(2, 3, BackboneKind.ResNet50,
            [0.8839, 0.8849, 0.8877, 0.8892], [0.8209, 0.8205, 0.8273, 0.8313], [0.9016, 0.8914, 0.8841, 0.8849], [0.8978, 0.8899, 0.8943, 0.9082]),
        .. Temporal(2, 3, BackboneKind.MobileNetV2,
            [0.8568, 0.8774, 0.8711, 0.8173], [0.8269, 0.8402, 0.8397, 0.8047], [0.7927, 0.8602, 0.8614, 0.8235], [0.8838, 0.8956, 0.8964, 0.8530]),
        .. Temporal(3, 5, BackboneKind.FeatureNet,
            [0.8673, 0.8569, 0.8534, 0.8646], [0.7916, 0.8002, 0.7941, 0.8274], [0.8310, 0.8254, 0.8425, 0.8674], [0.8779, 0.8758, 0.8765, 0.8931]),
        .. Temporal(3, 5, BackboneKind.ResNet50,
            [0.8694, 0.8669, 0.8710, 0.8703], [0.8198, 0.8196, 0.8136, 0.8243], [0.8915, 0.8890, 0.8842, 0.8849], [0.8955, 0.8917, 0.8924, 0.8932]),
        .. Temporal(3, 5, BackboneKind.MobileNetV2,
            [0.8162, 0.8285, 0.8508, 0.8498], [0.8038, 0.8242, 0.8172, 0.8334], [0.8152, 0.7652, 0.8682, 0.8648], [0.8810, 0.8848, 0.8695, 0.8921]),

        .. Location(4, isAfter: false, 0.1, BackboneKind.ResNet50, (0.8795, 0.0044), (0.8743, 0.0043)),
        .. Location(4, isAfter: false, 0.1, BackboneKind.MobileNetV2, (0.8565, 0.0076), (0.8667, 0.0046)),
        .. Location(4, isAfter: false, 1, BackboneKind.ResNet50, (0.8968, 0.0062), (0.8862, 0.0143)),
        .. Location(4, isAfter: false, 1, BackboneKind.MobileNetV2, (0.8843, 0.0105), (0.8871, 0.0010)),
        .. Location(5, isAfter: true, 0.1, BackboneKind.ResNet50, (0.9496, 0.0005), (0.9481, 0.0023)),
        .. Location(5, isAfter: true, 0.1, BackboneKind.MobileNetV2, (0.9374, 0.0021), (0.9424, 0.0021)),
        .. Location(5, isAfter: true, 1, BackboneKind.ResNet50, (0.9584, 0.0020), (0.9540, 0.0054)),
        .. Location(5, isAfter: true, 1, BackboneKind.MobileNetV2, (0.9525, 0.0027), (0.9532, 0.0016)),

        .. Transfer(6, isAfter: false, SegmentationSchema.Pixelwise, BackboneKind.ResNet50, (0.8047, 0.0362), (0.7761, 0.0149)),
        .. Transfer(6, isAfter: false, SegmentationSchema.Pixelwise, BackboneKind.MobileNetV2, (0.7858, 0.0374), (0.7572, 0.0069)),
        .. Transfer(6, isAfter: false, SegmentationSchema.RetinaMask, BackboneKind.ResNet50, (0.8751, 0.0025), (0.8559, 0.0043)),
        .. Transfer(6, isAfter: false, SegmentationSchema.RetinaMask, BackboneKind.MobileNetV2, (0.8638, 0.0149), (0.8489, 0.0018)),
        .. Transfer(6, isAfter: false, SegmentationSchema.Watershed, BackboneKind.ResNet50, (0.8968, 0.0062), (0.8903, 0.0048)),
        .. Transfer(6, isAfter: false, SegmentationSchema.Watershed, BackboneKind.MobileNetV2, (0.8843, 0.0105), (0.8860, 0.0024)),
        .. Transfer(7, isAfter: true, SegmentationSchema.Pixelwise, BackboneKind.ResNet50, (0.9026, 0.0023), (0.8961, 0.0133)),
        .. Transfer(7, isAfter: true, SegmentationSchema.Pixelwise, BackboneKind.MobileNetV2, (0.8908, 0.0075), (0.8759, 0.0040)),
        .. Transfer(7, isAfter: true, SegmentationSchema.RetinaMask, BackboneKind.ResNet50, (0.9524, 0.0027), (0.9351, 0.0038)),
        .. Transfer(7, isAfter: true, SegmentationSchema.RetinaMask, BackboneKind.MobileNetV2, (0.9487, 0.0009), (0.9277, 0.0016)),
        .. Transfer(7, isAfter: true, SegmentationSchema.Watershed, BackboneKind.ResNet50, (0.9584, 0.0020), (0.9557, 0.0025)),
        .. Transfer(7, isAfter: true, SegmentationSchema.Watershed, BackboneKind.MobileNetV2, (0.9525, 0.0027), (0.9481, 0.0011)),

        .. Both(isAfter: false, BackboneKind.ResNet50, (0.8968, 0.0062), (0.8903, 0.0048), (0.8862, 0.0143), (0.8915, 0.0026)),
        .. Both(isAfter: false, BackboneKind.MobileNetV2, (0.8843, 0.0105), (0.8860, 0.0024), (0.8871, 0.0010), (0.8896, 0.0027)),
        .. Both(isAfter: true, BackboneKind.ResNet50, (0.9584, 0.0020), (0.9557, 0.0025), (0.9540, 0.0054), (0.9555, 0.0008)),
        .. Both(isAfter: true, BackboneKind.MobileNetV2, (0.9525, 0.0027), (0.9481, 0.0011), (0.9532, 0.0016), (0.9503, 0.0010)),
    ];

    /// <summary>A backbone's part of tables 2 and 3: a row a cell line, a column a temporal mode.</summary>
    private static IEnumerable<ThesisScore> Temporal(int table, int frames, BackboneKind backbone, params double[][] rows)
        => rows.SelectMany((row, line) => row.Select((mean, mode) => new ThesisScore(
            table, CellLines[line], SegmentationSchema.RetinaMask, backbone, Location: false, Pretrained: null, Modes[mode], frames, 1,
            IsAfter: null, mean, double.NaN)));

    private static IEnumerable<ThesisScore> Location(
        int table, bool isAfter, double fraction, BackboneKind backbone, (double, double) with, (double, double) without)
        => [
            Create(table, isAfter, SegmentationSchema.Watershed, backbone, true, true, fraction, with),
            Create(table, isAfter, SegmentationSchema.Watershed, backbone, false, true, fraction, without),
        ];

    private static IEnumerable<ThesisScore> Transfer(
        int table, bool isAfter, SegmentationSchema schema, BackboneKind backbone, (double, double) with, (double, double) without)
    {
        bool location = StudyAnalyses.HasLocation(schema);
        return [Create(table, isAfter, schema, backbone, location, true, 1, with), Create(table, isAfter, schema, backbone, location, false, 1, without)];
    }

    private static IEnumerable<ThesisScore> Both(
        bool isAfter, BackboneKind backbone, (double, double) both, (double, double) location, (double, double) transfer, (double, double) none)
        => [
            Create(8, isAfter, SegmentationSchema.Watershed, backbone, true, true, 1, both),
            Create(8, isAfter, SegmentationSchema.Watershed, backbone, true, false, 1, location),
            Create(8, isAfter, SegmentationSchema.Watershed, backbone, false, true, 1, transfer),
            Create(8, isAfter, SegmentationSchema.Watershed, backbone, false, false, 1, none),
        ];

    private static ThesisScore Create(
        int table, bool isAfter, SegmentationSchema schema, BackboneKind backbone, bool location, bool pretrained, double fraction,
        (double Mean, double Deviation) score)
        => new(table, null, schema, backbone, location, pretrained, TemporalMode.None, 1, fraction, isAfter, score.Mean, score.Deviation);
}

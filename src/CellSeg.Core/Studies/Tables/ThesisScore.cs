using CellSeg.Decoding;
using CellSeg.Models.Specifications;

namespace CellSeg.Studies.Tables;

/// <summary>One F1 of a table of the thesis.</summary>
/// <param name="Table">The number of the table, 2 to 8.</param>
/// <param name="CellLine">The data set that is judged on; null for the four cell lines together.</param>
/// <param name="Schema">What the network predicts.</param>
/// <param name="Backbone">The feature extractor.</param>
/// <param name="Location">Whether there is a location layer.</param>
/// <param name="Pretrained">Whether the backbone starts from ImageNet's weights; null where the thesis does not say (tables 2 and 3).</param>
/// <param name="TemporalMode">What mixes the frames.</param>
/// <param name="FramesPerBatch">Frames of a clip.</param>
/// <param name="Fraction">The share of the training movies.</param>
/// <param name="IsAfter">Whether small objects were removed; null where the thesis does not say (tables 2 and 3).</param>
/// <param name="Mean">The F1, the mean of three seeds in tables 4 to 8.</param>
/// <param name="Deviation">The standard deviation over seeds; NaN in tables 2 and 3, whose models were trained once.</param>
public sealed record ThesisScore(
    int Table, string? CellLine, SegmentationSchema Schema, BackboneKind Backbone, bool Location, bool? Pretrained, TemporalMode TemporalMode,
    int FramesPerBatch, double Fraction, bool? IsAfter, double Mean, double Deviation)
{
    /// <summary>Whether a data set of a study has the name of the one that is judged on, whatever is written around it.</summary>
    /// <param name="dataset">The name, such as <c>HeLa-S3</c>.</param>
    internal bool IsOf(string dataset)
        => CellLine is null || Plain(dataset).Contains(Plain(CellLine.Split('.')[0]), StringComparison.Ordinal);

    private static string Plain(string name) => string.Concat(name.Where(char.IsAsciiLetterOrDigit)).ToLowerInvariant();
}

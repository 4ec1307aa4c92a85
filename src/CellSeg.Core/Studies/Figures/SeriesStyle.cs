using CellSeg.Decoding;
using CellSeg.Models.Specifications;
using CellSeg.Studies.Plans;
using ScottPlot;

namespace CellSeg.Studies.Figures;

/// <summary>
/// How a series is drawn, the same in all figures: a colour a schema, of those that colour-blind people tell apart (Okabe and Ito 2008),
/// and a marker and a width a backbone.
/// </summary>
internal static class SeriesStyle
{
    /// <summary>The size of a mean's marker.</summary>
    public const float MarkerSize = 9;

    /// <summary>The size of the marker of one training.</summary>
    public const float PointSize = 5;

    /// <summary>The colour of a schema.</summary>
    public static Color Color(StudySettings settings) => ScottPlot.Color.FromHex(settings.Schema switch
    {
        SegmentationSchema.Watershed => "#0072B2",
        SegmentationSchema.RetinaMask => "#D55E00",
        SegmentationSchema.Pixelwise => "#009E73",
        _ => "#CC79A7",
    });

    /// <summary>The marker of a backbone.</summary>
    public static MarkerShape Marker(StudySettings settings) => settings.Backbone switch
    {
        BackboneKind.ResNet50 => MarkerShape.FilledSquare,
        BackboneKind.FeatureNet => MarkerShape.FilledTriangleUp,
        _ => MarkerShape.FilledCircle,
    };

    /// <summary>The width of the line of a backbone: heavier for the heavier one.</summary>
    public static float LineWidth(StudySettings settings) => settings.Backbone == BackboneKind.ResNet50 ? 2.5f : 1.25f;

    /// <summary>The legend's entry of a series.</summary>
    public static LegendItem Explain(StudySettings settings, bool withBackbone) => new()
    {
        LabelText = withBackbone ? $"{settings.Schema}, {settings.Backbone}" : settings.Schema.ToString(),
        LineColor = Color(settings),
        LineWidth = LineWidth(settings),
        MarkerShape = Marker(settings),
        MarkerFillColor = Color(settings),
        MarkerLineColor = Color(settings),
        MarkerSize = MarkerSize,
    };
}

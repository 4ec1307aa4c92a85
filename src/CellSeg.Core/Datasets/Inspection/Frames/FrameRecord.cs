using CellSeg.Datasets.Inspection.Findings;
using CellSeg.Datasets.Inspection.Fingerprints;
using CellSeg.Imaging.Inspection;

namespace CellSeg.Datasets.Inspection.Frames;

/// <summary>All that the checks need to know of a frame, which is little beside its pixels.</summary>
internal sealed record FrameRecord
{
    /// <summary>The name of the data set that its movie is in.</summary>
    public required string Dataset { get; init; }

    /// <summary>The part of the split that it is in; null without a split.</summary>
    public required string? Part { get; init; }

    /// <summary>Its movie.</summary>
    public required CellMovie Movie { get; init; }

    /// <summary>The number of the frame, from 0.</summary>
    public required int Frame { get; init; }

    /// <summary>Micrometres a pixel, of the movie or else of its set; null where unknown.</summary>
    public required double? PixelSize { get; init; }

    /// <summary>Why its image cannot be read; null where it can.</summary>
    public CellSegException? ImageProblem { get; init; }

    /// <summary>Why its labels cannot be read; null where they can, and where there are none.</summary>
    public CellSegException? LabelProblem { get; init; }

    /// <summary>Its image; null where it cannot be read.</summary>
    public ImageStatistics? Image { get; init; }

    /// <summary>What is odd about its image by itself.</summary>
    public IReadOnlyList<ImageWarning> Warnings { get; init; } = [];

    /// <summary>Its cells; null where it has no label image or this cannot be read.</summary>
    public CellStatistics? Cells { get; init; }

    /// <summary>
    /// How much brighter its cells are than the rest, as a share of the range of grey values: from -1 to 1, negative where
    /// they are darker. Null without image, cells, or anything else, or where the sizes differ.
    /// </summary>
    public double? Contrast { get; init; }

    /// <summary>What tells it from others; null where the image cannot be read or is constant.</summary>
    public FrameFingerprint? Fingerprint { get; init; }

    /// <summary>The frame as people see it in tables: null for a single image.</summary>
    public int? ShownFrame => Movie.FrameCount > 1 ? Frame : null;

    /// <summary>What messages about other frames call this one.</summary>
    public string Name => ShownFrame is { } frame ? FormattableString.Invariant($"{Movie.Name} (frame {frame}, from 0)") : Movie.Name;

    /// <summary>A finding about this frame.</summary>
    public DatasetFinding Report(FindingSeverity severity, FindingKind kind, string message, string? remedy, double? value = null)
        => ReportMovie(severity, kind, message, remedy, value) with { Frame = ShownFrame };

    /// <summary>A finding about the movie of this frame.</summary>
    public DatasetFinding ReportMovie(FindingSeverity severity, FindingKind kind, string message, string? remedy, double? value = null) => new()
    {
        Severity = severity,
        Kind = kind,
        Part = Part,
        Source = Movie,
        Movie = Movie.Name,
        Path = Movie.Path,
        Message = message,
        Remedy = remedy,
        Value = value,
    };
}

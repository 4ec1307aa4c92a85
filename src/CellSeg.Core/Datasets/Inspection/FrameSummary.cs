using CellSeg.Datasets.Inspection.Findings;
using CellSeg.Datasets.Inspection.Frames;
using CellSeg.Numerics;

namespace CellSeg.Datasets.Inspection;

/// <summary>
/// One frame of a data set in numbers. All properties are flat, so that it makes a row of a table. What is not known, since
/// it cannot be read or does not exist, is null for counts and NaN for measures.
/// </summary>
public sealed record FrameSummary
{
    /// <summary>The data set that the frame is in.</summary>
    public string Dataset { get; private init; } = "";

    /// <summary>The part of a split: Training, Validation or Test; null without a split.</summary>
    public string? Part { get; private init; }

    /// <summary>The name of the movie.</summary>
    public string Movie { get; private init; } = "";

    /// <summary>The frame of the movie, from 0; null for a single image.</summary>
    public int? Frame { get; private init; }

    /// <summary>Rows of the image.</summary>
    public int? Height { get; private init; }

    /// <summary>Columns of the image.</summary>
    public int? Width { get; private init; }

    /// <summary>Channels of the image.</summary>
    public int? Channels { get; private init; }

    /// <summary>Micrometres a pixel; null where neither the file nor anybody says so.</summary>
    public double? PixelSize { get; private init; }

    /// <summary>The least finite value of all channels.</summary>
    public double Min { get; private init; } = double.NaN;

    /// <summary>The greatest finite value of all channels.</summary>
    public double Max { get; private init; } = double.NaN;

    /// <summary>The mean of the finite values of all channels.</summary>
    public double Mean { get; private init; } = double.NaN;

    /// <summary>How many different finite values the channel with the most of them has.</summary>
    public int? LevelCount { get; private init; }

    /// <summary>The share of pixels with the largest value of their channel, in the channel where it is largest; 0 in a constant image.</summary>
    public double SaturatedShare { get; private init; } = double.NaN;

    /// <summary>How much brighter cells are than the rest, as a share of the range of values; negative for dark cells.</summary>
    public double Contrast { get; private init; } = double.NaN;

    /// <summary>Cells in the labels.</summary>
    public int? CellCount { get; private init; }

    /// <summary>Pixels of the smallest cell.</summary>
    public double MinArea { get; private init; } = double.NaN;

    /// <summary>Pixels of the median cell.</summary>
    public double MedianArea { get; private init; } = double.NaN;

    /// <summary>Pixels of the largest cell.</summary>
    public double MaxArea { get; private init; } = double.NaN;

    /// <summary><see cref="MinArea"/> in square micrometres.</summary>
    public double MinAreaMicrometer2 => MinArea * SquareMicrometer;

    /// <summary><see cref="MedianArea"/> in square micrometres.</summary>
    public double MedianAreaMicrometer2 => MedianArea * SquareMicrometer;

    /// <summary><see cref="MaxArea"/> in square micrometres.</summary>
    public double MaxAreaMicrometer2 => MaxArea * SquareMicrometer;

    /// <summary>The share of cells that touch another one, by an edge or a corner of a pixel.</summary>
    public double TouchingShare { get; private init; } = double.NaN;

    /// <summary>Cells that lie in several pieces; pixels that touch by a corner are one piece.</summary>
    public int? InPiecesCount { get; private init; }

    /// <summary>The worst severity of the findings about this frame; null without any.</summary>
    public FindingSeverity? Severity { get; private init; }

    /// <summary>The kinds of the findings about this frame, the worst first, separated by blanks; empty without any.</summary>
    public string Findings => string.Join(' ', Own.Select(finding => finding.Kind));

    /// <summary>The file or folder of the movie.</summary>
    public string Path { get; private init; } = "";

    /// <summary>The movie.</summary>
    internal CellMovie Source { get; private init; } = null!;

    /// <summary>The frame of the movie, from 0, also for a single image.</summary>
    internal int SourceFrame { get; private init; }

    /// <summary>The findings about this frame, the worst first.</summary>
    internal IReadOnlyList<DatasetFinding> Own { get; private init; } = [];

    private double SquareMicrometer => PixelSize is { } size ? size * size : double.NaN;

    /// <summary>The row of a frame.</summary>
    /// <param name="frame">What is known of it.</param>
    /// <param name="findings">What was found about it, the worst first.</param>
    internal static FrameSummary Create(FrameRecord frame, IReadOnlyList<DatasetFinding> findings)
    {
        var (image, cells) = (frame.Image, frame.Cells);
        return new FrameSummary
        {
            Dataset = frame.Dataset,
            Part = frame.Part,
            Movie = frame.Movie.Name,
            Frame = frame.ShownFrame,
            Path = frame.Movie.Path,
            Height = image?.Size.Height,
            Width = image?.Size.Width,
            Channels = image?.Channels,
            PixelSize = frame.PixelSize,
            Min = image?.Min ?? double.NaN,
            Max = image?.Max ?? double.NaN,
            Mean = image?.Mean ?? double.NaN,
            LevelCount = image?.LevelCount,
            SaturatedShare = image?.SaturatedShare ?? double.NaN,
            Contrast = frame.Contrast ?? double.NaN,
            CellCount = cells?.Count,
            MinArea = FindArea(0),
            MedianArea = FindArea(50),
            MaxArea = FindArea(100),
            TouchingShare = cells is { Count: > 0 } ? cells.TouchingCount / (double)cells.Count : double.NaN,
            InPiecesCount = cells?.InPieces.Count,
            Severity = findings.Count > 0 ? findings[0].Severity : null,
            Source = frame.Movie,
            SourceFrame = frame.Frame,
            Own = findings,
        };

        double FindArea(double percent) => cells is null ? double.NaN : Percentile.Find<int>(cells.SortedAreas, percent);
    }
}

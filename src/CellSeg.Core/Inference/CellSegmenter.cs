using System.Diagnostics;
using CellSeg.Decoding;
using CellSeg.Imaging;
using CellSeg.Imaging.Drawing;
using CellSeg.Inference.Prediction;
using CellSeg.Models;

namespace CellSeg.Inference;

/// <summary>
/// Segments images one after the other with one model, and writes what was asked for. For use by one thread at a time.
/// </summary>
public sealed class CellSegmenter
{
    private readonly SegmentationModel _model;
    private readonly SegmenterOptions _options;
    private readonly FramePredictor _predictor;
    private readonly DecoderOptions _decoder;

    // The clip that was predicted last, by what reads its movie (simulated movies share one path): its frames are usually asked for one after the other.
    private (Func<int, CellImage> Movie, int Start, IReadOnlyList<FramePrediction> Frames)? _clip;

    // Output file to the input it was written for: a second input of the same name must not replace the first's result.
    private readonly Dictionary<string, string> _written = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Makes a segmenter.</summary>
    /// <param name="model">The model; it must live as long.</param>
    /// <param name="options">How; the defaults when null.</param>
    /// <exception cref="CellSegException">An option is out of its range, or the device is missing.</exception>
    public CellSegmenter(SegmentationModel model, SegmenterOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        _model = model;
        _options = options ?? new SegmenterOptions();
        _predictor = FramePredictor.Create(model, _options.Predictor);
        _decoder = _options.MinimumArea is { } area ? model.Decoder with { MinimumArea = area } : model.Decoder;
        _decoder.Validate();
    }

    /// <summary>What is computed otherwise than was asked for, and why; null when nothing is.</summary>
    public string? Warning => _predictor.Warning;

    /// <summary>The files that an input would be written to.</summary>
    public IReadOnlyList<string> GetOutputPaths(SegmentationInput input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return _options.DestinationPath is { } folder ? [.. _options.Outputs.Select(output => OutputPath(folder, input.Name, output))] : [];
    }

    /// <summary>Finds the cells of an image in memory.</summary>
    /// <param name="image">As it was read.</param>
    /// <param name="cancellationToken">Stops between tiles.</param>
    /// <exception cref="CellSegException">The model takes another number of channels.</exception>
    public LabelImage Segment(CellImage image, CancellationToken cancellationToken = default)
        => _predictor.Predict(image, cancellationToken).Decode(_decoder);

    /// <summary>Reads, segments and writes one input.</summary>
    /// <param name="input">What to segment.</param>
    /// <param name="cancellationToken">Stops between tiles.</param>
    /// <exception cref="CellSegException">The input cannot be read, does not fit the model, or cannot be written; nothing was written for it.</exception>
    public CellSegmentation Segment(SegmentationInput input, CancellationToken cancellationToken = default)
    {
        CheckOutputs(input);
        var image = input.ReadImage();
        var truth = input.ReadTruth?.Invoke();
        var clock = Stopwatch.StartNew();
        LabelImage labels;
        try
        {
            labels = Predict(input, image, cancellationToken).Decode(_decoder);
        }
        catch (CellSegException e) when (e.Target != input.Path)
        {
            throw new CellSegException(input.Path, e.Reason, e.Remedy, e);
        }
        var duration = clock.Elapsed;
        return new CellSegmentation
        {
            Name = input.Name,
            Path = input.Path,
            Frame = input.Frame,
            ImageSource = input.ReadImage,
            CellCount = labels.CountCells(),
            Labels = labels,
            Truth = truth,
            ModelName = _model.Name,
            Device = $"{_predictor.Device}",
            Duration = duration,
            OutputPath = Write(input, SegmentationOutput.LabelTiff, path => ImageWriter.WriteLabels(path, labels)),
            OverlayPath = Write(input, SegmentationOutput.Overlay, path => ImageWriter.WriteRgb(path, image.Height, image.Width, OverlayRenderer.Render(image, labels, truth))),
        };
    }

    private FramePrediction Predict(SegmentationInput input, CellImage image, CancellationToken cancellationToken)
    {
        int length = _predictor.FramesPerClip, start = ClipWindow.Start(input.Frame, input.FrameCount, length);
        if (length == 1)
            return _predictor.Predict(image, cancellationToken);
        if (_clip is not { } clip || clip.Movie != input.ReadFrame || clip.Start != start)
        {
            // A movie that is too short stands still at its end.
            var frames = Enumerable.Range(start, length).Select(frame => Math.Min(frame, input.FrameCount - 1))
                .Select(frame => frame == input.Frame ? image : input.ReadFrame(frame)).ToList();
            _clip = clip = (input.ReadFrame, start, _predictor.Predict(frames, cancellationToken));
        }
        return clip.Frames[input.Frame - start];
    }

    private void CheckOutputs(SegmentationInput input)
    {
        foreach (string path in GetOutputPaths(input))
        {
            if (_written.TryGetValue(path, out string? other))
                throw new OutputConflictException(input.Path, $"its result would replace that of {other}, which has the same name", "Rename one of the two, or write them to different folders", isDuplicate: true);
            if (!_options.Overwrite && File.Exists(path))
                throw new OutputConflictException(input.Path, $"its result {path} exists already", "Use -Force to replace results, or another destination", isDuplicate: false);
        }
    }

    private string? Write(SegmentationInput input, SegmentationOutput output, Action<string> write)
    {
        if (_options.DestinationPath is not { } folder || !_options.Outputs.Contains(output))
            return null;
        string path = OutputPath(folder, input.Name, output);
        write(path);
        _written[path] = input.Path;
        return path;
    }

    private static string OutputPath(string folder, string name, SegmentationOutput output)
        => Path.Combine(folder, name + (output == SegmentationOutput.LabelTiff ? "_labels.tif" : "_overlay.png"));
}

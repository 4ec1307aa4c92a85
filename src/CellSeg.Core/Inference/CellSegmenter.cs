using System.Diagnostics;
using CellSeg.Datasets;
using CellSeg.Decoding;
using CellSeg.Files;
using CellSeg.Imaging;
using CellSeg.Imaging.Inspection;
using CellSeg.Imaging.Rows;
using CellSeg.Inference.Outputs;
using CellSeg.Inference.Prediction;
using CellSeg.Inference.Prediction.Networks;
using CellSeg.Inference.Prediction.Windows;
using CellSeg.Inference.Scaling;
using CellSeg.Models;

namespace CellSeg.Inference;

/// <summary>
/// Segments images one after the other with one model, or with several whose maps are averaged, and writes what was asked for.
/// For use by one thread at a time.
/// </summary>
public sealed class CellSegmenter
{
    private readonly IReadOnlyList<SegmentationModel> _models;
    private readonly SegmentationModel _model;
    private readonly SegmenterOptions _options;
    private readonly FramePredictor _predictor;
    private readonly ScaleChooser _scale;
    private readonly DecoderOptions _decoder;

    private readonly SegmentationOutput[] _outputs;
    private readonly OutputFolder? _folder;

    // The clip that was predicted last: its frames are usually asked for one after the other.
    private (CellMovie Movie, int Start, IReadOnlyList<FramePrediction> Frames)? _clip;

    /// <summary>Makes a segmenter.</summary>
    /// <param name="model">The model; it must live as long.</param>
    /// <param name="options">How; the defaults when null.</param>
    /// <exception cref="CellSegException">An option is out of its range, or the device is missing.</exception>
    public CellSegmenter(SegmentationModel model, SegmenterOptions? options = null)
        : this([model], options)
    {
    }

    /// <summary>Makes a segmenter of several models, whose maps are averaged before cells are made of them.</summary>
    /// <param name="models">
    /// One or more with the same schema, maps, input channels and frames per batch; several are not of the schema RetinaMask.
    /// Cells are made as the decoder options of the first say, and where images are scaled they are so for the first; all must
    /// then know cells, or pixels, of about the same size. They must live as long.
    /// </param>
    /// <param name="options">How; the defaults when null.</param>
    /// <exception cref="CellSegException">
    /// The models cannot be averaged, an option is out of its range or that of another schema's decoder, or the device is missing.
    /// </exception>
    public CellSegmenter(IReadOnlyList<SegmentationModel> models, SegmenterOptions? options = null)
    {
        _options = options ?? new SegmenterOptions();
        _options.Validate();
        _predictor = FramePredictor.Create(models, _options.Predictor, minimumScore: null, _options.Decoder);
        (_models, _model) = ([.. models], models[0]);
        var decoder = _options.Decoder ?? _model.Decoder;
        _scale = new ScaleChooser(_models, _predictor, decoder, _options.Diameter, _options.PixelSize);
        _decoder = _options.MinimumArea is { } area ? decoder with { MinimumArea = area } : decoder;
        _model.Schema.Validate(_decoder);
        _outputs = [.. _options.Outputs.Distinct()];
        _folder = _options.DestinationPath is { } folder ? new OutputFolder(folder, _options.Overwrite) : null;
    }

    /// <summary>
    /// What is computed otherwise than was asked for, and why; null when nothing is. Lack of memory may change it from image to image.
    /// </summary>
    public string? Warning
        => new[] { _predictor.Warning, _scale.Warning }.OfType<string>().ToArray() is { Length: > 0 } warnings ? string.Join(' ', warnings) : null;

    /// <summary>The models, the first of which decides how cells are made.</summary>
    internal IReadOnlyList<SegmentationModel> Models => _models;

    /// <summary>How images are segmented.</summary>
    internal SegmenterOptions Options => _options;

    /// <summary>Whether labels are the same to the bit whatever <see cref="PredictorOptions.TileSize"/> is, since networks go row by row.</summary>
    internal bool HasNoTiles => _predictor is MapPredictor { HasNoTiles: true };

    /// <summary>How often an image goes through a network: once for each model and view. The time grows with it.</summary>
    public int PassCount => _predictor.PassCount;

    /// <summary>The files that an input would be written to.</summary>
    public IReadOnlyList<string> GetOutputPaths(SegmentationInput input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return _folder is { } folder ? [.. _outputs.Select(output => GetPath(folder, input, output))] : [];
    }

    /// <summary>Looks whether the files of an input may be written, before the work of making them.</summary>
    /// <exception cref="CellSegException">One would take the place of another file, or have a name that no file can have.</exception>
    internal void CheckOutputs(SegmentationInput input) => _folder?.Check(input.Path, GetOutputPaths(input));

    /// <summary>Says that the files of an input are there, or will be, so that no other input gets their names.</summary>
    internal void ReserveOutputs(SegmentationInput input) => _folder?.Reserve(input.Path, GetOutputPaths(input));

    /// <summary>Allows the files of an input to take the place of older ones that are known to be its own.</summary>
    internal void AllowReplacing(IEnumerable<string> paths) => _folder?.AllowReplacing(paths);

    /// <summary>Finds the cells of an image in memory.</summary>
    /// <param name="image">The image as it was read, with the channels that the model takes.</param>
    /// <param name="cancellationToken">Stops between tiles.</param>
    /// <exception cref="CellSegException">The model takes another number of channels, or memory does not suffice.</exception>
    public LabelImage Segment(CellImage image, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(image);
        var seen = _options.Invert ? image.Negate() : image;
        return InMemory("Image", () => Predict([.. Enumerable.Repeat(seen, _predictor.FramesPerClip)], cancellationToken)[0].Decode(_decoder));
    }

    /// <summary>Reads, segments and writes one input.</summary>
    /// <param name="input">What to segment.</param>
    /// <param name="cancellationToken">Stops between tiles.</param>
    /// <exception cref="CellSegException">
    /// The input cannot be read, does not fit the model or into memory, or cannot be written; nothing was written for it.
    /// </exception>
    public CellSegmentation Segment(SegmentationInput input, CancellationToken cancellationToken = default)
        => Finish(Compute(input, cancellationToken));

    /// <summary>Predicts what cells are made of; some are found already, and nothing is written yet.</summary>
    /// <inheritdoc cref="Segment(SegmentationInput, CancellationToken)" path="param"/>
    /// <exception cref="CellSegException">The input cannot be read, does not fit the model or into memory, or may not be written.</exception>
    internal UnwrittenSegmentation Compute(SegmentationInput input, CancellationToken cancellationToken)
    {
        CheckOutputs(input);
        return InMemory(input.Path, () =>
        {
            var image = input.Movie.OpenRows(input.Frame);
            var seen = Prepare(image, input.Movie);
            var truth = input.Movie.HasLabels ? input.Movie.ReadLabels(input.Frame) : null;
            var clock = Stopwatch.StartNew();
            var find = ToldOf(input, () => FindCells(input, seen, cancellationToken));
            clock.Stop();
            return new UnwrittenSegmentation(input, image, truth, find, _predictor.Device, clock);
        });
    }

    /// <summary>
    /// Makes the cells that are not found yet, and writes all. Any thread may do so, one at a time, while another one computes the next.
    /// </summary>
    /// <exception cref="CellSegException">It cannot be written or does not fit into memory; nothing was written.</exception>
    internal CellSegmentation Finish(UnwrittenSegmentation unwritten) => InMemory(unwritten.Input.Path, () =>
    {
        var (input, image, truth, find, device, clock) = unwritten;
        clock.Start();
        var cells = ToldOf(input, find);
        clock.Stop();
        return new CellSegmentation(cells.Labels)
        {
            Name = input.Name,
            Path = input.Path,
            Frame = input.Frame,
            PixelSize = input.PixelSize,
            Movie = input.Movie,
            CellCount = cells.Count,
            Truth = truth,
            ModelName = string.Join(" + ", _models.Select(model => model.Name)),
            Device = $"{device}",
            Scale = cells.Scale,
            Duration = clock.Elapsed,
            Warnings = [.. ImageWarning.Find(image, _model.Specification.InputChannels), .. ImageWarning.FindCut(cells.CutCount)],
            OutputPaths = Write(input, new SegmentedFrame(input.Movie, input.Frame, image, cells.Labels, truth) { PixelSize = input.PixelSize }),
        };
    });

    /// <summary>An image of a movie as the network takes it.</summary>
    private IImageRows Prepare(IImageRows image, CellMovie movie)
    {
        var seen = image.ToChannels(_model.Specification.InputChannels, movie.Path);
        return _options.Invert || movie.HasDarkCells ? seen.Negate() : seen;
    }

    /// <summary>
    /// The cells of an input, which need not fit into memory where it goes through the network row by row and as it is. Those of an
    /// image of one window are made when they are asked for, so that the network can go on with the next image meanwhile.
    /// </summary>
    private Func<FoundCells> FindCells(SegmentationInput input, IImageRows seen, CancellationToken cancellationToken)
    {
        if (_scale.KeepsSize && _predictor is MapPredictor predictor && predictor.Stream(seen, input.Path) is { } stream)
        {
            using var maps = stream;
            var decoder = new WindowedDecoder(predictor.Schema, _decoder);
            if (decoder.TakesAtOnce(seen.Height, seen.Width))
            {
                maps.Provide(0, seen.Height, cancellationToken);
                return () => Decode(decoder, maps, cancellationToken);
            }
            var decoded = Decode(decoder, maps, cancellationToken);
            return () => decoded;
        }
        var prediction = Predict(input, CellImage.FromRows(seen), cancellationToken);
        var labels = prediction.Decode(_decoder);
        var found = new FoundCells(labels, labels.CountCells()) { Scale = (prediction as ScaledPrediction)?.Scale ?? 1 };
        return () => found;
    }

    private static FoundCells Decode(WindowedDecoder decoder, StreamedMaps maps, CancellationToken cancellationToken)
    {
        var packed = new PackedLabels(maps.Height, maps.Width);
        int count = decoder.Decode(maps, packed.Append, cancellationToken);
        return new FoundCells(packed, count) { CutCount = decoder.CutCount };
    }

    private FramePrediction Predict(SegmentationInput input, CellImage seen, CancellationToken cancellationToken)
    {
        var (movie, frame) = input;
        int length = _predictor.FramesPerClip, start = ClipWindow.Start(frame, movie.FrameCount, length);
        if (length == 1)
            return Predict([seen], cancellationToken)[0];
        if (_clip is not { } clip || clip.Movie != movie || clip.Start != start)
        {
            // A movie that is too short stands still at its end.
            var frames = Enumerable.Range(start, length).Select(number => Math.Min(number, movie.FrameCount - 1))
                .Select(number => number == frame ? seen : CellImage.FromRows(Prepare(movie.ReadImage(number), movie))).ToList();
            _clip = clip = (movie, start, Predict(frames, cancellationToken));
        }
        return clip.Frames[frame - start];
    }

    /// <summary>One prediction a frame of a clip, which the network sees at the scale that suits it.</summary>
    private IReadOnlyList<FramePrediction> Predict(IReadOnlyList<CellImage> clip, CancellationToken cancellationToken)
    {
        // As they are: frames that differ may have one size once they are scaled.
        _predictor.Check(clip);
        var (scale, made) = _scale.Choose(clip[0], cancellationToken);
        if (made is not null)
            return [made];
        if (scale == 1)
            return _predictor.Predict(clip, cancellationToken);
        var scaled = clip.Select(frame => _scale.Scale(frame, scale)).ToList();
        return [.. _predictor.Predict(scaled, cancellationToken).Zip(
            clip, (prediction, frame) => new ScaledPrediction(prediction, scale, frame.Height, frame.Width) { MinimumArea = _options.MinimumArea })];
    }

    /// <summary>What goes wrong with an image is told of its file.</summary>
    private static T ToldOf<T>(SegmentationInput input, Func<T> step)
    {
        try
        {
            return step();
        }
        catch (CellSegException e) when (e.Target != input.Path)
        {
            throw new CellSegException(input.Path, e.Reason, e.Remedy, e);
        }
    }

    /// <summary>What does not fit into memory is a problem with one image: others may be smaller.</summary>
    private static T InMemory<T>(string target, Func<T> step)
    {
        try
        {
            return step();
        }
        catch (OutOfMemoryException e)
        {
            throw new CellSegException(
                target, "there is too little memory to segment it", "Cut it into smaller images, or let the model see fewer pixels of it by -Diameter", e);
        }
    }

    private Dictionary<string, string> Write(SegmentationInput input, SegmentedFrame frame)
    {
        if (_folder is not { } folder)
            return [];
        folder.Write(input.Path, [.. _outputs.Select<SegmentationOutput, (string, Action<string>)>(output =>
            (GetPath(folder, input, output), file => output.Write(file, frame)))]);
        return _outputs.ToDictionary(output => output.Name, output => GetPath(folder, input, output));
    }

    private static string GetPath(OutputFolder folder, SegmentationInput input, SegmentationOutput output)
        => folder.GetPath(Path.Combine(input.Folder, input.Name + output.Suffix));
}

using System.Collections.Concurrent;
using CellSeg.Imaging;
using CellSeg.Numerics;
using CellSeg.Schemas;

namespace CellSeg.Training.Data;

/// <summary>
/// Makes batches on a thread of its own, a few ahead of the training. Each crop draws from a generator of its own
/// number, so that the sequence depends on the seed alone. Every epoch takes each clip, or each image, equally often, or large
/// ones more often, as far as the number of crops goes, in a new order; a clip is one frame unless the network takes several.
/// </summary>
internal sealed class BatchSource : IDisposable
{
    private const int BatchesAhead = 4;

    private readonly FrameCache _frames;
    private readonly BatchOptions _options;
    private readonly CropSampler _sampler;
    private readonly TargetMaker _targets;
    private readonly (int Epoch, int Batch) _start;
    private readonly Action<CellSegException> _reportBadFrame;
    private readonly BlockingCollection<TrainingBatch> _queue = new(BatchesAhead);
    private readonly CancellationTokenSource _stop;
    private readonly Thread _thread;
    private readonly HashSet<int> _badClips = [];
    private Exception? _failure;

    /// <param name="frames">What to cut from; at least one frame.</param>
    /// <param name="schema">Decides the targets.</param>
    /// <param name="options">Decide the crops.</param>
    /// <param name="reportBadFrame">Told once of each frame that cannot be read; another one takes its place. Called on the source's thread.</param>
    /// <param name="cancellationToken">Stops the source.</param>
    /// <param name="start">The epoch and the batch in it to start with, from 0; the batches are those of a source that began at the beginning.</param>
    public BatchSource(
        FrameCache frames, Schema schema, BatchOptions options, Action<CellSegException> reportBadFrame, CancellationToken cancellationToken,
        (int Epoch, int Batch) start = default)
    {
        (_frames, _options, _reportBadFrame, _start) = (frames, options, reportBadFrame, start);
        _sampler = new CropSampler(options.CropSize, options.Augmentation);
        _targets = new TargetMaker(schema, options.Targets);
        _stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        _thread = new Thread(Produce) { IsBackground = true, Name = "CellSeg batches" };
        _thread.Start();
    }

    /// <summary>The next batch.</summary>
    /// <exception cref="OperationCanceledException">The source was stopped.</exception>
    /// <exception cref="CellSegException">No frame at all can be read.</exception>
    public TrainingBatch Next()
    {
        try
        {
            return _queue.Take(_stop.Token);
        }
        catch (InvalidOperationException)
        {
            // The producer has given up and left its reason.
            throw _failure!;
        }
    }

    public void Dispose()
    {
        _stop.Cancel();
        _thread.Join();
        _queue.Dispose();
        _stop.Dispose();
    }

    private void Produce()
    {
        try
        {
            int first = _start.Batch, crops = _options.CountCrops(_frames.ClipCount), batches = _options.CountBatches(_frames.ClipCount);
            double[] areas = _options.AreaExponent == 0 ? [] : [.. _frames.CountPixels().Select(count => Math.Pow(count, _options.AreaExponent))];
            for (int epoch = _start.Epoch; ; epoch++, first = 0)
            {
                var random = RandomSource.ForPart(_options.Seed, epoch);
                int[] order = _options switch
                {
                    { BalanceImages: true } => CropOrder.OfImages(_frames.ImageOfClip, crops, random),
                    { AreaExponent: > 0 } => CropOrder.OfAreas(areas, crops, random),
                    _ => CropOrder.OfClips(_frames.ClipCount, crops, random),
                };
                // The last batch of an epoch is filled up from the start of its order.
                for (int number = first; number < batches; number++)
                {
                    var wanted = Enumerable.Range(number * _options.BatchSize, _options.BatchSize).Select(i => order[i % order.Length]);
                    _queue.Add(MakeBatch(wanted, (((long)epoch * batches) + number) * _options.BatchSize), _stop.Token);
                }
            }
        }
        catch (OperationCanceledException)
        {
            // Stopped from outside: whoever waits for a batch sees the same token.
        }
        catch (Exception e)
        {
            _failure = e;
            _queue.CompleteAdding();
        }
    }

    private TrainingBatch MakeBatch(IEnumerable<int> clips, long firstCrop)
    {
        int length = _frames.ClipLength, count = _options.BatchSize * length, channels = _frames.Channels;
        int size = _options.CropSize, area = size * size;
        var images = new float[count * channels * area];
        var labels = new int[count * area];
        var targets = _targets.Allocate(count * area);
        var names = new string[count];
        int number = 0;
        foreach (int wanted in clips)
        {
            var random = RandomSource.ForPart(~_options.Seed, firstCrop + number);
            int first = number++ * length;
            var clip = GetIntact(wanted, random);
            for (int i = 0; i < length; i++)
                names[first + i] = clip[i].Name;
            var crop = _sampler.Sample(
                clip, random, images.AsSpan(first * channels * area, length * channels * area), labels.AsSpan(first * area, length * area));
            for (int i = 0; i < length; i++)
            {
                int frame = first + i;
                if (clip[i].Targets is { } whole)
                    Warp(whole, clip[i].Labels, crop, map => Part(targets[map], frame));
                else
                    _targets.Fill(labels.AsSpan(frame * area, area), size, size, map => Part(targets[map], frame));
            }
        }
        return new TrainingBatch(size, names, images, labels, targets);

        Span<float> Part(float[] values, int frame) => values.AsSpan(frame * (values.Length / count), values.Length / count);
    }

    /// <summary>Cuts the targets of a crop out of those of its frame: distances between the pixels, classes from the nearest.</summary>
    private void Warp(IReadOnlyDictionary<OutputMap, float[]> whole, LabelImage frame, CropTransform crop, TargetPlace place)
    {
        int area = _options.CropSize * _options.CropSize, frameArea = frame.Height * frame.Width;
        foreach (var (map, values) in whole)
        {
            var output = place(map);
            for (int c = 0; c < values.Length / frameArea; c++)
            {
                var from = values.AsSpan(c * frameArea, frameArea);
                var to = output.Slice(c * area, area);
                if (map.IsDistance)
                    _sampler.ReadBetween(from, frame.Height, frame.Width, crop, to);
                else
                    _sampler.ReadNearest<float>(from, frame.Height, frame.Width, crop, to);
            }
        }
    }

    /// <summary>The wanted clip, or the next one that can be read.</summary>
    private TrainingFrame[] GetIntact(int wanted, RandomSource random)
    {
        CellSegException? last = null;
        for (int i = 0; i < _frames.ClipCount; i++)
        {
            int index = (wanted + i) % _frames.ClipCount;
            if (_badClips.Contains(index))
                continue;
            try
            {
                return _frames.GetClip(index, random);
            }
            catch (CellSegException e)
            {
                _badClips.Add(index);
                _reportBadFrame(last = e);
            }
        }
        throw last ?? new CellSegException("Training", "none of the frames can be read", "Import the data set again");
    }
}

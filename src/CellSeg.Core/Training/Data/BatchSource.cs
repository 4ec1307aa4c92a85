using System.Collections.Concurrent;
using CellSeg.Models;
using CellSeg.Numerics;
using CellSeg.Targets;

namespace CellSeg.Training.Data;

/// <summary>
/// Makes batches on a thread of its own, a few ahead of the training. Each crop draws from a generator of its own
/// number, so that the sequence depends on the seed alone. Every epoch takes each frame once, in a new order.
/// </summary>
internal sealed class BatchSource : IDisposable
{
    private const int BatchesAhead = 4;

    private readonly FrameCache _frames;
    private readonly ModelSpecification _specification;
    private readonly TrainingOptions _options;
    private readonly CropSampler _sampler;
    private readonly (int Epoch, int Batch) _start;
    private readonly Action<CellSegException> _reportBadFrame;
    private readonly BlockingCollection<TrainingBatch> _queue = new(BatchesAhead);
    private readonly CancellationTokenSource _stop;
    private readonly Thread _thread;
    private readonly HashSet<int> _badFrames = [];
    private Exception? _failure;

    /// <param name="frames">What to cut from; at least one frame.</param>
    /// <param name="specification">Decides the maps to make.</param>
    /// <param name="options">Decide the crops.</param>
    /// <param name="reportBadFrame">Told once of each frame that cannot be read; another one takes its place. Called on the source's thread.</param>
    /// <param name="cancellationToken">Stops the source.</param>
    /// <param name="start">The epoch and the batch in it to start with, from 0; the batches are those of a source that began at the beginning.</param>
    public BatchSource(FrameCache frames, ModelSpecification specification, TrainingOptions options, Action<CellSegException> reportBadFrame, CancellationToken cancellationToken, (int Epoch, int Batch) start = default)
    {
        (_frames, _specification, _options, _reportBadFrame, _start) = (frames, specification, options, reportBadFrame, start);
        _sampler = new CropSampler(options.CropSize, options.Augmentation);
        _stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        _thread = new Thread(Produce) { IsBackground = true, Name = "CellSeg batches" };
        _thread.Start();
    }

    /// <summary>Batches that take each frame at least once.</summary>
    public static int BatchesPerEpoch(int frames, int batchSize) => (frames + batchSize - 1) / batchSize;

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
            int first = _start.Batch, batches = BatchesPerEpoch(_frames.Count, _options.BatchSize);
            for (int epoch = _start.Epoch; ; epoch++, first = 0)
            {
                int[] order = [.. Enumerable.Range(0, _frames.Count)];
                RandomSource.ForPart(_options.Seed, epoch).Shuffle<int>(order);
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

    private TrainingBatch MakeBatch(IEnumerable<int> frames, long firstCrop)
    {
        int count = _options.BatchSize, size = _options.CropSize, area = size * size, channels = _specification.InputChannels;
        var images = new float[count * channels * area];
        var targets = _specification.GetMaps().ToDictionary(map => map, _ => new float[count * area]);
        var names = new string[count];
        var labels = new int[area];
        int i = 0;
        foreach (int wanted in frames)
        {
            var random = RandomSource.ForPart(~_options.Seed, firstCrop + i);
            var frame = GetIntact(wanted);
            names[i] = frame.Name;
            _sampler.Sample(frame, random, images.AsSpan(i * channels * area, channels * area), labels);
            DistanceTargets.Fill(labels, size, size, _options.Targets, Part(PredictedMap.InnerDistance), Part(PredictedMap.OuterDistance));
            var foreground = Part(PredictedMap.Foreground);
            for (int p = 0; p < foreground.Length; p++)
                foreground[p] = labels[p] > 0 ? 1 : 0;
            i++;
        }
        return new TrainingBatch(names, images, targets);

        Span<float> Part(PredictedMap map) => targets.TryGetValue(map, out float[]? values) ? values.AsSpan(i * area, area) : [];
    }

    /// <summary>The wanted frame, or the next one that can be read.</summary>
    private TrainingFrame GetIntact(int wanted)
    {
        CellSegException? last = null;
        for (int i = 0; i < _frames.Count; i++)
        {
            int index = (wanted + i) % _frames.Count;
            if (_badFrames.Contains(index))
                continue;
            try
            {
                return _frames.Get(index);
            }
            catch (CellSegException e)
            {
                _badFrames.Add(index);
                _reportBadFrame(last = e);
            }
        }
        throw last ?? new CellSegException("Training", "none of the frames can be read", "Import the data set again");
    }
}

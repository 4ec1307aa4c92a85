using System.Diagnostics;
using System.Reflection;
using CellSeg.Files;
using CellSeg.Imaging;
using CellSeg.Imaging.Naming;
using CellSeg.Inference.Batches.Records;
using CellSeg.Models.Streaming.Flow;

namespace CellSeg.Inference.Batches;

/// <summary>
/// Segments the images of a folder, or a part of them, and keeps a record of it there, by which a batch that was ended at any
/// moment is gone on with. Only one batch is at work in a folder at a time. For use by one thread at a time.
/// </summary>
public sealed class SegmentationBatch : IDisposable
{
    // What the build appends to it tells the commit.
    private static readonly string Version =
        typeof(SegmentationBatch).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];

    private readonly BatchOptions _options;
    private readonly List<string> _warnings = [];
    private BatchHistory? _history;
    private BatchLock? _lock;
    private BatchJournal? _journal;
    private (CellSegmenter Segmenter, BatchIdentity Identity)? _identity;
    private int _segmented, _skipped, _failed;

    // What is being written; it is the last of all that were begun.
    private Task _writing = Task.CompletedTask;

    /// <summary>Plans a batch; nothing is read or written yet.</summary>
    /// <param name="options">How it goes about its images.</param>
    /// <exception cref="CellSegException">An option is out of its range, or needs a folder and there is none.</exception>
    public SegmentationBatch(BatchOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        _options = options;
    }

    /// <summary>How the images went so far.</summary>
    public BatchSummary Summary => new(_segmented, _skipped, _failed);

    private string Folder => _options.DestinationPath!;

    private BatchHistory History => _history ??= BatchHistory.Read(Folder);

    /// <summary>
    /// Takes the folder, makes one record of those of parts, and removes what a process that was ended has left half written. Does
    /// nothing the second time, and where nothing is to be written.
    /// </summary>
    /// <exception cref="Files.Locks.FolderBusyException">Another batch is at work in the folder.</exception>
    /// <exception cref="CellSegException">The folder cannot be written to, or a record in it not be read.</exception>
    public void Start()
    {
        if (_journal is not null || _options.DestinationPath is not { } folder)
            return;
        try
        {
            Directory.CreateDirectory(folder);
            _lock = BatchLock.Acquire(folder, _options.Part, _options.Force);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CellSegException(
                folder, $"the folder cannot be written to ({e.Message.TrimEnd('.')})", "Check its permissions, or give another folder", e);
        }
        _history = BatchHistory.Read(folder);
        if (History.UnreadableLines > 0)
            _warnings.Add($"{History.UnreadableLines} lines of the record in {folder} cannot be read and count for nothing.");
        // Beside other parts nothing is touched that may be theirs.
        if (_options.Part is null)
        {
            RemoveLeftovers();
            History.Merge();
        }
        _journal = new BatchJournal(BatchPart.GetPath(folder, _options.Part, BatchHistory.Extension));
    }

    /// <summary>Whether an input is finished, so that it is passed over; always false unless a batch is resumed.</summary>
    /// <param name="segmenter">What it would be segmented by.</param>
    /// <param name="input">The input.</param>
    public bool IsFinished(CellSegmenter segmenter, SegmentationInput input)
    {
        ArgumentNullException.ThrowIfNull(segmenter);
        ArgumentNullException.ThrowIfNull(input);
        if (!_options.Resume)
            return false;
        var now = BatchInput.Of(input);
        return History.Find(now).LastOrDefault() is { State: BatchState.Done } last
            && last.Input.HasSameContent(now)
            && Identify(segmenter).Matches(last)
            && segmenter.GetOutputPaths(input).All(path => FindRecorded(last, path) is { } file && file.IsWhole(Folder, path));
    }

    /// <summary>Passes over an input that is finished. No other gets the names of its files.</summary>
    public void Skip(CellSegmenter segmenter, SegmentationInput input)
    {
        Reserve(segmenter, input);
        _skipped++;
    }

    /// <summary>Says that another part has an input, so that its files are those of no other input here.</summary>
    public static void Reserve(CellSegmenter segmenter, SegmentationInput input)
    {
        ArgumentNullException.ThrowIfNull(segmenter);
        segmenter.ReserveOutputs(input);
    }

    /// <summary>Segments an input and records it.</summary>
    /// <inheritdoc cref="Begin"/>
    public CellSegmentation Segment(CellSegmenter segmenter, SegmentationInput input, CancellationToken cancellationToken = default)
        => Begin(segmenter, input, cancellationToken).GetAwaiter().GetResult();

    /// <summary>
    /// Finds the cells of an input; when this returns they are being written and recorded, one input after the other, while the
    /// next one may be begun.
    /// </summary>
    /// <param name="segmenter">What segments it, and writes to the folder of the batch.</param>
    /// <param name="input">The input.</param>
    /// <param name="cancellationToken">Stops between tiles.</param>
    /// <exception cref="BatchRecordException">The record cannot be written, so that the batch cannot go on.</exception>
    /// <exception cref="CellSegException">The input cannot be segmented, which is recorded; no file was written for it.</exception>
    public Task<CellSegmentation> Begin(CellSegmenter segmenter, SegmentationInput input, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(segmenter);
        ArgumentNullException.ThrowIfNull(input);
        var now = BatchInput.Of(input);
        return Recorded(now, () =>
        {
            var clock = Stopwatch.StartNew();
            var entry = _journal is null ? null : Announce(_journal, segmenter, input, now);
            var found = segmenter.Compute(input, cancellationToken);
            var before = _writing;
            // One after the other, so that the record has the order of the images.
            var task = Task.Run(async () =>
            {
                await before.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                return ComputeTeam.Beside(() => Recorded(now, () => Finish(segmenter, found, entry, clock)));
            }, CancellationToken.None);
            _writing = task;
            return task;
        });
    }

    /// <summary>Records that a file could not be opened.</summary>
    /// <param name="path">Its full name.</param>
    /// <param name="relativePath">Its name below the folder that was given; null where none was.</param>
    /// <param name="problem">Why.</param>
    /// <exception cref="BatchRecordException">The record cannot be written.</exception>
    public void Fail(string path, string? relativePath, CellSegException problem)
        => Fail(BatchInput.Of(path, relativePath, ImageFiles.GetBaseName(path)), problem);

    /// <summary>What is to be said of the folder since the last time.</summary>
    public IReadOnlyList<string> TakeWarnings()
    {
        string[] warnings = [.. _warnings];
        _warnings.Clear();
        return warnings;
    }

    /// <summary>
    /// Writes the table of all images that the records in the folder know. A part writes none, since others are still at work: the
    /// whole batch, when it is resumed after them, writes it.
    /// </summary>
    /// <exception cref="CellSegException">It cannot be written.</exception>
    public void WriteTable()
    {
        if (_journal is null || _options.Part is not null)
            return;
        BatchImage[] images = [.. BatchHistory.Read(Folder).FindLatest().Select(BatchImage.Create)];
        if (images.Length > 0)
            AtomicFile.Write(Path.Combine(Folder, ImageFiles.BatchTableName), file => TableFile.Write(file, images));
    }

    /// <summary>Gives the folder back.</summary>
    public void Dispose()
    {
        // What is being written is finished first; how it went is known to whoever began it.
        Task.WhenAny(_writing).GetAwaiter().GetResult();
        _journal?.Dispose();
        _lock?.Dispose();
    }

    private BatchFile? FindRecorded(BatchEntry entry, string path)
    {
        string name = BatchFile.GetName(Folder, path);
        return entry.Outputs.FirstOrDefault(file => file.Path == name);
    }

    private BatchIdentity Identify(CellSegmenter segmenter)
    {
        if (_identity is not { } known || known.Segmenter != segmenter)
            _identity = known = (segmenter, new BatchIdentity(segmenter, _options.Selection));
        return known.Identity;
    }

    /// <summary>Does a part of the work for an input; where it fails that is recorded.</summary>
    private T Recorded<T>(BatchInput input, Func<T> step)
    {
        try
        {
            return step();
        }
        catch (CellSegException e) when (e is not BatchRecordException)
        {
            Fail(input, e);
            throw;
        }
    }

    /// <summary>Records what will be written for an input.</summary>
    private BatchEntry Announce(BatchJournal journal, CellSegmenter segmenter, SegmentationInput input, BatchInput now)
    {
        var paths = segmenter.GetOutputPaths(input);
        Claim(segmenter, input, paths, [.. History.Find(now)]);
        var entry = Identify(segmenter).Sign(Create(BatchState.Started, now));
        // Before any file appears, so that those of a process that is ended meanwhile are known to be the batch's own.
        journal.Append(entry with { Outputs = [.. paths.Select(path => new BatchFile(BatchFile.GetName(Folder, path)))] });
        return entry;
    }

    /// <summary>Writes what was found in an input, and records it where there was an entry for it.</summary>
    private CellSegmentation Finish(CellSegmenter segmenter, UnwrittenSegmentation unwritten, BatchEntry? entry, Stopwatch clock)
    {
        var found = segmenter.Finish(unwritten);
        if (entry is not null)
        {
            int[] areas = [.. CellBoxes.Find(found.OpenLabelRows()).Select(box => box.Area)];
            _journal!.Append(entry with
            {
                State = BatchState.Done,
                CellCount = found.CellCount,
                MeanArea = areas.Length > 0 ? areas.Average() : null,
                MedianDiameter = areas.Length > 0 ? CellDiameters.FindMedian(areas) : null,
                PixelSize = found.PixelSize,
                Scale = found.Scale,
                Warnings = [.. found.Warnings.Select(warning => warning.Text)],
                Seconds = Math.Round(clock.Elapsed.TotalSeconds, 3),
                Outputs = [.. segmenter.GetOutputPaths(unwritten.Input).Select(Finish)],
                Time = DateTime.UtcNow,
            });
            _lock?.Touch();
        }
        Interlocked.Increment(ref _segmented);
        return found;
    }

    /// <summary>Makes sure that a file is on the disk, and looks at it.</summary>
    private BatchFile Finish(string path)
    {
        try
        {
            return BatchFile.Read(Folder, path, flush: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CellSegException(
                path, $"the file cannot be read back ({e.Message.TrimEnd('.')})", "Look whether another program has it open, and segment it again", e);
        }
    }

    /// <summary>
    /// Looks whether the files of an input may be written. When a batch is resumed, those that are known as its own are replaced;
    /// one that somebody has changed since stays beside the new one.
    /// </summary>
    private void Claim(CellSegmenter segmenter, SegmentationInput input, IReadOnlyList<string> paths, IReadOnlyList<BatchEntry> entries)
    {
        string[] own = [.. paths.Where(path => entries.Any(entry => FindRecorded(entry, path) is not null))];
        if (_options.Resume)
            segmenter.AllowReplacing(own);
        try
        {
            segmenter.CheckOutputs(input);
        }
        catch (OutputConflictException e) when (!e.IsDuplicate)
        {
            throw new OutputConflictException(
                e.Target, e.Reason,
                own.Length > 0 && !_options.Resume
                    ? "Use -Resume to keep what is finished, -Force to replace it, or another destination"
                    : "Use -Force to replace results, or another destination",
                isDuplicate: false);
        }
        if (!_options.Resume)
            return;
        foreach (string path in own.Where(path => IsChanged(path, entries)))
            KeepAside(path);
    }

    private bool IsChanged(string path, IReadOnlyList<BatchEntry> entries)
    {
        BatchFile[] recorded = [.. entries.Select(entry => FindRecorded(entry, path)).OfType<BatchFile>()];
        // What was being written when the process ended is not known by its bytes.
        return File.Exists(path) && recorded[^1].Checksum is not null && !recorded.Any(file => file.IsWhole(Folder, path));
    }

    private void KeepAside(string path)
    {
        int number = 1;
        string aside;
        do
            aside = $"{path}.changed{number++}";
        while (File.Exists(aside));
        AtomicFile.Write(aside, file => File.Copy(path, file));
        _warnings.Add($"{path} is not as it was written: it was changed or damaged since. It is kept as {Path.GetFileName(aside)} and written again.");
    }

    private void Fail(BatchInput input, CellSegException problem)
    {
        Interlocked.Increment(ref _failed);
        // That there are results already says nothing against those that the record has.
        bool isDone = problem is OutputConflictException { IsDuplicate: false } && History.Find(input).LastOrDefault() is { State: BatchState.Done };
        if (_journal is not null && !isDone)
            _journal.Append(Create(BatchState.Failed, input) with { Reason = $"{problem.Reason}. {problem.Remedy}." });
    }

    private void RemoveLeftovers()
    {
        if (_lock is not { WasTakenOver: true } && !History.HasUnfinished && !History.HasParts)
            return;
        var extensions = History.FindAbandonedExtensions().Append(Path.GetExtension(ImageFiles.BatchTableName)).Append(BatchHistory.Extension).ToHashSet();
        foreach (string folder in History.FindAbandonedFolders().Append(Folder).Distinct())
            AtomicFile.RemoveLeftovers(folder, extensions);
    }

    private static BatchEntry Create(BatchState state, BatchInput input) => new()
    {
        State = state,
        Input = input,
        Version = Version,
        Machine = Environment.MachineName,
        Time = DateTime.UtcNow,
    };
}

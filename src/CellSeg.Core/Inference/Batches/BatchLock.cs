using CellSeg.Files.Locks;
using CellSeg.Imaging.Naming;

namespace CellSeg.Inference.Batches;

/// <summary>
/// Keeps others out of the folder of a batch: a second batch, and parts while the whole is at work, or the other way round. Parts
/// of one batch work side by side.
/// </summary>
internal sealed class BatchLock : IDisposable
{
    private const string Extension = ".lock";

    private readonly LockFile _file;

    private BatchLock(LockFile file, bool wasTakenOver) => (_file, WasTakenOver) = (file, wasTakenOver);

    /// <summary>Whether a process was ended in the folder that had not finished.</summary>
    public bool WasTakenOver { get; }

    /// <summary>Takes the lock of a batch or of a part.</summary>
    /// <param name="folder">The folder, which exists.</param>
    /// <param name="part">The part; null for the whole.</param>
    /// <param name="force">Whether locks of other machines count for nothing.</param>
    /// <exception cref="FolderBusyException">Somebody else is at work.</exception>
    /// <exception cref="IOException">The folder cannot be written to.</exception>
    public static BatchLock Acquire(string folder, BatchPart? part, bool force)
    {
        string own = BatchPart.GetPath(folder, part, Extension);
        var file = LockFile.Acquire(own, LockOwner.Create(part?.Group), force);
        bool wasTakenOver = file.WasTakenOver;
        try
        {
            // Only with the own lock in hand: of two that begin at once, at least one then sees the other.
            foreach (string path in Directory.GetFiles(folder, ImageFiles.BatchPrefix + "*" + Extension).Where(path => path != own))
            {
                if (LockFile.FindOwner(path, force) is not { } other)
                    wasTakenOver = true;
                else if (part is null || other.Group != part.Group)
                    throw LockFile.Busy(path, other);
            }
            return new BatchLock(file, wasTakenOver);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Shows that the batch goes on.</summary>
    public void Touch() => _file.Touch();

    /// <summary>Gives the lock back.</summary>
    public void Dispose() => _file.Dispose();
}

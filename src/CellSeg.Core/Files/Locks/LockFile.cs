using System.Text.Json;

namespace CellSeg.Files.Locks;

/// <summary>
/// A file that says that a process is at work: it is made only where there is none, says who made it, and goes when the work
/// is done. What a process left that was killed, or a machine that lost its power, is taken over.
/// </summary>
/// <remarks>
/// That a file is there says that somebody works, since this holds on every file system. Where the file system has locks of
/// its own, the owner also holds one that others may read beside, and whoever takes over needs one for itself alone: of two
/// that find the same dead owner one gets it.
/// </remarks>
public sealed class LockFile : IDisposable
{
    // The owner shows at each image that it lives. Clocks of machines differ, and an image can take long: a day is neither.
    private static readonly TimeSpan LongestSilence = TimeSpan.FromDays(1);

    // Who has just made the file has not written into it yet.
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);
    private const int Attempts = 20;

    private readonly string _path;
    private readonly LockOwner _owner;
    private readonly FileStream _file;

    private LockFile(string path, LockOwner owner, FileStream file, bool wasTakenOver)
        => (_path, _owner, _file, WasTakenOver) = (path, owner, file, wasTakenOver);

    /// <summary>Whether the lock was that of a process that ended without giving it back, so that its work may be half done.</summary>
    public bool WasTakenOver { get; }

    /// <summary>Takes a lock.</summary>
    /// <param name="path">The full name of its file, whose folder exists.</param>
    /// <param name="owner">This process.</param>
    /// <param name="force">
    /// Whether to take it from a process of another machine, too, of which nobody here can know whether it runs. Without it, it is
    /// taken from one that has given no sign of life for a day. From a process that runs on this machine it is never taken.
    /// </param>
    /// <exception cref="FolderBusyException">Another process has it.</exception>
    /// <exception cref="IOException">The folder cannot be written to.</exception>
    public static LockFile Acquire(string path, LockOwner owner, bool force = false)
    {
        LockOwner? other = null;
        for (int attempt = 0; attempt < Attempts; attempt++)
        {
            if (TryCreate(path, owner) is { } made)
                return made;
            bool isThere = TryRead(path, out other);
            if (other is not null && !IsFree(path, other, force))
                break;
            // A file that says nothing for a second was left by who died before it could write.
            if (isThere && (other is not null || attempt == Attempts - 1) && TryTakeOver(path, other, owner) is { } taken)
                return taken;
            Thread.Sleep(Pause);
        }
        throw Busy(path, other);
    }

    /// <summary>Finds whether somebody else works under a lock, and removes one that was left behind.</summary>
    /// <param name="path">The full name of its file.</param>
    /// <param name="force">Whether a lock of another machine counts for nothing.</param>
    /// <returns>The owner; null where nobody does.</returns>
    public static LockOwner? FindOwner(string path, bool force = false)
    {
        if (!TryRead(path, out var other))
            return null;
        if (other is not null && !IsFree(path, other, force))
            return other;
        // Taken and given back.
        using var taken = Acquire(path, LockOwner.Create(), force);
        return null;
    }

    /// <summary>The error that says who is at work.</summary>
    public static FolderBusyException Busy(string path, LockOwner? owner) => new(
        Path.GetDirectoryName(path)!,
        owner,
        owner is null or { IsHere: true }
            ? "Wait until it is done, or end it"
            : "Wait until it is done; where it does not run any more, use -Force, or wait until it has been silent for a day");

    /// <summary>Shows that the owner lives.</summary>
    public void Touch()
    {
        try
        {
            File.SetLastWriteTimeUtc(_file.SafeFileHandle, DateTime.UtcNow);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Others see an older sign of life, which is good for a day.
        }
    }

    /// <summary>Gives the lock back, unless another process was made to take it.</summary>
    public void Dispose()
    {
        bool isOurs = Parse(_file) == _owner;
        _file.Dispose();
        if (isOurs)
            AtomicFile.TryDelete(_path);
    }

    private static LockFile? TryCreate(string path, LockOwner owner)
    {
        FileStream file;
        try
        {
            file = Open(path, FileMode.CreateNew, FileShare.Read);
        }
        catch (IOException) when (File.Exists(path))
        {
            return null;
        }
        try
        {
            Write(file, owner);
        }
        catch
        {
            file.Dispose();
            AtomicFile.TryDelete(path);
            throw;
        }
        return new LockFile(path, owner, file, wasTakenOver: false);
    }

    private static LockFile? TryTakeOver(string path, LockOwner? dead, LockOwner owner)
    {
        try
        {
            using (var file = Open(path, FileMode.Open, FileShare.None))
            {
                if (Parse(file) != dead)
                    return null;
                Write(file, owner);
            }
            var held = Open(path, FileMode.Open, FileShare.Read);
            if (Parse(held) == owner)
                return new LockFile(path, owner, held, wasTakenOver: true);
            held.Dispose();
            return null;
        }
        catch (IOException)
        {
            // Somebody has it open, or it has gone.
            return null;
        }
    }

    private static bool IsFree(string path, LockOwner owner, bool force)
        => owner.IsHere ? !owner.IsAlive() : force || DateTime.UtcNow - File.GetLastWriteTimeUtc(path) > LongestSilence;

    /// <returns>Whether there is a lock, of an owner that may not be known.</returns>
    private static bool TryRead(string path, out LockOwner? owner)
    {
        owner = null;
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            owner = Parse(file);
            return true;
        }
        catch (FileNotFoundException)
        {
            return false;
        }
        catch (IOException)
        {
            return true;
        }
    }

    private static FileStream Open(string path, FileMode mode, FileShare share)
        // Without a buffer, so that what is read is what is there.
        => new(path, mode, FileAccess.ReadWrite, share, bufferSize: 0);

    private static LockOwner? Parse(FileStream file)
    {
        try
        {
            file.Position = 0;
            return JsonSerializer.Deserialize<LockOwner>(file);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static void Write(FileStream file, LockOwner owner)
    {
        file.SetLength(0);
        file.Position = 0;
        file.Write(JsonSerializer.SerializeToUtf8Bytes(owner));
        file.Flush(flushToDisk: true);
    }
}

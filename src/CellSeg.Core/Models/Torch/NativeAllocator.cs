using System.Runtime.InteropServices;

namespace CellSeg.Models.Torch;

/// <summary>
/// Lets glibc keep freed memory for the next tensor. By default it gives every block of more than a few megabytes back
/// to the kernel and takes it anew, page by page, for each map of each step, which costs a fifth of a step's time.
/// </summary>
internal static class NativeAllocator
{
    // <malloc.h>: the options of mallopt.
    private const int TrimThreshold = -1, TopPad = -2, MmapMaximum = -4, ArenaMaximum = -8;

    /// <summary>Sets the allocator up, once and before the first tensor. Does nothing where there is no glibc.</summary>
    public static void KeepFreedMemory()
    {
        if (!OperatingSystem.IsLinux())
            return;
        try
        {
            // One arena, since the heaps of the others are too small for a map, and no blocks of their own from the kernel.
            _ = SetOption(ArenaMaximum, 1);
            _ = SetOption(MmapMaximum, 0);
            _ = SetOption(TopPad, 64 << 20);
            _ = SetOption(TrimThreshold, int.MaxValue);
        }
        catch (Exception e) when (e is EntryPointNotFoundException or DllNotFoundException)
        {
            // musl has no such options; its allocator is as good or bad as it is.
        }
    }

    /// <summary>
    /// Gives freed memory back to the system, in some thirty milliseconds a gigabyte. Threads that were there before
    /// <see cref="KeepFreedMemory"/> have left arenas of their own, in which what is kept for the next tensor is of no use to any other:
    /// without this a process grows by hundreds of megabytes with every training.
    /// </summary>
    public static void ReleaseFreedMemory()
    {
        if (!OperatingSystem.IsLinux())
            return;
        try
        {
            _ = Trim(0);
        }
        catch (Exception e) when (e is EntryPointNotFoundException or DllNotFoundException)
        {
            // musl keeps little.
        }
    }

#pragma warning disable SYSLIB1054 // The generated form needs unsafe code, which a few numbers do not justify.
    [DllImport("libc", EntryPoint = "mallopt")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int SetOption(int option, int value);

    [DllImport("libc", EntryPoint = "malloc_trim")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Trim(nuint pad);
#pragma warning restore SYSLIB1054
}

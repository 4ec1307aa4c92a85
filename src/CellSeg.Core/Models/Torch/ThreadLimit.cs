using TorchSharp;

namespace CellSeg.Models.Torch;

/// <summary>
/// Lets this process compute with a number of threads of its own, for as long as the object lives: for several processes that share a
/// machine, and for results that do not depend on it. The number of threads decides in which order libtorch adds.
/// </summary>
internal sealed class ThreadLimit : IDisposable
{
    private readonly int _before;
    private readonly int? _countBefore;

    private ThreadLimit(int count)
    {
        TorchLibrary.EnsureLoaded();
        (_before, _countBefore) = (torch.get_num_threads(), Count);
        torch.set_num_threads(count);
        Count = count;
    }

    /// <summary>The number that is set now; null for that of the machine.</summary>
    public static int? Count { get; private set; }

    /// <summary>Sets the number. It is to be called by the thread that computes, of which libtorch's library has a number of its own.</summary>
    /// <param name="count">Threads, at least 1.</param>
    /// <exception cref="CellSegException">libtorch cannot be loaded.</exception>
    public static ThreadLimit Set(int count) => new(count);

    /// <summary>Sets the number from before.</summary>
    public void Dispose()
    {
        torch.set_num_threads(_before);
        Count = _countBefore;
    }
}

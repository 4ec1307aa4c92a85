using System.Collections.Concurrent;
using CellSeg.Models.Streaming.Kernels;

namespace CellSeg.Models.Streaming;

/// <summary>
/// Networks that go row by row and have the same weights. One that is no longer used serves again, with its memory, since memory that
/// is new to a process costs as much as a small image. Any number of threads may take one each.
/// </summary>
/// <param name="create">Lays the layers; weights are taken from the dictionary as far as they have been made.</param>
internal sealed class RowNetworks(Func<ConcurrentDictionary<object, FoldedConvolution>, (RowGraph Graph, RowOutput Output)> create)
{
    private readonly ConcurrentDictionary<object, FoldedConvolution> _weights = new(ReferenceEqualityComparer.Instance);
    private readonly ConcurrentBag<RowNetwork> _idle = [];

    /// <summary>Takes a network, until it is disposed of.</summary>
    /// <param name="threads">Threads that compute at once; those of the machine when null.</param>
    /// <param name="bandRows">Rows of the image that are computed at once; chosen by its width when null.</param>
    public RowNetwork Rent(int? threads = null, int? bandRows = null)
    {
        if (!_idle.TryTake(out var network))
        {
            var (graph, output) = create(_weights);
            network = new RowNetwork(graph, output, _idle.Add);
        }
        network.SetUp(threads, bandRows);
        return network;
    }
}

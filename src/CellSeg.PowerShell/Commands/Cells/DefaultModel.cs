using CellSeg.Models;

namespace CellSeg.PowerShell.Commands.Cells;

/// <summary>
/// The bundled model that is taken where none is given, for one call. The process keeps it for the next call, with what has been
/// made for it: to load it anew takes as long as to segment a small image. Calls at the same time have one each.
/// </summary>
internal sealed class DefaultModel : IDisposable
{
    private static DefaultModel? _idle;

    private readonly string _folder;

    private DefaultModel(string folder) => (_folder, Model) = (folder, ModelFolder.Load(folder));

    /// <summary>The model, which nobody else has until <see cref="Dispose"/>.</summary>
    public SegmentationModel Model { get; }

    /// <summary>Takes the model.</summary>
    /// <param name="folder">Its folder, which does not change as long as the module is loaded.</param>
    /// <exception cref="CellSegException">It cannot be read.</exception>
    public static DefaultModel Rent(string folder)
        => Interlocked.Exchange(ref _idle, null) is { } kept && kept._folder == folder ? kept : new DefaultModel(folder);

    /// <summary>Leaves the model to the next call.</summary>
    public void Dispose() => _idle = this;
}

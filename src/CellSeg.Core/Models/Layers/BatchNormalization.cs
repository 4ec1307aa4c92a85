using CellSeg.Models.Torch;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace CellSeg.Models.Layers;

/// <summary>
/// Batch norm over the channels of maps (Ioffe and Szegedy 2015), with the tensors and names of TorchSharp's own. That
/// one counts the batches of a training with numbers that a garbage collection may free in use (see
/// <see cref="TensorMath"/>); this one does not count them.
/// </summary>
/// <remarks>Input and output [N, channels, H, W].</remarks>
/// <param name="channels">Channels of the maps.</param>
/// <param name="epsilon">Added to a variance before its root.</param>
/// <param name="momentum">Weight of the newest batch in the running statistics, 0 to 1.</param>
internal sealed class BatchNormalization(long channels, double epsilon, double momentum)
    : BatchNorm(channels, epsilon, momentum, affine: true, track_running_stats: true, device: null, dtype: null, nameof(BatchNormalization))
{
    private readonly double _momentum = momentum;

    public override Tensor forward(Tensor input)
        => nn.functional.batch_norm(input, running_mean, running_var, weight, bias, training, _momentum, eps);

    protected override void ValidateInputDimensions(Tensor input) => ArgumentOutOfRangeException.ThrowIfNotEqual(input.dim(), 4);
}

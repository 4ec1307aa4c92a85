using CellSeg.Models.Streaming;
using CellSeg.Models.Streaming.Flow;
using CellSeg.Models.Torch;
using static TorchSharp.torch;
using TensorPrimitives = System.Numerics.Tensors.TensorPrimitives;

namespace CellSeg.Models.Temporal;

/// <summary>What recurrent units share: the frames of a clip are read one after the other, all clips at once.</summary>
internal abstract class RecurrentUnit : nn.Module<Tensor, Tensor>
{
    private readonly int _frames;

    protected RecurrentUnit(string name, int frames) : base(name) => _frames = frames;

    /// <summary>Reads one frame of each clip.</summary>
    /// <param name="input">[clips, C, H, W] for the frame, from <see cref="PrepareInput"/>.</param>
    /// <param name="state">What the unit remembers; null before the first frame.</param>
    /// <returns>The new state; its first tensor is the output [clips, width, H, W].</returns>
    protected abstract Tensor[] Step(Tensor input, Tensor[]? state);

    /// <summary>What depends on the frames alone, for all of them at once.</summary>
    protected abstract Tensor PrepareInput(Tensor input);

    /// <summary>The layers of the unit.</summary>
    /// <param name="graph">Gets them.</param>
    /// <param name="frames">What goes in, the earliest frame of the clip first.</param>
    /// <returns>What comes out for each.</returns>
    public RowMap[] Lay(RowGraph graph, IReadOnlyList<RowMap> frames)
    {
        var outputs = new RowMap[frames.Count];
        RowMap[]? state = null;
        for (int frame = 0; frame < outputs.Length; frame++)
        {
            state = LayStep(graph, frames[frame], state);
            outputs[frame] = state[0];
        }
        return outputs;
    }

    /// <summary>The layers that read one frame, see <see cref="Step"/>.</summary>
    /// <param name="graph">Gets them.</param>
    /// <param name="frame">The frame.</param>
    /// <param name="state">What the unit remembers; null before the first frame.</param>
    protected abstract RowMap[] LayStep(RowGraph graph, RowMap frame, RowMap[]? state);

    /// <summary>As <see cref="HardSigmoid(Tensor)"/>, of the sum of two numbers each.</summary>
    /// <param name="first">The first of each.</param>
    /// <param name="second">The second; empty for none.</param>
    /// <param name="result">Receives the gate.</param>
    protected static void HardSigmoid(ReadOnlySpan<float> first, ReadOnlySpan<float> second, Span<float> result)
    {
        if (second.IsEmpty)
            first.CopyTo(result);
        else
            TensorPrimitives.Add(first, second, result);
        TensorPrimitives.Multiply(result, 0.2f, result);
        TensorPrimitives.Add(result, 0.5f, result);
        TensorPrimitives.Clamp(result, 0f, 1f, result);
    }

    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        var clips = PrepareInput(input).unflatten(0, [-1, _frames]);
        var outputs = new Tensor[_frames];
        Tensor[]? state = null;
        for (int frame = 0; frame < _frames; frame++)
        {
            state = Step(clips.select(1, frame), state);
            outputs[frame] = state[0];
        }
        return stack(outputs, 1).flatten(0, 1).MoveToOuterDisposeScope();
    }

    /// <summary>Keras' piecewise linear gate, clip(0.2 x + 0.5, 0, 1).</summary>
    protected static Tensor HardSigmoid(Tensor input) => input.Times(0.2).Plus(0.5).Between(0, 1);
}

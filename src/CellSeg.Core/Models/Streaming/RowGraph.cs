using CellSeg.Models.Streaming.Kernels;
using CellSeg.Schemas;

namespace CellSeg.Models.Streaming;

/// <summary>The layers of a network in the order in which they compute, as the parts of the network lay them.</summary>
internal sealed class RowGraph
{
    private readonly List<RowLayer> _layers = [];

    /// <summary>The layers behind the image.</summary>
    public IReadOnlyList<RowLayer> Layers => _layers;

    /// <summary>A convolution with what stands behind it.</summary>
    /// <param name="input">What is convolved.</param>
    /// <param name="weights">By what; of all channels, or of each by itself.</param>
    /// <param name="rectifier">What happens at the end.</param>
    /// <param name="addend">Is added before that; null for nothing.</param>
    /// <exception cref="ArgumentException">The convolution has groups of several channels.</exception>
    public RowMap Convolve(RowMap input, FoldedConvolution weights, Rectifier rectifier, RowMap? addend = null)
    {
        var shape = weights.Shape;
        if (shape.Groups == 1)
            return Add(new RowConvolution(input, weights, rectifier, addend));
        if (shape.Groups != shape.Inputs || shape.Inputs != shape.Outputs || addend is not null)
            throw new ArgumentException($"There is no layer for {shape.Groups} groups of {shape.Inputs} channels.", nameof(weights));
        return Add(new RowDepthwise(input, weights, rectifier));
    }

    /// <summary>The maximum over squares, of a map that is nowhere negative.</summary>
    /// <param name="input">What is read.</param>
    /// <param name="kernel">Rows and columns of a square.</param>
    /// <param name="stride">Rows and columns from one square to the next.</param>
    /// <param name="pad">Rows and columns outside of the map, on each side.</param>
    public RowMap Maximize(RowMap input, int kernel, int stride, int pad) => Add(new RowMaximum(input, kernel, stride, pad));

    /// <summary>Twice the height and width, bilinearly with pixel centres at half-integers or by repeating pixels.</summary>
    /// <param name="input">What is doubled.</param>
    /// <param name="addend">Is added; null for nothing.</param>
    /// <param name="nearest">Whether pixels are repeated.</param>
    public RowMap Double(RowMap input, RowMap? addend = null, bool nearest = false) => Add(new RowDoubling(input, addend, nearest));

    /// <summary>The maps that the network predicts.</summary>
    /// <param name="heads">What each head gives, and which maps that are.</param>
    public RowOutput End(IReadOnlyList<(RowMap Map, IReadOnlyList<OutputMap> Parts)> heads)
    {
        var output = new RowOutput(heads);
        _layers.Add(output);
        return output;
    }

    private RowMap Add(RowLayer layer)
    {
        _layers.Add(layer);
        return layer.Output;
    }
}

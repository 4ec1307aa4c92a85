using System.Collections.Concurrent;
using CellSeg.Models.Streaming.Flow;
using CellSeg.Models.Streaming.Kernels;
using CellSeg.Schemas;

namespace CellSeg.Models.Streaming;

/// <summary>The layers of a network in the order in which they compute, as the parts of the network lay them.</summary>
/// <param name="weights">Weights of parts of the network that are known already; gets those that are not. Several threads may use it.</param>
internal sealed class RowGraph(ConcurrentDictionary<object, FoldedConvolution> weights)
{
    private readonly List<RowImage> _images = [];
    private readonly List<RowLayer> _layers = [];

    /// <summary>The layers that read the frames of a clip, or the one image.</summary>
    public IReadOnlyList<RowImage> Images => _images;

    /// <summary>The layers behind them.</summary>
    public IReadOnlyList<RowLayer> Layers => _layers;

    /// <summary>The weights of a part of the network, which all frames share.</summary>
    /// <param name="part">The part.</param>
    /// <param name="fold">Makes them when they are first asked for.</param>
    public FoldedConvolution GetWeights(object part, Func<FoldedConvolution> fold) => weights.GetOrAdd(part, _ => fold());

    /// <summary>A further frame.</summary>
    public RowMap Begin(RowImage image)
    {
        _images.Add(image);
        return image.Output;
    }

    /// <summary>A convolution with what stands behind it.</summary>
    /// <param name="input">What is convolved.</param>
    /// <param name="kernel">By what; of all channels, or of each by itself.</param>
    /// <param name="rectifier">What happens at the end.</param>
    /// <param name="addend">Is added before that; null for nothing.</param>
    /// <exception cref="ArgumentException">The convolution has groups of several channels.</exception>
    public RowMap Convolve(RowMap input, FoldedConvolution kernel, Rectifier rectifier, RowMap? addend = null)
    {
        var shape = kernel.Shape;
        if (shape.Groups == 1)
            return Add(new RowConvolution(input, kernel, rectifier, addend));
        if (shape.Groups != shape.Inputs || shape.Inputs != shape.Outputs || addend is not null)
            throw new ArgumentException($"There is no layer for {shape.Groups} groups of {shape.Inputs} channels.", nameof(kernel));
        return Add(new RowDepthwise(input, kernel, rectifier));
    }

    /// <summary>The maximum over squares, of a map that is nowhere negative.</summary>
    /// <param name="input">What is read.</param>
    /// <param name="kernel">Rows and columns of a square.</param>
    /// <param name="stride">Rows and columns from one square to the next.</param>
    /// <param name="pad">Rows and columns outside of the map, on each side.</param>
    public RowMap Maximize(RowMap input, int kernel, int stride, int pad) => Add(new RowMaximum(input, kernel, stride, pad));

    /// <summary>Twice the height and width, bilinearly with pixel centres at half-integers or by repeating pixels.</summary>
    /// <param name="input">What is doubled.</param>
    /// <param name="nearest">Whether pixels are repeated.</param>
    public RowMap Double(RowMap input, bool nearest = false) => Add(new RowDoubling(input, nearest));

    /// <summary>A map each pixel of which comes from the pixels at its place in others.</summary>
    /// <param name="channels">Its channels.</param>
    /// <param name="function">Makes a pixel.</param>
    /// <param name="inputs">One to four maps of the same size.</param>
    public RowMap Combine(int channels, PixelFunction function, params RowMap[] inputs) => Add(new RowCombination(channels, function, inputs));

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

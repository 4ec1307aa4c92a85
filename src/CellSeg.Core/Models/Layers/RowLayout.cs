using CellSeg.Models.Compute;
using CellSeg.Models.Streaming;
using CellSeg.Models.Streaming.Flow;
using CellSeg.Models.Streaming.Kernels;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace CellSeg.Models.Layers;

/// <summary>Lays the layers of networks as those that go down an image row by row.</summary>
internal static class RowLayout
{
    /// <summary>A convolution with what stands behind it.</summary>
    /// <param name="graph">Gets the layer.</param>
    /// <param name="input">What is convolved.</param>
    /// <param name="convolution">By what; of all channels, or of each by itself.</param>
    /// <param name="norm">Is multiplied into the weights.</param>
    /// <param name="rectifier">What happens at the end; nothing when null.</param>
    /// <param name="addend">Is added before that; null for nothing.</param>
    public static RowMap Convolve(
        this RowGraph graph, RowMap input, Convolution2d convolution, BatchNormalization? norm = null, Rectifier? rectifier = null,
        RowMap? addend = null)
        => graph.Convolve(input, graph.GetWeights(convolution, () => Fold(convolution, norm)), rectifier ?? Rectifier.None, addend);

    /// <summary>The parts of a sequence: convolutions, each with the norm and the rectifier behind it, and maxima.</summary>
    /// <param name="graph">Gets the layers.</param>
    /// <param name="input">What goes in.</param>
    /// <param name="sequence">Other sequences may lie in it.</param>
    /// <param name="addend">Is added to what the last convolution gives, before its rectifier; null for nothing.</param>
    public static RowMap Follow(this RowGraph graph, RowMap input, Sequential sequence, RowMap? addend = null)
    {
        var parts = Flatten(sequence).ToList();
        int last = parts.FindLastIndex(part => part is Convolution2d);
        for (int i = 0; i < parts.Count;)
        {
            int own = i++;
            if (parts[own] is MaxPool2d)
            {
                // The only kind that the networks have.
                input = graph.Maximize(input, kernel: 2, stride: 2, pad: 0);
                continue;
            }
            if (parts[own] is not Convolution2d convolution)
                throw new ArgumentException($"There is no layer for the part {parts[own].GetName()}.", nameof(sequence));
            var norm = Take<BatchNormalization>(parts, ref i);
            var rectifier = Take<ReLU>(parts, ref i) is not null ? Rectifier.Relu : Take<ReLU6>(parts, ref i) is not null ? Rectifier.Relu6 : Rectifier.None;
            input = graph.Convolve(input, convolution, norm, rectifier, own == last ? addend : null);
        }
        return input;
    }

    /// <summary>The weights of a convolution, with the batch norm behind it, if there is one, multiplied in.</summary>
    public static FoldedConvolution Fold(Convolution2d convolution, BatchNormalization? norm = null)
        => Fold(convolution.Shape, convolution.Padding, convolution.Weight, convolution.Bias, norm);

    /// <summary>Weights, with the batch norm behind them, if there is one, multiplied in.</summary>
    /// <param name="shape">What is convolved.</param>
    /// <param name="padding">Zeros before and behind a map of even height and width.</param>
    /// <param name="kernel">[out, in / groups, k, k].</param>
    /// <param name="bias">[out]; null for none.</param>
    /// <param name="norm">The norm.</param>
    public static FoldedConvolution Fold(ConvolutionShape shape, (int Before, int After) padding, Tensor kernel, Tensor? bias, BatchNormalization? norm)
    {
        using var scope = NewDisposeScope();
        float[] weights = Copy(kernel), shifts = bias is null ? new float[shape.Outputs] : Copy(bias);
        if (norm is not null)
            Fold(norm, weights, shifts);
        return new FoldedConvolution(shape, padding.Before, padding.After, weights, shifts);
    }

    private static void Fold(BatchNormalization norm, float[] weight, float[] bias)
    {
        float[] scale = Copy(norm.weight!), shift = Copy(norm.bias!), mean = Copy(norm.running_mean!), variance = Copy(norm.running_var!);
        int size = weight.Length / bias.Length;
        for (int output = 0; output < bias.Length; output++)
        {
            double factor = scale[output] / Math.Sqrt(variance[output] + norm.eps);
            bias[output] = (float)(shift[output] + ((bias[output] - (double)mean[output]) * factor));
            foreach (ref float number in weight.AsSpan(output * size, size))
                number = (float)(number * factor);
        }
    }

    private static T? Take<T>(List<nn.Module> parts, ref int next) where T : nn.Module
        => next < parts.Count && parts[next] is T part ? Move(part, ref next) : null;

    private static T Move<T>(T part, ref int next)
    {
        next++;
        return part;
    }

    private static float[] Copy(Tensor tensor) => tensor.detach().to(ScalarType.Float32).contiguous().cpu().data<float>().ToArray();

    private static IEnumerable<nn.Module> Flatten(Sequential sequence)
        => sequence.children().SelectMany(part => part is Sequential inner ? Flatten(inner) : [part]);
}

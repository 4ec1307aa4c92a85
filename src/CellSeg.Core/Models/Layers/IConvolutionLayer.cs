using CellSeg.Models.Compute;

namespace CellSeg.Models.Layers;

/// <summary>A layer that convolves. No other layer multiplies, so that these are what a network costs and what can go wrong.</summary>
internal interface IConvolutionLayer
{
    /// <summary>What it convolves.</summary>
    ConvolutionShape Shape { get; }

    /// <summary>Is told of each time that the layer computes; null for nobody.</summary>
    ComputeMeter? Meter { get; set; }
}

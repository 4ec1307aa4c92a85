namespace CellSeg.Models.Specifications;

/// <summary>Where a strided convolution puts its padding.</summary>
public enum ConvolutionPadding
{
    /// <summary>The same number of zeros on each side (PyTorch, torchvision).</summary>
    Symmetric,

    /// <summary>
    /// TensorFlow's "same": with stride 2 and even sizes one zero at the bottom and right only. A network trained
    /// with one of the two conventions sees its maps shifted by half a step under the other (docs/method.md, 1.3).
    /// </summary>
    TensorFlowSame,
}

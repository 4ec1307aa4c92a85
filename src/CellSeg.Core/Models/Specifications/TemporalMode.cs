namespace CellSeg.Models.Specifications;

/// <summary>How a network looks at the neighbours of a frame (thesis section 2.1; docs/method.md, 1.6).</summary>
public enum TemporalMode
{
    /// <summary>
    /// Not at all with the pixel-predicting schemas. The heads of a RetinaMask network of several frames always filter
    /// through time.
    /// </summary>
    None,

    /// <summary>A convolution through time and space, batch norm, ReLU.</summary>
    Conv3D,

    /// <summary>A convolutional gated recurrent unit that reads the frames in their order.</summary>
    Gru,

    /// <summary>A convolutional long short-term memory that reads the frames in their order.</summary>
    Lstm,
}

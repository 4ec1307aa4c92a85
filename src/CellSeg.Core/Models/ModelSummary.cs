namespace CellSeg.Models;

/// <summary>How large a network is and what an image costs.</summary>
public sealed record ModelSummary
{
    /// <summary>The tile of <see cref="TileMemoryBytes"/>: the largest that prediction makes by default.</summary>
    private const int DefaultTileSize = 1024;

    // Maps between convolutions, libtorch's working memory and gaps in the heap: a process took 2.0 times the maps of the
    // default network and 1.7 times those of the thesis' one for a tile of 1024 x 1024.
    private const int Overhead = 2;

    /// <summary>The parts, in the order in which the image goes through them.</summary>
    public required IReadOnlyList<ModelPart> Parts { get; init; }

    /// <summary>
    /// Bytes of maps that are alive at once when a prediction needs most memory, for each pixel of the tile, in float32.
    /// Whatever goes into a convolution or comes out of one is added up, in a real run.
    /// </summary>
    public required double MapBytesPerPixel { get; init; }

    /// <summary>Numbers that training changes by gradient.</summary>
    public long TrainableParameterCount => Parts.Sum(part => part.TrainableParameterCount);

    /// <summary>All of the network's numbers, with the running statistics of batch norm, as the field counts them.</summary>
    public long TotalParameterCount => Parts.Sum(part => part.TotalParameterCount);

    /// <summary>
    /// Floating-point operations for each pixel of an image: two for each multiply-add of a convolution. Convolutions are
    /// counted as they run; all else (normalisation, activation, upsampling) is a few percent and left out, and so are the
    /// masks of a RetinaMask network, which cost by the cell.
    /// </summary>
    public double FlopPerPixel => Parts.Sum(part => part.FlopPerPixel);

    /// <summary>Thousand million floating-point operations for an image of a million pixels.</summary>
    public double GigaflopPerMegapixel => FlopPerPixel / 1000;

    /// <summary>What <see cref="GetTileMemoryBytes"/> gives for tiles of 1024 x 1024 pixels.</summary>
    public long TileMemoryBytes => GetTileMemoryBytes(DefaultTileSize);

    /// <summary>
    /// About what the prediction of one tile adds to a process' memory, in float32: the weights, and twice the maps, to
    /// cover what lies between convolutions. In bfloat16 it is about half.
    /// </summary>
    /// <param name="tileSize">Height and width of the tile in pixels.</param>
    public long GetTileMemoryBytes(int tileSize)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(tileSize);
        return (sizeof(float) * TotalParameterCount) + (long)(Overhead * MapBytesPerPixel * tileSize * tileSize);
    }
}

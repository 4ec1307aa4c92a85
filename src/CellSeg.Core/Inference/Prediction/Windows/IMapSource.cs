namespace CellSeg.Inference.Prediction.Windows;

/// <summary>The maps of an image, of which rows are asked for from the top on.</summary>
internal interface IMapSource
{
    /// <summary>Rows of the image.</summary>
    int Height { get; }

    /// <summary>Columns.</summary>
    int Width { get; }

    /// <summary>Makes sure that rows are there.</summary>
    /// <param name="first">The first one; those above are not asked for any more.</param>
    /// <param name="end">The one behind the last.</param>
    /// <param name="cancellationToken">Stops the computing.</param>
    void Provide(int first, int end, CancellationToken cancellationToken);

    /// <summary>Copies a rectangle of rows that are there. May be called by several threads at once.</summary>
    /// <param name="plane">The plane: target channels of all maps, one after the other.</param>
    /// <param name="window">The rectangle.</param>
    /// <param name="values">Receives it, row-major.</param>
    void Copy(int plane, MapWindow window, Span<float> values);
}

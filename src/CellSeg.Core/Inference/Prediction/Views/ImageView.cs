namespace CellSeg.Inference.Prediction.Views;

/// <summary>
/// A way round to see the planes of an image. Nothing is copied: a view says where in a plane each of its pixels lies, for
/// reading an image flipped or turned as well as for writing a map back.
/// </summary>
/// <param name="Height">Rows of the view.</param>
/// <param name="Width">Columns of the view.</param>
/// <param name="Origin">The index in the plane of the view's first pixel.</param>
/// <param name="RowStep">How far the next row is in the plane.</param>
/// <param name="ColumnStep">How far the next column is in the plane.</param>
internal readonly record struct ImageView(int Height, int Width, int Origin, int RowStep, int ColumnStep)
{
    /// <summary>Whether the image is seen as it is.</summary>
    public bool IsPlain => Origin == 0 && ColumnStep == 1;

    /// <summary>How many views there are.</summary>
    public static int Count(TestTimeAugmentation augmentation) => augmentation switch
    {
        TestTimeAugmentation.None => 1,
        TestTimeAugmentation.Flips => 4,
        TestTimeAugmentation.All => 8,
        _ => throw new ArgumentOutOfRangeException(nameof(augmentation)),
    };

    /// <summary>All views, of which the first is the image as it is.</summary>
    /// <param name="augmentation">Which views.</param>
    /// <param name="height">Rows of the image.</param>
    /// <param name="width">Columns of the image.</param>
    public static IReadOnlyList<ImageView> Create(TestTimeAugmentation augmentation, int height, int width)
    {
        var image = new ImageView(height, width, 0, width, 1);
        ImageView[] flips = [image, image.FlipRows(), image.FlipColumns(), image.FlipRows().FlipColumns()];
        return [.. flips.Concat(flips.Select(view => view.Transpose())).Take(Count(augmentation))];
    }

    /// <summary>Where in a row-major plane of the image a pixel of the view lies.</summary>
    public int IndexOf(int row, int column) => Origin + (row * RowStep) + (column * ColumnStep);

    private ImageView FlipRows() => this with { Origin = IndexOf(Height - 1, 0), RowStep = -RowStep };

    private ImageView FlipColumns() => this with { Origin = IndexOf(0, Width - 1), ColumnStep = -ColumnStep };

    private ImageView Transpose() => new(Width, Height, Origin, ColumnStep, RowStep);
}

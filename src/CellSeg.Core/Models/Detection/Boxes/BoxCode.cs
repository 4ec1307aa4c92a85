namespace CellSeg.Models.Detection.Boxes;

/// <summary>
/// Boxes as a network predicts them: how far each side is from the anchor's, over the anchor's width or height, over
/// 0.2 (docs/method.md, 3.3).
/// </summary>
internal static class BoxCode
{
    private const float Scale = 0.2f;

    /// <summary>The code of a box.</summary>
    /// <param name="anchor">Left, top, right, bottom.</param>
    /// <param name="box">Left, top, right, bottom.</param>
    /// <param name="code">Receives four numbers.</param>
    public static void Encode(ReadOnlySpan<float> anchor, ReadOnlySpan<float> box, Span<float> code)
    {
        float width = anchor[2] - anchor[0], height = anchor[3] - anchor[1];
        for (int i = 0; i < 4; i++)
            code[i] = (box[i] - anchor[i]) / (i % 2 == 0 ? width : height) / Scale;
    }

    /// <summary>The box of a code, cut at the image's border.</summary>
    /// <param name="anchor">Left, top, right, bottom.</param>
    /// <param name="code">Four numbers.</param>
    /// <param name="imageHeight">Rows of the image.</param>
    /// <param name="imageWidth">Columns of the image.</param>
    /// <param name="box">Receives left, top, right, bottom.</param>
    public static void Decode(ReadOnlySpan<float> anchor, ReadOnlySpan<float> code, int imageHeight, int imageWidth, Span<float> box)
    {
        float width = anchor[2] - anchor[0], height = anchor[3] - anchor[1];
        for (int i = 0; i < 4; i++)
        {
            bool isColumn = i % 2 == 0;
            box[i] = Math.Clamp(anchor[i] + (code[i] * Scale * (isColumn ? width : height)), 0, isColumn ? imageWidth : imageHeight);
        }
    }
}

namespace CellSeg.Inference.Prediction;

/// <summary>
/// How a movie is cut into the clips that a network of several frames takes: one after the other, the last aligned to
/// the movie's end, so that each frame is predicted once and with as many neighbours as there are.
/// </summary>
internal static class ClipWindow
{
    /// <summary>The first frame of the clip in which a frame is predicted.</summary>
    /// <param name="frame">The frame, from 0.</param>
    /// <param name="frameCount">Frames of the movie.</param>
    /// <param name="length">Frames of a clip.</param>
    public static int Start(int frame, int frameCount, int length)
        => Math.Min(frame / length * length, Math.Max(0, frameCount - length));
}

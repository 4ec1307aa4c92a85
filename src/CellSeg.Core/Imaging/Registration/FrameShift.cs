namespace CellSeg.Imaging.Registration;

/// <summary>How a frame of a movie is moved to lie where the first one does.</summary>
/// <param name="Shift">How far.</param>
/// <param name="Correlation">
/// How much the frame is like those before it, when it is moved: 1 where only the place has changed, see <see cref="ImageMatch"/>.
/// </param>
/// <param name="IsTrusted">Whether that was enough to tell; otherwise the frame is moved as far as the one before it.</param>
public readonly record struct FrameShift(ImageShift Shift, double Correlation, bool IsTrusted);

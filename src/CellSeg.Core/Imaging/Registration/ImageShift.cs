namespace CellSeg.Imaging.Registration;

/// <summary>How far an image is moved, in pixels.</summary>
/// <param name="Down">Rows downwards; negative for up.</param>
/// <param name="Right">Columns to the right; negative for the left.</param>
public readonly record struct ImageShift(double Down, double Right)
{
    /// <summary>The length of the way in pixels.</summary>
    public double Length => Math.Sqrt((Down * Down) + (Right * Right));

    /// <summary>One move after the other.</summary>
    public static ImageShift operator +(ImageShift first, ImageShift second) => new(first.Down + second.Down, first.Right + second.Right);

    /// <summary>One move after the other.</summary>
    /// <param name="other">The other.</param>
    public ImageShift Add(ImageShift other) => this + other;
}

namespace CellSeg.Imaging.Drawing;

/// <summary>A colour, 8 bits a channel.</summary>
/// <param name="Red">0 to 255.</param>
/// <param name="Green">0 to 255.</param>
/// <param name="Blue">0 to 255.</param>
public readonly record struct Rgb(byte Red, byte Green, byte Blue)
{
    /// <summary>White.</summary>
    public static Rgb White { get; } = Grey(255);

    /// <summary>A grey.</summary>
    public static Rgb Grey(byte level) => new(level, level, level);

    /// <summary>This colour under a veil of another one.</summary>
    /// <param name="other">The veil.</param>
    /// <param name="opacity">From 0, this colour alone, to 1, the other alone.</param>
    public Rgb Mix(Rgb other, double opacity)
    {
        return new Rgb(Mix(Red, other.Red), Mix(Green, other.Green), Mix(Blue, other.Blue));
        byte Mix(byte below, byte above) => (byte)(below + ((above - below) * opacity));
    }
}

namespace CellSeg.Imaging.Morphology;

/// <summary>What a filter sees beyond the border of the image.</summary>
public enum BorderMode
{
    /// <summary>The image mirrored about the border, with the border pixel repeated: c b a | a b c (SciPy's reflect).</summary>
    Reflect,

    /// <summary>The border pixel again and again: a a a | a b c (SciPy's nearest).</summary>
    Nearest,
}

namespace CellSeg.Inference.Outputs;

/// <summary>A kind of file that a segmentation is written as: its name, how its files are called and what writes them.</summary>
public abstract class SegmentationOutput
{
    /// <summary>What it is called where outputs are chosen.</summary>
    public abstract string Name { get; }

    /// <summary>What follows the name of the image in that of its file, with the extension.</summary>
    public abstract string Suffix { get; }

    /// <summary>Finds an output by its name, in capital or small letters.</summary>
    /// <param name="name">The name of one of <see cref="SegmentationOutputs.All"/>.</param>
    /// <exception cref="FormatException">There is none of this name.</exception>
    public static SegmentationOutput Parse(string name)
        => SegmentationOutputs.All.FirstOrDefault(output => string.Equals(output.Name, name, StringComparison.OrdinalIgnoreCase))
            ?? throw new FormatException($"There is no output '{name}'. Choose of {string.Join(", ", SegmentationOutputs.All)}.");

    /// <summary>Writes the file of one frame.</summary>
    /// <param name="path">The file, whose folder exists.</param>
    /// <param name="frame">What to write.</param>
    /// <exception cref="CellSegException">The file cannot be written.</exception>
    public abstract void Write(string path, SegmentedFrame frame);

    /// <summary>The name.</summary>
    public sealed override string ToString() => Name;
}

using NetVips;

namespace CellSeg.Imaging.Writing;

/// <summary>
/// Writes movies as TIFF files of one page a frame and channel, losslessly compressed, which <see cref="Stacks.ImageStack"/>, ImageJ
/// and whatever reads TIFF take for the same frames, channels and pixel size. Files above 4 GB are BigTIFF, which ImageJ opens
/// through Bio-Formats. The file is written as it is named; <see cref="Files.FileSet"/> lets it appear whole.
/// </summary>
internal static class StackWriter
{
    /// <summary>Writes images in the smallest type that keeps their values: 8 or 16 bits for whole numbers, else float32.</summary>
    /// <param name="path">The file.</param>
    /// <param name="frameCount">Frames, at least 1.</param>
    /// <param name="read">Reads a frame, from 0; called once for each, in order.</param>
    /// <param name="pixelSize">Micrometres a pixel; null where nobody knows.</param>
    /// <param name="range">Values that the type has to hold as well, such as those of other files; null for none.</param>
    /// <exception cref="CellSegException">A frame cannot be read, frames differ in size or channels, or the file cannot be written.</exception>
    /// <exception cref="IOException">The disk is full.</exception>
    public static void WriteImages(string path, int frameCount, Func<int, CellImage> read, double? pixelSize, SampleRange? range = null)
    {
        range ??= new SampleRange();
        using var planes = new PlaneFile<float>(path);
        for (int frame = 0; frame < frameCount; frame++)
        {
            var image = read(frame);
            range.Add(image.Pixels);
            planes.Add(image.Height, image.Width, image.Pixels);
        }
        ImageWriter.Guard(path, () => planes.Save(Enums.BandFormat.Float, range.Format, pixelSize));
    }

    /// <summary>Writes label images of 16 bits, or of 32 where there are ids above 65,535.</summary>
    /// <inheritdoc cref="WriteImages" path="/param[@name!='range']"/>
    /// <inheritdoc cref="WriteImages" path="exception"/>
    public static void WriteLabels(string path, int frameCount, Func<int, LabelImage> read, double? pixelSize)
    {
        int largest = 0;
        using var planes = new PlaneFile<int>(path);
        for (int frame = 0; frame < frameCount; frame++)
        {
            var labels = read(frame);
            largest = Math.Max(largest, labels.MaxLabel);
            planes.Add(labels.Height, labels.Width, labels.Pixels);
        }
        ImageWriter.Guard(
            path, () => planes.Save(Enums.BandFormat.Int, largest <= ushort.MaxValue ? Enums.BandFormat.Ushort : Enums.BandFormat.Uint, pixelSize));
    }
}

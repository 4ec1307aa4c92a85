using System.Runtime.InteropServices;
using CellSeg.Imaging.Codecs;
using NetVips;

namespace CellSeg.Imaging.Raster;

/// <summary>
/// Decodes by libvips, for which every word of the libraries behind it is an error here, what ImageSharp does not decode
/// as it should: it fills up a JPEG file that is cut off without a word, and of intact PNG files in passes it reads
/// narrow ones wrongly or without an end.
/// </summary>
internal static class VipsDecoder
{
    /// <summary>The numbers of all pixels, of 8 or 16 bits, row by row, in the byte order of this machine.</summary>
    /// <param name="load">Opens the file.</param>
    /// <exception cref="InvalidDataException">The file is damaged.</exception>
    public static byte[] Decode(Func<Enums.Access, Enums.FailOn, Image> load)
    {
        try
        {
            return VipsLog.Watch(() =>
            {
                using var image = load(Enums.Access.Sequential, Enums.FailOn.Warning);
                return image.Format == Enums.BandFormat.Ushort
                    ? MemoryMarshal.AsBytes(image.WriteToMemory<ushort>().AsSpan()).ToArray()
                    : image.WriteToMemory<byte>();
            });
        }
        catch (VipsException e)
        {
            throw new InvalidDataException(e.Message, e);
        }
    }
}

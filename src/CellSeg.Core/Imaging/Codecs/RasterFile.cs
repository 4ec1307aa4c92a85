using NetVips;

namespace CellSeg.Imaging.Codecs;

/// <summary>Stand-in until the real one is merged.</summary>
internal static class RasterFile
{
    public static bool IsKnown(ReadOnlySpan<byte> head) => true;

    public static StoredImage Read(byte[] data, string name)
    {
        try
        {
            using var image = Image.NewFromBuffer(data, access: Enums.Access.Sequential, failOn: Enums.FailOn.Error);
            return new StoredImage
            {
                Height = image.Height, Width = image.Width, SampleCount = image.Bands, Samples = image.Cast(Enums.BandFormat.Uchar).WriteToMemory<byte>(),
                Type = SampleType.UInt8, Bits = 8,
                AlphaSamples = image.HasAlpha() ? [image.Bands - 1] : [],
            };
        }
        catch (VipsException e)
        {
            throw PageFile.Unreadable(name, e.Message, e);
        }
    }
}

using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using SixLabors.ImageSharp;
using SixLabors.ImageSharp.Formats;
using SixLabors.ImageSharp.Memory;
using SixLabors.ImageSharp.PixelFormats;

namespace CellSeg.Imaging.Raster;

/// <summary>
/// Decodes by ImageSharp, whose decoders take what is missing at the end of a file for zeros: what they get must have
/// been found whole before. They are named by those who call them, and no others are registered.
/// </summary>
internal static class PixelDecoder
{
    // Images are decoded side by side, each by one thread. Small buffers are kept, large ones are let go.
    private static readonly Configuration Settings = new()
    {
        MaxDegreeOfParallelism = 1,
        MemoryAllocator = MemoryAllocator.Create(new MemoryAllocatorOptions { MaximumPoolSizeMegabytes = 64, AllocationLimitMegabytes = 2048 }),
    };

    /// <summary>The numbers of all pixels, row by row, in the byte order of this machine.</summary>
    /// <typeparam name="TPixel">The layout of a pixel, which has to be the one in the file.</typeparam>
    /// <param name="decoder">That of the file's format.</param>
    /// <param name="file">The whole file.</param>
    /// <param name="buffer">An array that takes the numbers if it has their length.</param>
    /// <exception cref="InvalidDataException">The file is damaged.</exception>
    public static byte[] Decode<TPixel>(IImageDecoder decoder, byte[] file, byte[]? buffer = null) where TPixel : unmanaged, IPixel<TPixel>
    {
        try
        {
            using var stream = new MemoryStream(file);
            using var image = decoder.Decode<TPixel>(Settings, stream, default);
            int length = checked(image.Width * image.Height * Unsafe.SizeOf<TPixel>());
            byte[] samples = buffer?.Length == length ? buffer : GC.AllocateUninitializedArray<byte>(length);
            image.CopyPixelDataTo(MemoryMarshal.Cast<byte, TPixel>(samples.AsSpan()));
            return samples;
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            // On damaged files nearly every type of exception comes out of it.
            throw new InvalidDataException(e.Message, e);
        }
    }
}

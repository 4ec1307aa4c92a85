using System.Runtime.InteropServices;
using CellSeg.Imaging.Codecs;
using CellSeg.Imaging.Raster;
using CellSeg.Numerics;

namespace CellSeg.Core.Tests.Imaging.Raster;

/// <summary>Numbers to be written to a picture, and read from it.</summary>
internal static class RasterNumbers
{
    public static int[] Random(int count, int bits, long seed)
    {
        var random = new RandomSource(seed);
        return [.. Enumerable.Range(0, count).Select(_ => random.Next(1 << bits))];
    }

    /// <summary>Colours of all places, no two alike.</summary>
    public static byte[] Colours(int bits) => [.. Enumerable.Range(0, 1 << bits).SelectMany(i => (byte[])[(byte)(255 - i), (byte)(i * 7), (byte)i])];

    public static int[] Of(StoredImage image) => image.Type == SampleType.UInt16
        ? [.. MemoryMarshal.Cast<byte, ushort>(image.Samples).ToArray().Select(value => (int)value)]
        : [.. image.Samples.Select(value => (int)value)];

    /// <summary>The reason why a file is refused.</summary>
    public static string Refuse(byte[] file)
    {
        var error = Assert.Throws<CellSegException>(() => RasterFile.Read(file, "cells"));
        Assert.Equal("cells", error.Target);
        return error.Reason;
    }

    /// <summary>The colours that libvips sees.</summary>
    public static int[] ReadByVips(byte[] file, bool withAlpha = true)
    {
        using var all = NetVips.Image.NewFromBuffer(file);
        using var image = withAlpha || !all.HasAlpha() ? all.Copy() : all.ExtractBand(0, all.Bands - 1);
        return image.Format == NetVips.Enums.BandFormat.Ushort
            ? [.. image.WriteToMemory<ushort>().Select(value => (int)value)]
            : [.. image.WriteToMemory<byte>().Select(value => (int)value)];
    }

    /// <summary>The colours that the numbers stand for.</summary>
    public static int[] LookUp(StoredImage image) => [.. image.Samples.SelectMany(place => image.Colours!.Skip(3 * place).Take(3)).Select(value => (int)value)];
}

using System.Globalization;
using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using CellSeg.Imaging.Codecs;

namespace CellSeg.Imaging;

/// <summary>What the numbers of an image file are taken for: intensities, brighter where they are larger, or ids of cells.</summary>
internal static class StoredPixels
{
    // Beyond 2^24 a float32 no longer tells neighbouring whole numbers apart.
    private const int LargestFloatLabel = 1 << 24;

    /// <summary>
    /// The image of a page: the numbers of each channel, without those of transparency. Where small numbers are bright
    /// they are turned round; where they stand for colours there is a channel for each of red, green and blue, or a single
    /// one when all of them are shades of grey.
    /// </summary>
    /// <param name="stored">The page.</param>
    /// <param name="path">The file, for messages.</param>
    /// <exception cref="CellSegException">A number stands for no colour, or the numbers are more than fit one array.</exception>
    public static CellImage ToImage(StoredImage stored, string path)
    {
        float[] numbers = ToFloats(stored);
        if (stored.Colours is { } colours)
            return ToColours(stored, numbers, colours, path);
        int[] channels = FindChannels(stored);
        return new CellImage(channels.Length, stored.Height, stored.Width, ToPlanes(numbers, stored.SampleCount, channels));
    }

    /// <summary>
    /// The labels of a page: its numbers, whatever colours they stand for. Whole numbers of every type are accepted, ids up
    /// to 2^31 - 1 exactly (2^24 as float32). Several channels are accepted when all are the same.
    /// </summary>
    /// <param name="stored">The page.</param>
    /// <param name="channel">The channel with the labels; null for the only one.</param>
    /// <param name="path">The file, for messages.</param>
    /// <exception cref="CellSegException">The numbers are no ids.</exception>
    public static LabelImage ToLabels(StoredImage stored, int? channel, string path)
    {
        if (stored.IsLossy)
            throw new CellSegException(path, "JPEG mixes the numbers of neighbouring pixels, so that they are no ids", "Save labels as TIFF or PNG");
        int[] channels = FindChannels(stored);
        if (channel is { } only)
            channels = [channels[only]];
        else if (channels.Length > 1 && !AreEqual(stored, channels))
            throw ManyLabelChannels(path, channels.Length);
        int[] labels = stored.Type switch
        {
            SampleType.UInt8 => ToLabels<byte>(stored, channels[0], path),
            SampleType.Int8 => ToLabels<sbyte>(stored, channels[0], path),
            SampleType.UInt16 => ToLabels<ushort>(stored, channels[0], path),
            SampleType.Int16 => ToLabels<short>(stored, channels[0], path),
            SampleType.UInt32 => ToLabels<uint>(stored, channels[0], path),
            SampleType.Int32 => ToLabels<int>(stored, channels[0], path),
            SampleType.UInt64 => ToLabels<ulong>(stored, channels[0], path),
            SampleType.Int64 => ToLabels<long>(stored, channels[0], path),
            SampleType.Half => ToLabels<Half>(stored, channels[0], path),
            SampleType.Single => ToLabels<float>(stored, channels[0], path),
            _ => ToLabels<double>(stored, channels[0], path),
        };
        return new LabelImage(stored.Height, stored.Width, labels);
    }

    /// <summary>The error of a label image with other than one channel.</summary>
    public static CellSegException ManyLabelChannels(string path, int channels)
        => new(path, $"a label image has one channel, this one has {channels}", "Save the labels as a single-channel image of whole numbers");

    /// <summary>The places of the numbers of a pixel that are no transparency.</summary>
    private static int[] FindChannels(StoredImage stored) => [.. Enumerable.Range(0, stored.SampleCount).Except(stored.AlphaSamples)];

    private static int[] ToLabels<T>(StoredImage stored, int sample, string path) where T : unmanaged, INumber<T>
    {
        var numbers = MemoryMarshal.Cast<byte, T>(stored.Samples);
        int count = stored.SampleCount;
        int largest = stored.Type == SampleType.Single ? LargestFloatLabel : int.MaxValue;
        var limit = T.CreateSaturating(largest);
        int[] labels = new int[numbers.Length / count];
        for (int i = 0; i < labels.Length; i++)
        {
            var value = numbers[(i * count) + sample];
            // Turned round, so that what is not a number is none either.
            if (!(value >= T.Zero && value <= limit && T.IsInteger(value)))
                throw NoLabel(path, value, i, stored.Width, largest);
            labels[i] = int.CreateTruncating(value);
        }
        return labels;
    }

    private static CellSegException NoLabel<T>(string path, T value, int pixel, int width, int largest) where T : INumber<T> => new(
        path,
        string.Create(CultureInfo.InvariantCulture, $"the value {value} in row {pixel / width}, column {pixel % width} is no label"),
        $"Labels are whole numbers from 0 (background) to {largest}");

    private static bool AreEqual(StoredImage stored, int[] channels)
    {
        int size = stored.Samples.Length / (stored.Height * stored.Width * stored.SampleCount), pixel = size * stored.SampleCount;
        var samples = stored.Samples.AsSpan();
        for (int at = 0; at < samples.Length; at += pixel)
        {
            var first = samples.Slice(at + (channels[0] * size), size);
            foreach (int channel in channels.AsSpan(1))
            {
                if (!samples.Slice(at + (channel * size), size).SequenceEqual(first))
                    return false;
            }
        }
        return true;
    }

    private static float[] ToFloats(StoredImage stored) => stored.Type switch
    {
        SampleType.UInt8 => ToFloats<byte>(stored),
        SampleType.Int8 => ToFloats<sbyte>(stored),
        SampleType.UInt16 => ToFloats<ushort>(stored),
        SampleType.Int16 => ToFloats<short>(stored),
        SampleType.UInt32 => ToFloats<uint>(stored),
        SampleType.Int32 => ToFloats<int>(stored),
        SampleType.UInt64 => ToFloats<ulong>(stored),
        SampleType.Int64 => ToFloats<long>(stored),
        SampleType.Half => ToFloats<Half>(stored),
        SampleType.Single => ToFloats<float>(stored),
        _ => ToFloats<double>(stored),
    };

    private static float[] ToFloats<T>(StoredImage stored) where T : unmanaged, INumberBase<T>
    {
        var numbers = MemoryMarshal.Cast<byte, T>(stored.Samples);
        float[] floats = new float[numbers.Length];
        TensorPrimitives.ConvertTruncating(numbers, floats);
        if (!stored.IsWhiteZero)
            return floats;
        // Numbers with a sign or a point have no natural largest one. Others of a pixel than the first are no brightness.
        double white = stored.Type is SampleType.UInt8 or SampleType.UInt16 or SampleType.UInt32 or SampleType.UInt64 ? Math.Pow(2, stored.Bits) - 1 : 0;
        for (int i = 0; i < floats.Length; i += stored.SampleCount)
            floats[i] = (float)(white - double.CreateTruncating(numbers[i]));
        return floats;
    }

    private static float[] ToPlanes(float[] numbers, int sampleCount, int[] channels)
    {
        if (sampleCount == 1)
            return numbers;
        int pixels = numbers.Length / sampleCount;
        var planes = new float[pixels * channels.Length];
        for (int c = 0; c < channels.Length; c++)
        {
            for (int i = 0, j = channels[c]; i < pixels; i++, j += sampleCount)
                planes[(c * pixels) + i] = numbers[j];
        }
        return planes;
    }

    private static CellImage ToColours(StoredImage stored, float[] numbers, ushort[] colours, string path)
    {
        int channels = IsGrey(colours) ? 1 : 3, count = stored.SampleCount, pixels = numbers.Length / count;
        if ((long)pixels * channels > Array.MaxLength)
        {
            throw new CellSegException(
                path, $"its {stored.Width} x {stored.Height} x {channels} values are more than fit one array", "Cut the image into parts");
        }
        var planes = new float[pixels * channels];
        for (int i = 0; i < pixels; i++)
        {
            int colour = 3 * (int)numbers[i * count];
            if (colour >= colours.Length)
            {
                throw PageFile.Unreadable(
                    path,
                    $"the number {colour / 3} in row {i / stored.Width}, column {i % stored.Width} has no place in its table of colours");
            }
            for (int c = 0; c < channels; c++)
                planes[(c * pixels) + i] = colours[colour + c];
        }
        return new CellImage(channels, stored.Height, stored.Width, planes);
    }

    private static bool IsGrey(ReadOnlySpan<ushort> colours)
    {
        for (int i = 0; i < colours.Length; i += 3)
        {
            if (colours[i] != colours[i + 1] || colours[i] != colours[i + 2])
                return false;
        }
        return true;
    }
}

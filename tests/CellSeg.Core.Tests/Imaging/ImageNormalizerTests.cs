using CellSeg.Core.Tests.Imaging.Rows;
using CellSeg.Core.Tests.Support;
using CellSeg.Imaging;
using CellSeg.Imaging.Rows;

namespace CellSeg.Core.Tests.Imaging;

public sealed class ImageNormalizerTests
{
    [Fact]
    public void The_low_percentile_becomes_0_and_the_high_one_1()
    {
        // Of 0 … 1000, shuffled by a step that is coprime to 1001: the percentiles are 10 and 998.
        var image = new CellImage(1, 7, 143, [.. Enumerable.Range(0, 1001).Select(i => (float)(i * 4 % 1001))]);
        float[] result = ImageNormalizer.Normalize(image, ImageNormalization.Percentile).Pixels;
        for (int i = 0; i < result.Length; i++)
            Assert.Equal((image.Pixels[i] - 10) / 988, result[i], 1e-5f);
    }

    [Theory]
    [InlineData(ImageNormalization.Percentile)]
    [InlineData(ImageNormalization.WholeImage)]
    [InlineData(ImageNormalization.None)]
    public void A_constant_image_stays_finite(ImageNormalization normalization)
    {
        float[] result = ImageNormalizer.Normalize(new CellImage(1, 1, 3, [40000, 40000, 40000]), normalization).Pixels;
        Assert.All(result, value => Assert.Equal(normalization == ImageNormalization.None ? 40000 : 0, value));
    }

    [Fact]
    public void A_few_bright_pixels_of_an_empty_field_stay_in_scale()
    {
        var pixels = new float[10000];
        pixels[5000] = 60000;
        float[] result = ImageNormalizer.Normalize(new CellImage(1, 100, 100, pixels), ImageNormalization.Percentile).Pixels;
        Assert.Equal(1, result[5000], 1e-6f);
        Assert.Equal(0, result[0]);
    }

    [Fact]
    public void A_whole_image_gets_mean_0_and_deviation_1_channel_by_channel()
    {
        var image = TestImages.Noise(30, 40, 2, channels: 2);
        foreach (ref float value in image.Plane(1))
            value = (value * 1000) + 20000;
        var result = ImageNormalizer.Normalize(image, ImageNormalization.WholeImage);
        for (int c = 0; c < 2; c++)
        {
            double[] values = [.. result.Plane(c).ToArray().Select(value => (double)value)];
            Assert.Equal(0, values.Average(), 1e-5);
            Assert.Equal(1, values.Average(value => value * value), 1e-4);
        }
    }

    [Theory]
    [InlineData(ImageNormalization.Percentile)]
    [InlineData(ImageNormalization.None)]
    public void The_image_given_is_not_changed(ImageNormalization normalization)
    {
        var image = TestImages.Noise(5, 5, 3);
        float[] before = [.. image.Pixels];
        Assert.NotSame(image.Pixels, ImageNormalizer.Normalize(image, normalization).Pixels);
        Assert.Equal(before, image.Pixels);
    }

    [Theory]
    [InlineData(0, 100, 0, 1000)]
    [InlineData(25, 50, 250, 500)]
    public void Other_percentiles_can_be_wanted(double low, double high, float dark, float bright)
    {
        var image = new CellImage(1, 7, 143, [.. Enumerable.Range(0, 1001).Select(i => (float)(i * 4 % 1001))]);
        float[] result = ImageNormalizer.Normalize(image, ImageNormalization.Percentile, low, high).Pixels;
        for (int i = 0; i < result.Length; i++)
            Assert.Equal((image.Pixels[i] - dark) / (bright - dark), result[i], 1e-5f);
    }

    [Theory]
    [InlineData(ImageNormalization.Percentile)]
    [InlineData(ImageNormalization.WholeImage)]
    [InlineData(ImageNormalization.None)]
    public void What_is_not_finite_has_no_say_and_becomes_background(ImageNormalization normalization)
    {
        var whole = TestImages.Noise(20, 30, 4);
        float[] expected = ImageNormalizer.Normalize(whole, normalization).Pixels;
        // The same values between others that are none, in a second channel.
        float[] wrong = [.. Enumerable.Repeat<float[]>([float.NaN, float.PositiveInfinity, float.NegativeInfinity], 10).SelectMany(values => values)];
        var image = new CellImage(2, 21, 30, [.. TestImages.Noise(21, 30, 5).Pixels, .. whole.Pixels[..300], .. wrong, .. whole.Pixels[300..]]);

        float[] result = ImageNormalizer.Normalize(image, normalization).Plane(1).ToArray();
        Assert.Equal(expected, result[..300].Concat(result[330..]));
        float background = normalization == ImageNormalization.Percentile ? 0 : expected.Min();
        Assert.All(result[300..330], value => Assert.Equal(background, value));
    }

    [Theory]
    [InlineData(ImageNormalization.Percentile, 10)]
    [InlineData(ImageNormalization.WholeImage, 0)]
    [InlineData(ImageNormalization.None, 0)]
    public void What_is_not_finite_can_become_background_before(ImageNormalization normalization, float background)
    {
        // Of 0 … 1000 in a second channel, whose first percentile is 10.
        float[] finite = [.. Enumerable.Range(0, 1001).Select(i => (float)(i * 4 % 1001))], first = [.. finite, 0, 0, 0];
        var image = new CellImage(2, 4, 251, [.. first, .. finite, float.NaN, float.PositiveInfinity, float.NegativeInfinity]) { ChannelNames = ["a", "b"] };
        var filled = ImageNormalizer.FillNonFinite(image, normalization);
        Assert.Equal([.. first, .. finite, background, background, background], filled.Pixels);
        Assert.Equal(image.ChannelNames, filled.ChannelNames);
        Assert.True(float.IsNaN(image.Pixels[^3]));
        Assert.Same(filled, ImageNormalizer.FillNonFinite(filled, normalization));
        Assert.Throws<CellSegException>(() => ImageNormalizer.FillNonFinite(new CellImage(1, 1, 2, [float.NaN, float.NaN]), normalization));
    }

    [Theory]
    [InlineData(ImageNormalization.Percentile)]
    [InlineData(ImageNormalization.WholeImage)]
    [InlineData(ImageNormalization.None)]
    public void An_image_without_a_finite_value_is_refused_by_name(ImageNormalization normalization)
    {
        var nothing = new CellImage(1, 1, 2, [float.NaN, float.PositiveInfinity]);
        var error = Assert.Throws<CellSegException>(() => ImageNormalizer.Normalize(nothing, normalization, name: "cells.tif"));
        Assert.Equal(("cells.tif", "it has no finite value, only NaN or infinity"), (error.Target, error.Reason));
        var half = new CellImage(2, 1, 2, [1, 2, float.NaN, float.NaN]);
        Assert.Contains("channel 1", Assert.Throws<CellSegException>(() => ImageNormalizer.Normalize(half, normalization)).Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(ImageNormalization.Percentile)]
    [InlineData(ImageNormalization.WholeImage)]
    [InlineData(ImageNormalization.None)]
    public void Bands_become_what_the_whole_image_becomes_to_the_bit(ImageNormalization normalization)
    {
        // More rows than are measured at a time; one channel of whole numbers and one of others, some of them not finite.
        var image = TestImages.Noise(300, 170, 6, channels: 2);
        foreach (ref float value in image.Plane(0))
            value = MathF.Round(value * 5000);
        for (int i = 0; i < image.Pixels.Length; i += 997)
            image.Pixels[i] = float.NaN;
        var rows = ImageNormalizer.Normalize((IImageRows)image, normalization, 3, 97);
        RowsReading.AssertBands(ImageNormalizer.Normalize(image, normalization, 3, 97), rows);
        var nothing = new CellImage(1, 1, 2, [float.NaN, float.PositiveInfinity]);
        Assert.Equal("a.tif", Assert.Throws<CellSegException>(() => ImageNormalizer.Normalize((IImageRows)nothing, normalization, name: "a.tif")).Target);
    }

    [Fact]
    public void A_whole_image_is_summed_up_in_the_order_of_its_pixels()
    {
        var image = TestImages.Noise(300, 170, 7);
        double sum = 0, squares = 0;
        foreach (float value in image.Pixels)
            sum += value;
        double mean = sum / image.Pixels.Length;
        foreach (float value in image.Pixels)
            squares += (value - mean) * (value - mean);
        double divisor = Math.Sqrt(squares / image.Pixels.Length) + 1e-7;
        Assert.Equal(
            image.Pixels.Select(value => (float)((value - mean) / divisor)), ImageNormalizer.Normalize(image, ImageNormalization.WholeImage).Pixels);
    }
}

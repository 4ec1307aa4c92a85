using CellSeg.Core.Tests.Cases;
using CellSeg.Models;
using static TorchSharp.torch;

namespace CellSeg.Core.Tests.Models.Networks;

/// <summary>Compares the features of a backbone with those that an independent network computed from the same image.</summary>
internal static class FeatureCases
{
    /// <summary>Fails where a level is of another shape, or a number of it differs by more than 1e-4 of the level's standard deviation.</summary>
    /// <param name="model">A model with the weights of the case.</param>
    /// <param name="cases">The file of expected numbers.</param>
    public static void Check(SegmentationModel model, string cases)
    {
        var expected = CaseFile.Read(cases);
        int size = expected.GetProperty("size").GetInt32();
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        var levels = model.Network.Backbone.forward(tensor(FormulaImage(size), [1, 3, size, size]), ScalarType.Float32);
        Assert.Equal(levels.Length, expected.GetProperty("levels").GetArrayLength());
        foreach (var (level, reference) in levels.Zip(expected.GetProperty("levels").EnumerateArray()))
        {
            double std = reference.GetProperty("std").GetDouble();
            float tolerance = (float)(1e-4 * std);
            float[] values = level.contiguous().data<float>().ToArray();
            Assert.Equal(reference.GetProperty("shape").EnumerateArray().Select(axis => axis.GetInt64()), level.shape.Skip(1));
            Assert.Equal(reference.GetProperty("mean").GetDouble(), values.Average(value => (double)value), tolerance);
            Assert.Equal(std, level.std(unbiased: false).item<float>(), tolerance);
            var places = reference.GetProperty("places").EnumerateArray().Select(place => place.GetInt32());
            CaseFile.AssertClose(
                [.. reference.GetProperty("values").EnumerateArray().Select(value => value.GetSingle())],
                [.. places.Select(place => values[place])], tolerance);
        }
    }

    private static float[] FormulaImage(int size)
    {
        var values = new float[3 * size * size];
        int i = 0;
        for (int c = 0; c < 3; c++)
        {
            for (int y = 0; y < size; y++)
            {
                for (int x = 0; x < size; x++)
                    values[i++] = (float)Math.Sin((0.1 * (c + 1) * y) + (0.05 * x));
            }
        }
        return values;
    }
}

using CellSeg.Core.Tests.Cases;
using CellSeg.Imaging.Morphology;

namespace CellSeg.Core.Tests.Imaging.Morphology;

public sealed class DistanceTransformTests
{
    [Fact]
    public void Distance_to_background_is_that_of_SciPy()
    {
        var cases = CaseFile.Read("transform-cases.json");
        var distances = new float[32 * 32];
        DistanceTransform.ToBackground(CaseFile.ReadLabels(cases.GetProperty("mask")), 32, 32, distances);
        CaseFile.AssertClose(CaseFile.ReadMap(cases.GetProperty("foreground_edt")), distances, 1e-6f);
    }

    [Fact]
    public void Distance_to_another_label_agrees_with_all_pairs_of_pixels()
    {
        var images = new RandomImages(1);
        for (int run = 0; run < 1000; run++)
        {
            int height = images.Next(1, 24), width = images.Next(1, 24);
            var labels = images.Labels(height, width, 4);
            var distances = new float[labels.Length];
            DistanceTransform.ToOtherLabel(labels, height, width, distances);
            Assert.Equal(NaiveMorphology.DistanceToOtherLabel(labels, height, width), distances);
        }
    }

    [Fact]
    public void Distance_to_background_ignores_which_cell_it_is()
    {
        var images = new RandomImages(2);
        for (int run = 0; run < 1000; run++)
        {
            int height = images.Next(1, 24), width = images.Next(1, 24);
            var labels = images.Labels(height, width, 4);
            var distances = new float[labels.Length];
            DistanceTransform.ToBackground(labels, height, width, distances);
            int[] foreground = [.. labels.Select(label => Math.Min(label, 1))];
            Assert.Equal(NaiveMorphology.DistanceToOtherLabel(foreground, height, width), distances);
        }
    }

    [Fact]
    public void An_image_without_background_has_no_distances()
    {
        var distances = new float[6];
        DistanceTransform.ToOtherLabel([3, 3, 3, 3, 3, 3], 2, 3, distances);
        Assert.All(distances, distance => Assert.Equal(float.PositiveInfinity, distance));
    }
}

using CellSeg.Evaluation.Counting;
using CellSeg.Imaging;

namespace CellSeg.Core.Tests.Evaluation.Counting;

public sealed class OverlapTableTests
{
    [Fact]
    public void Overlaps_are_found_wherever_runs_end()
    {
        // Runs that end at every place of a block of pixels, against a count pixel by pixel.
        var random = new Random(5);
        int[] truth = new int[4001], prediction = new int[4001];
        for (int i = 0; i < truth.Length; i++)
        {
            truth[i] = i > 0 && random.Next(20) != 0 ? truth[i - 1] : random.Next(0, 30);
            prediction[i] = i > 0 && random.Next(3) != 0 ? prediction[i - 1] : random.Next(0, 3000);
        }
        var table = OverlapTable.Create(new LabelImage(1, 4001, truth), new LabelImage(1, 4001, prediction));
        var expected = truth.Zip(prediction).Where(pair => pair is { First: > 0, Second: > 0 }).CountBy(pair => pair).OrderBy(pair => pair.Key);
        var actual = new List<KeyValuePair<(int First, int Second), int>>();
        foreach (var (t, p, pixels) in table.Overlaps)
            actual.Add(new((table.TruthLabels[t], table.PredictionLabels[p]), pixels));
        Assert.Equal(expected, actual.OrderBy(pair => pair.Key));
        Assert.Equal(truth.Count(id => id > 0), table.TruthForeground);
        Assert.Equal(truth.Zip(prediction).Count(pair => pair.First > 0 || pair.Second > 0), table.UnitedForeground);
    }
}

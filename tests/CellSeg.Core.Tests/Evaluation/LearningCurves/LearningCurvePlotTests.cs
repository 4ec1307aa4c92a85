using System.Buffers.Binary;
using System.Globalization;
using System.Xml.Linq;
using CellSeg.Core.Tests.Support;
using CellSeg.Evaluation.LearningCurves;

namespace CellSeg.Core.Tests.Evaluation.LearningCurves;

public sealed class LearningCurvePlotTests
{
    private static readonly LearningCurveFit Fit = LearningCurve.Fit(
        [new(0, 0.6), new(5, 0.72), new(5, 0.74), new(10, 0.8), new(10, 0.81), new(25, 0.85), new(50, 0.87)], name: "mine");

    [Fact]
    public void A_png_file_has_twice_the_pixels_of_the_figure()
    {
        using var folder = new TemporaryFolder();
        LearningCurvePlot.Write(folder["new", "curve.PNG"], [Fit]);
        byte[] file = File.ReadAllBytes(folder["new", "curve.PNG"]);
        Assert.Equal([137, 80, 78, 71, 13, 10, 26, 10], file[..8]);
        Assert.Equal((1600, 1000), (BinaryPrimitives.ReadInt32BigEndian(file.AsSpan(16)), BinaryPrimitives.ReadInt32BigEndian(file.AsSpan(20))));
    }

    [Fact]
    public void A_figure_says_what_is_in_it()
    {
        using var folder = new TemporaryFolder();
        var flat = LearningCurve.Fit([new(5, 0.5), new(10, 0.5), new(400, 0.5)], name: "flat");
        LearningCurvePlot.Write(folder["curve.svg"], [Fit, flat]);
        string[] texts = ReadTexts(folder["curve.svg"]);
        Assert.Contains("annotated images or cells", texts);
        Assert.Contains("mine: before training", texts);
        Assert.Contains("mine: 90 % interval", texts);
        Assert.Contains(texts, text => text.StartsWith("mine: 0.", StringComparison.Ordinal) && text.Contains("n^-", StringComparison.Ordinal));
        Assert.Contains("flat: 0.500", texts);
        // Three points have no interval.
        Assert.DoesNotContain("flat: 90 % interval", texts);
        // From the smallest count of all to four times the largest.
        Assert.Equal(["5", "10", "20", "50", "100", "200", "500", "1000"], texts.Where(text => int.TryParse(text, out int count) && count > 1));
    }

    [Fact]
    public void A_figure_is_the_same_in_every_culture()
    {
        using var folder = new TemporaryFolder();
        LearningCurvePlot.Write(folder["curve.svg"], [Fit]);
        var culture = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo("de-DE");
            LearningCurvePlot.Write(folder["kurve.svg"], [Fit]);
            Assert.Equal("de-DE", CultureInfo.CurrentCulture.Name);
        }
        finally
        {
            CultureInfo.CurrentCulture = culture;
        }
        Assert.Contains("0.8", ReadTexts(folder["kurve.svg"]));
        Assert.Equal(ReadTexts(folder["curve.svg"]), ReadTexts(folder["kurve.svg"]));
    }

    [Theory]
    [InlineData("curve.jpg")]
    [InlineData("curve")]
    public void Other_files_are_refused(string name)
    {
        using var folder = new TemporaryFolder();
        var failure = Assert.Throws<CellSegException>(() => LearningCurvePlot.Write(folder[name], [Fit]));
        Assert.Equal(folder[name], failure.Target);
        Assert.Empty(Directory.GetFileSystemEntries(folder.Path));
    }

    private static string[] ReadTexts(string svg)
        => [.. XDocument.Load(svg).Descendants().Where(element => element.Name.LocalName == "text").Select(text => text.Value.Trim())];
}

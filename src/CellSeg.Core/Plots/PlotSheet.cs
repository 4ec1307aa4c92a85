using System.Text;
using System.Text.RegularExpressions;
using ScottPlot;
using SkiaSharp;

namespace CellSeg.Plots;

/// <summary>Several plots on one sheet, each in its place, as one figure.</summary>
/// <param name="width">The sheet's width in units of which a letter is about 12 high.</param>
/// <param name="height">Its height.</param>
internal sealed partial class PlotSheet(int width, int height) : IDisposable
{
    private readonly List<(Plot Plot, PixelRect Place)> _plots = [];

    /// <summary>Adds a plot, which the sheet owns from now on.</summary>
    /// <param name="plot">The plot.</param>
    /// <param name="left">Where its left edge is.</param>
    /// <param name="top">Where its upper edge is.</param>
    /// <param name="plotWidth">Its width.</param>
    /// <param name="plotHeight">Its height.</param>
    public void Add(Plot plot, int left, int top, int plotWidth, int plotHeight)
    {
        plot.Font.Set(FigureFont.Name);
        // Each would take those before it off the sheet.
        plot.RenderManager.ClearCanvasBeforeEachRender = false;
        _plots.Add((plot, new PixelRect(left, left + plotWidth, top + plotHeight, top)));
    }

    [GeneratedRegex("""(?<=\bid="|url\(#|href="#)[a-z]+_[0-9a-f]+""")]
    private static partial Regex Name { get; }

    /// <summary>The sheet as SVG, the same text for the same sheet.</summary>
    public string ToSvg()
    {
        using var stream = new MemoryStream();
        // The end of the text is written with the canvas' own end.
        using (var canvas = SKSvgCanvas.Create(new SKRect(0, 0, width, height), stream))
            Draw(canvas, 1);
        // Names have the number of all that the process has drawn; here they are counted anew.
        var names = new Dictionary<string, string>();
        return Name.Replace(Encoding.UTF8.GetString(stream.ToArray()), match =>
        {
            if (!names.TryGetValue(match.Value, out string? name))
                names.Add(match.Value, name = FormattableString.Invariant($"name_{names.Count}"));
            return name;
        });
    }

    /// <summary>Writes the sheet as PNG, with twice as many pixels as it has units.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="IOException">It cannot be written.</exception>
    public void WritePng(string path)
    {
        const int Scale = FigureFile.PngScale;
        using var surface = SKSurface.Create(new SKImageInfo(Scale * width, Scale * height));
        Draw(surface.Canvas, Scale);
        using var image = surface.Snapshot();
        using var data = image.Encode(SKEncodedImageFormat.Png, 100);
        File.WriteAllBytes(path, data.ToArray());
    }

    /// <summary>Frees the plots.</summary>
    public void Dispose()
    {
        foreach (var (plot, _) in _plots)
            plot.Dispose();
    }

    private void Draw(SKCanvas canvas, int scale) => FigureFile.DrawInvariant(() =>
    {
        canvas.Clear(SKColors.White);
        // Not by the plots' own factor, which is left on the canvas.
        canvas.Scale(scale);
        foreach (var (plot, place) in _plots)
            plot.Render(canvas, place);
    });
}

using CellSeg.Plots;

namespace CellSeg.Studies.Figures;

/// <summary>A figure of a report.</summary>
public sealed class StudyFigure
{
    private readonly Func<PlotSheet> _draw;

    internal StudyFigure(string name, string title, string caption, Func<PlotSheet> draw)
        => (Name, Title, Caption, _draw) = (name, title, caption, draw);

    /// <summary>The name of its files, without extension.</summary>
    public string Name { get; }

    /// <summary>What it shows.</summary>
    public string Title { get; }

    /// <summary>How to read it.</summary>
    public string Caption { get; }

    /// <summary>The figure as SVG.</summary>
    public string ToSvg()
    {
        using var sheet = _draw();
        return sheet.ToSvg();
    }

    /// <summary>Writes the figure as PNG.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="IOException">It cannot be written.</exception>
    public void WritePng(string path)
    {
        using var sheet = _draw();
        sheet.WritePng(path);
    }
}

using CellSeg.Files;
using CellSeg.Studies.Claims;
using CellSeg.Studies.Reports.Pages;

namespace CellSeg.Studies.Reports.Writing;

/// <summary>Writes a report: a page, figures, tables and claims, all of them or none.</summary>
public static class StudyReportWriter
{
    /// <summary>Writes a report.</summary>
    /// <param name="report">The report.</param>
    /// <param name="folder">The folder, which need not exist.</param>
    /// <param name="overwrite">Whether the files of an older report are replaced.</param>
    /// <returns>The files.</returns>
    /// <exception cref="OutputConflictException">There is such a file, and it may not be replaced.</exception>
    /// <exception cref="CellSegException">One cannot be written; every file is as it was before.</exception>
    public static StudyReportFiles Write(StudyReport report, string folder, bool overwrite = false)
    {
        ArgumentNullException.ThrowIfNull(report);
        var output = new OutputFolder(folder, overwrite);
        var svgs = report.Figures.ToDictionary(figure => figure, figure => figure.ToSvg());
        string page = ReportPage.Create(report, figure => svgs[figure]);

        (string Path, Action<string> Write)[] tables =
        [
            .. report.Tables.Select(table => (output.GetPath($"tables/table-{table.Number}.csv"), Table(table.Rows))),
            (output.GetPath("tables/data-size-fit.csv"), Table(report.Fits)),
        ];
        (string Path, Action<string> Write)[] figures =
        [
            .. report.Figures.Select(figure => (output.GetPath($"figures/{figure.Name}.png"), (Action<string>)figure.WritePng)),
            .. report.Figures.Select(figure => (output.GetPath($"figures/{figure.Name}.svg"), Text(svgs[figure]))),
        ];
        var claims = (Path: output.GetPath("claims.csv"), Write: Table<ClaimRow>([.. report.Claims.SelectMany(ClaimRow.Create)]));
        var html = (Path: output.GetPath("report.html"), Write: Text(page));
        // The page comes last, so that whoever waits for it finds all.
        output.Write(report.TableName ?? "the study", [.. tables, .. figures, claims, html]);
        return new StudyReportFiles
        {
            Path = html.Path,
            ClaimPath = claims.Path,
            TablePaths = [.. tables.Select(table => table.Path)],
            FigurePaths = [.. figures.Select(figure => figure.Path)],
            TrainingCount = report.Trainings.All.Count,
            Claims = report.Claims,
        };
    }

    private static Action<string> Table<T>(IReadOnlyCollection<T> rows) => path => TableFile.Write(path, rows);

    private static Action<string> Text(string text) => path => File.WriteAllText(path, text);
}

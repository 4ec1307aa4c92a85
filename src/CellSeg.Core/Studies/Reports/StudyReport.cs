using System.Security.Cryptography;
using CellSeg.Studies.Claims;
using CellSeg.Studies.Comparison;
using CellSeg.Studies.Figures;
using CellSeg.Studies.Results;
using CellSeg.Studies.Tables;

namespace CellSeg.Studies.Reports;

/// <summary>What a study found: the thesis' claims judged, its tables and figures with the study's numbers, and what more data would bring.</summary>
public sealed class StudyReport
{
    private const string TableFileName = "study.csv";

    private StudyReport(StudyTrainings trainings, StudyReportOptions options)
    {
        (Trainings, Options) = (trainings, options);
        var series = SizeSeries.FindAll(trainings);
        var chosen = SizeSeries.Choose(series);
        Claims = ClaimJudge.Judge(ThesisClaims.All, trainings, options.Margin, options.Seed);
        Tables = ReportTables.Create(trainings, options.Seed);
        var fits = series.Select(one => (Series: one, Curve: one.Fit(trainings.Score, options.Seed))).Where(fit => fit.Curve is not null).ToList();
        Fits = [.. fits.Select(fit => new DataSizeFit(fit.Series, fit.Curve!, trainings.IsJudgedAfter))];
        var drawn = fits.Where(fit => chosen.Contains(fit.Series)).Select(fit => (fit.Series.Settings, fit.Curve!)).ToList();
        Figures = [.. StudyFigures.Create(chosen, trainings.MinimumArea), .. drawn.Count > 0 ? [StudyFigures.CreateFits(drawn)] : Array.Empty<StudyFigure>()];
    }

    /// <summary>The trainings.</summary>
    public StudyTrainings Trainings { get; }

    /// <summary>What was asked.</summary>
    public StudyReportOptions Options { get; }

    /// <summary>What the study says of each claim of the thesis.</summary>
    public IReadOnlyList<ClaimResult> Claims { get; }

    /// <summary>Tables 2 to 8.</summary>
    public IReadOnlyList<ReportTable> Tables { get; }

    /// <summary>Figures 3 to 5 and that of the fits; none where the study has one size of the data alone.</summary>
    public IReadOnlyList<StudyFigure> Figures { get; }

    /// <summary>F1 against data size, for each kind of model with three sizes or more.</summary>
    public IReadOnlyList<DataSizeFit> Fits { get; }

    /// <summary>The name of the table that the report is made of; null where it is not of a file.</summary>
    public string? TableName { get; private init; }

    /// <summary>The SHA-256 of the table; null where it is not of a file.</summary>
    public string? TableHash { get; private init; }

    /// <summary>Makes the report of a study.</summary>
    /// <param name="path">Its folder, in which its table is study.csv, or the table.</param>
    /// <param name="options">What is asked; the defaults when null.</param>
    /// <exception cref="CellSegException">An option is out of range, or the table cannot be read or used.</exception>
    public static StudyReport Read(string path, StudyReportOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        options ??= new StudyReportOptions();
        options.Validate();
        string table = Directory.Exists(path) ? Path.Combine(path, TableFileName) : path;
        if (!File.Exists(table))
        {
            throw new CellSegException(
                table, Directory.Exists(path) ? "there is no table of a study here" : "there is no such file or folder",
                $"Give the folder of a study that has {TableFileName}, or the table itself")
            {
                IsMissing = true,
            };
        }
        var records = StudyTableReader.Read(table);
        using var stream = File.OpenRead(table);
        return new StudyReport(new StudyTrainings(records), options)
        {
            TableName = Path.GetFileName(table),
            TableHash = Convert.ToHexStringLower(SHA256.HashData(stream)),
        };
    }

    /// <summary>Makes the report of a study.</summary>
    /// <param name="records">The rows of its table, at least one.</param>
    /// <param name="options">What is asked; the defaults when null.</param>
    /// <exception cref="CellSegException">An option is out of range.</exception>
    public static StudyReport Create(IReadOnlyCollection<StudyRecord> records, StudyReportOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(records);
        ArgumentOutOfRangeException.ThrowIfZero(records.Count);
        options ??= new StudyReportOptions();
        options.Validate();
        return new StudyReport(new StudyTrainings(records), options);
    }
}

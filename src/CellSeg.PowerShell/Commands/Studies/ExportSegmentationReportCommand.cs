using System.Management.Automation;
using CellSeg.PowerShell.Abstractions;
using CellSeg.Studies.Reports;
using CellSeg.Studies.Reports.Writing;
using CellSeg.Studies.Running;

namespace CellSeg.PowerShell.Commands.Studies;

/// <summary>
/// Writes what a study found: report.html, which needs no other file, with the claims of the thesis judged, its tables 2 to 8 and figures
/// 3 to 5 with the study's numbers, and what more data would bring; the figures as PNG and SVG, the tables and the claims as CSV. All
/// files appear, or none.
/// </summary>
/// <remarks>
/// What a study did not run is told as missing. A claim is Undecided where there are too few trainings, and it says how many it takes: a
/// test over three pairs cannot give a p below 0.25. The report is the same, number for number, whenever it is made of the same table.
/// </remarks>
[Cmdlet(VerbsData.Export, "SegmentationReport", SupportsShouldProcess = true)]
[OutputType(typeof(StudyReportFiles))]
public sealed class ExportSegmentationReportCommand : CellSegCmdlet
{
    /// <summary>The folder of a study, whose table study.csv is made anew of the trainings that are done, or the table.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [ValidateNotNullOrEmpty]
    public string Path { get; set; } = "";

    /// <summary>The folder of the report, which is made if it is not there.</summary>
    [Parameter(Mandatory = true, Position = 1)]
    [ValidateNotNullOrEmpty]
    public string DestinationPath { get; set; } = "";

    /// <summary>
    /// The difference of F1 that does not matter, 0.01 when left out: claims that something has no effect, or matches something else, hold
    /// within it.
    /// </summary>
    [Parameter]
    [OptionOf<StudyReportOptions>]
    public double Margin { get; set; }

    /// <summary>Seed of the bootstraps, and of tests over more than 16 pairs.</summary>
    [Parameter]
    [OptionOf<StudyReportOptions>]
    public int Seed { get; set; }

    /// <summary>Sentences for the summary, such as the processor and the budget.</summary>
    [Parameter]
    [ValidateNotNull]
    [OptionOf<StudyReportOptions>]
    public string[] Note { get; set; } = [];

    /// <summary>Replaces the files of an older report. Others that are in the folder stay.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>Returns the files, and what the study says of each claim.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <summary>Makes and writes the report.</summary>
    protected override void EndProcessing()
    {
        var options = WithBound(new StudyReportOptions());
        OrEnd(options.Validate, Errors.InvalidOption);
        string source = OrEnd(() => GetOutputPath(Path), Errors.PathNotFound);
        string destination = OrEnd(() => GetOutputPath(DestinationPath), Errors.PathNotFound);
        if (!ShouldProcess(destination, $"Write the report of {source}"))
            return;
        bool force = Force;
        if (StudyFolder.Exists(source))
            RefreshTable(source);
        var report = OrEnd(() => RunInBackground("Judging the study", _ => StudyReport.Read(source, options)), Errors.StudyUnreadable);
        OrSkip(() =>
        {
            var files = RunInBackground("Writing the report", _ => StudyReportWriter.Write(report, destination, force));
            if (PassThru)
                WriteObject(files);
        }, Errors.ReportNotWritten);
    }

    /// <summary>A study that is not done has a table of nothing, or of an earlier run.</summary>
    private void RefreshTable(string folder)
    {
        try
        {
            var study = StudyFolder.Open(folder);
            study.WriteTables();
            var state = study.Describe();
            if (state.Done < state.Total)
                WriteWarning($"{folder}: {state.Done} of {state.Total} trainings are done, and the report is of these.");
        }
        catch (CellSegException e)
        {
            WriteWarning($"The study's table could not be made anew, and the report is of the one that is there. {e.Message}");
        }
    }
}

using System.Management.Automation;
using CellSeg.PowerShell.Abstractions;
using CellSeg.Studies.Running;

namespace CellSeg.PowerShell.Commands.Studies;

/// <summary>Tells how far a study is, wherever it runs: what is done, at work, waiting or failed, and how long it will take.</summary>
[Cmdlet(VerbsCommon.Get, "SegmentationStudy")]
[OutputType(typeof(SegmentationStudy), typeof(StudyTraining))]
public sealed class GetSegmentationStudyCommand : CellSegCmdlet
{
    /// <summary>The folder of the study, as Start-SegmentationStudy was told.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    public string Path { get; set; } = null!;

    /// <summary>Gives a record of each training in the place of one of the study.</summary>
    [Parameter]
    public SwitchParameter Detailed { get; set; }

    /// <summary>Looks at one study.</summary>
    protected override void ProcessRecord() => OrSkip(() =>
    {
        var study = StudyFolder.Open(SessionPath.GetFull(this, Path)).Describe();
        if (Detailed)
            WriteObject(study.Trainings, enumerateCollection: true);
        else
            WriteObject(study);
    }, Errors.StudyUnreadable);
}

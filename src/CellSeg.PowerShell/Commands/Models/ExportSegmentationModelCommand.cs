using System.Management.Automation;
using CellSeg.Models;
using CellSeg.PowerShell.Abstractions;

namespace CellSeg.PowerShell.Commands.Models;

/// <summary>Saves a model as a folder.</summary>
[Cmdlet(VerbsData.Export, "SegmentationModel", SupportsShouldProcess = true)]
[OutputType(typeof(DirectoryInfo))]
public sealed class ExportSegmentationModelCommand : CellSegCmdlet
{
    /// <summary>The model, or the result of a training.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true)]
    [ModelTransformation]
    [ValidateNotNull]
    public SegmentationModel Model { get; set; } = null!;

    /// <summary>The folder; made when missing.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [ValidateNotNullOrEmpty]
    public string Path { get; set; } = "";

    /// <summary>Replaces a model that is in the folder.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>Writes the folder as an object, too.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <summary>Saves one model.</summary>
    protected override void ProcessRecord()
    {
        string folder = OrEnd(() => GetOutputPath(Path), Errors.PathNotFound);
        if (ModelFolder.Exists(folder) && !Force)
        {
            WriteError(Errors.ModelExists(folder));
            return;
        }
        if (ShouldProcess(folder, $"Save the model {Model.Name}")
            && OrSkip(() => ModelFolder.Save(Model, folder), Errors.ModelNotSaved) && PassThru)
            WriteObject(new DirectoryInfo(folder));
    }
}

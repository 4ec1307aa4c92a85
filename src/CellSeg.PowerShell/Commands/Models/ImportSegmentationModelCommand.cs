using System.Management.Automation;
using CellSeg.Models;
using CellSeg.PowerShell.Abstractions;

namespace CellSeg.PowerShell.Commands.Models;

/// <summary>Loads saved models. A model is a folder with model.json and weights.safetensors; no code of it is run.</summary>
[Cmdlet(VerbsData.Import, "SegmentationModel", DefaultParameterSetName = PathSet)]
[OutputType(typeof(SegmentationModel))]
public sealed class ImportSegmentationModelCommand : PathCmdlet
{
    /// <summary>Loads the models of this record.</summary>
    protected override void ProcessRecord()
    {
        foreach (string path in GetInputPaths())
            OrSkip(() => WriteObject(ModelFolder.Load(path)), Errors.ModelUnreadable);
    }
}

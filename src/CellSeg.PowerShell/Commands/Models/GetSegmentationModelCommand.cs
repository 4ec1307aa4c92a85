using System.Management.Automation;
using CellSeg.Models;
using CellSeg.PowerShell.Abstractions;
using CellSeg.PowerShell.Completion;

namespace CellSeg.PowerShell.Commands.Models;

/// <summary>
/// Lists the models that came with the module or, with <c>-Path</c>, those that were saved in folders, without loading their
/// weights. What it lists goes to the parameter <c>-Model</c> of other commands.
/// </summary>
[Cmdlet(VerbsCommon.Get, "SegmentationModel")]
[OutputType(typeof(SavedModel))]
public sealed class GetSegmentationModelCommand : CellSegCmdlet
{
    private readonly HashSet<string> _found = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Names of models, with wildcards. All when left out.</summary>
    [Parameter(Position = 0)]
    [ArgumentCompleter(typeof(ModelNameCompleter))]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[] Name { get; set; } = ["*"];

    /// <summary>Folders of models, or folders in which such folders lie. The module's own when left out.</summary>
    [Parameter(ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("FullName", "PSPath")]
    [ValidateNotNullOrEmpty]
    public string[]? Path { get; set; }

    /// <summary>Lists the models of this record.</summary>
    protected override void ProcessRecord()
    {
        if (Path is null)
            OrSkip(() => List(ModelLibrary.BundledFolder, isBundled: true), Errors.PathNotFound);
        foreach (string path in Path ?? [])
            OrSkip(() => List(SessionPath.GetFull(this, path), isBundled: false), Errors.PathNotFound);
    }

    /// <summary>Tells which names nothing has.</summary>
    protected override void EndProcessing()
    {
        foreach (string name in Name.Where(name => !WildcardPattern.ContainsWildcardCharacters(name) && !_found.Contains(name)))
            WriteError(Errors.ModelNotFound(name));
    }

    private void List(string root, bool isBundled)
    {
        var folders = ModelLibrary.FindFolders(root);
        if (folders.Count == 0 && !isBundled)
        {
            OrSkip(() => throw new CellSegException(
                root, Directory.Exists(root) ? "there is no model in this folder or its sub-folders" : "there is no such folder",
                "Give a folder that Export-SegmentationModel or Start-ModelTraining wrote, or the one above it")
            {
                IsMissing = !Directory.Exists(root),
            }, Errors.ModelUnreadable);
        }
        var patterns = Name.Select(name => WildcardPattern.Get(name, WildcardOptions.IgnoreCase)).ToList();
        foreach (string folder in folders)
        {
            OrSkip(() =>
            {
                var model = ModelFolder.Describe(folder) with { IsBundled = isBundled };
                // The bundled models are chosen by their folders' names.
                string name = isBundled ? System.IO.Path.GetFileName(folder) : model.Name;
                if (!patterns.Exists(pattern => pattern.IsMatch(name)))
                    return;
                _found.Add(name);
                WriteObject(model);
            }, Errors.ModelUnreadable);
        }
    }
}

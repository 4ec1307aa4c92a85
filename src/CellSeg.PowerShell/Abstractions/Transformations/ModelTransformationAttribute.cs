using System.Collections;
using System.Management.Automation;
using CellSeg.Models;
using CellSeg.Training;

namespace CellSeg.PowerShell.Abstractions.Transformations;

/// <summary>
/// Makes a model of what the user has: a model, the result of a training, the name of a bundled model, or a model folder. A
/// folder of the name of a bundled model is named by a path, such as <c>./nuclei</c>: the name alone is refused then.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class ModelTransformationAttribute : ArgumentTransformationAttribute
{
    /// <summary>Whether the parameter takes several models. Default: one, alone or as the only one of a list.</summary>
    public bool TakesSeveral { get; set; }

    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        ArgumentNullException.ThrowIfNull(engineIntrinsics);
        try
        {
            return Unwrap(inputData) switch
            {
                IList list when TakesSeveral => list.Cast<object?>().Select(item => FindListed(engineIntrinsics, item)).ToArray(),
                IList { Count: 1 } list => FindListed(engineIntrinsics, list[0]),
                IList { Count: > 1 } list => throw new CellSegException(
                    "Model", $"{list.Count} models were given, and one is taken here", "Give one; Invoke-CellSegmentation averages several"),
                _ => Find(engineIntrinsics, inputData),
            };
        }
        catch (CellSegException e)
        {
            throw new ArgumentTransformationMetadataException(e.Message, e);
        }
    }

    private static object FindListed(EngineIntrinsics engine, object? item)
        => Find(engine, item ?? throw new CellSegException("Model", "one in the list is null", "Give models, results of trainings or model folders"));

    private static object Find(EngineIntrinsics engine, object data) => Unwrap(data) switch
    {
        ModelTrainingResult result => result.Model,
        SavedModel saved => Load(engine, saved.Path),
        string path => Load(engine, FindBundled(engine, path) ?? path),
        FileSystemInfo folder => Load(engine, folder.FullName),
        // The binder reports what is of another type.
        var other => InputHints.FindForModel(other) is { } hint ? throw hint : data,
    };

    private static string? FindBundled(EngineIntrinsics engine, string name)
    {
        if (ModelLibrary.FindBundled(name) is not { } bundled)
            return null;
        string here = SessionPath.GetFull(engine.SessionState, name);
        if (here != bundled && ModelFolder.Exists(here))
        {
            throw new CellSegException(
                name, $"it is the name of a bundled model and of the folder {here}", $"Write ./{name} for the folder, or (Get-SegmentationModel {name})");
        }
        return bundled;
    }

    private static object? Unwrap(object? data) => data is PSObject wrapped ? wrapped.BaseObject : data;

    private static SegmentationModel Load(EngineIntrinsics engine, string path)
    {
        string full = SessionPath.GetFull(engine.SessionState, path);
        return Directory.Exists(full) || File.Exists(full) ? ModelFolder.Load(full) : throw new CellSegException(
            full, $"there is no such model folder, and no bundled model '{path}'",
            $"Bundled models are {string.Join(", ", ModelLibrary.BundledNames)}; a folder is one that Export-SegmentationModel or Start-ModelTraining wrote")
        {
            IsMissing = true,
        };
    }
}

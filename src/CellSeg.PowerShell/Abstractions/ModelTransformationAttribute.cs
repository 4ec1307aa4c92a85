using System.Management.Automation;
using CellSeg.Models;
using CellSeg.Training;

namespace CellSeg.PowerShell.Abstractions;

/// <summary>
/// Makes a model of what the user has: a model, the result of a training, the name of a bundled model, or a model folder. A
/// folder of the name of a bundled model is named by a path, such as <c>./nuclei</c>.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class ModelTransformationAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        ArgumentNullException.ThrowIfNull(engineIntrinsics);
        object? value = inputData is PSObject wrapped ? wrapped.BaseObject : inputData;
        return value switch
        {
            ModelTrainingResult result => result.Model,
            SavedModel saved => Load(engineIntrinsics, saved.Path),
            string path => Load(engineIntrinsics, ModelLibrary.FindBundled(path) ?? path),
            FileSystemInfo folder => Load(engineIntrinsics, folder.FullName),
            // The binder reports what is of another type.
            _ => inputData!,
        };
    }

    private static SegmentationModel Load(EngineIntrinsics engine, string path)
    {
        try
        {
            return ModelFolder.Load(SessionPath.GetFull(engine.SessionState, path));
        }
        catch (CellSegException e)
        {
            throw new ArgumentTransformationMetadataException(e.Message, e);
        }
    }
}

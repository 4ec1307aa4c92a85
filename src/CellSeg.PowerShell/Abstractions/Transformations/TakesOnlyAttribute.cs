using System.Management.Automation;

namespace CellSeg.PowerShell.Abstractions.Transformations;

/// <summary>
/// Marks a parameter that comes from the pipe: what comes in its place by mistake is refused with the name of the command that has
/// to come first, as far as that is known. The value itself stays as it is.
/// </summary>
/// <param name="type">What the parameter takes.</param>
[AttributeUsage(AttributeTargets.Property)]
public sealed class TakesOnlyAttribute(Type type) : ArgumentTransformationAttribute
{
    /// <summary>What the parameter takes.</summary>
    public Type Type => type;

    /// <summary>What the command takes by another parameter; null for nothing.</summary>
    public Type? Or { get; set; }

    /// <summary>Whether the command takes paths from the pipe as well, by another parameter. Default: no.</summary>
    public bool OrPath { get; set; }

    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        object? given = inputData is PSObject wrapped ? wrapped.BaseObject : inputData;
        bool isTaken = type.IsInstanceOfType(given) || Or?.IsInstanceOfType(given) is true;
        if (given is null || isTaken || (OrPath && given is string or string[] or FileSystemInfo or PSCustomObject))
            return inputData!;
        return InputHints.Find(type, inputData!, given) is { } hint ? throw new ArgumentTransformationMetadataException(hint.Message, hint) : inputData!;
    }
}

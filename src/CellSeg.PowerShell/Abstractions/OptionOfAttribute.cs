namespace CellSeg.PowerShell.Abstractions;

/// <summary>
/// Marks a parameter that sets an option of a record when it is given, by <see cref="CellSegCmdlet.WithBound"/>. When it is
/// not given, the record keeps the value that it has, so that a default stands in one place.
/// </summary>
/// <typeparam name="TOptions">The record.</typeparam>
/// <param name="path">
/// The option, with the names of the records that it lies in before it, such as <c>Temporal.Mode</c>. Default null: it has
/// the parameter's name.
/// </param>
[AttributeUsage(AttributeTargets.Property)]
public sealed class OptionOfAttribute<TOptions>(string? path = null) : Attribute
    where TOptions : class
{
    /// <summary>The option's name behind those of the records that it lies in; null is the parameter's own.</summary>
    public string? Path => path;
}

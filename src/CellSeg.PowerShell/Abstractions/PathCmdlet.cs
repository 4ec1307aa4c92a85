using System.Management.Automation;
using CellSeg.Imaging;

namespace CellSeg.PowerShell.Abstractions;

/// <summary>A command that reads files or folders which <c>-Path</c> or <c>-LiteralPath</c> name.</summary>
public abstract class PathCmdlet : CellSegCmdlet
{
    /// <summary>The parameter set of paths with wildcards.</summary>
    protected const string PathSet = "Path";

    /// <summary>The parameter set of exact paths.</summary>
    protected const string LiteralPathSet = "LiteralPath";

    /// <summary>Files or folders; wildcards are allowed.</summary>
    [Parameter(
        Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true, ParameterSetName = PathSet)]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public string[] Path { get; set; } = [];

    /// <summary>Files or folders by their exact names, in which brackets are no wildcards.</summary>
    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true, ParameterSetName = LiteralPathSet)]
    [Alias("PSPath", "FullName")]
    [ValidateNotNullOrEmpty]
    public string[] LiteralPath { get; set; } = [];

    /// <summary>Whether the input of this call is paths.</summary>
    private protected bool HasPaths => ParameterSetName is PathSet or LiteralPathSet;

    /// <summary>The full names of the files and folders of this record; an error record for each that is not there.</summary>
    private protected IEnumerable<string> GetInputPaths()
        => ResolvePaths(ParameterSetName == LiteralPathSet ? LiteralPath : Path);

    /// <summary>Resolves paths, by wildcards unless exact ones are being used.</summary>
    private protected IEnumerable<string> ResolvePaths(IEnumerable<string> paths)
    {
        bool isLiteral = ParameterSetName == LiteralPathSet;
        foreach (string path in paths)
        {
            IReadOnlyList<string> found = [];
            OrSkip(
                () => found = isLiteral ? [SessionPath.GetFull(this, path)] : SessionPath.Resolve(this, path), Errors.PathNotFound);
            foreach (string full in found)
                yield return full;
        }
    }

    /// <summary>The path itself or, of a folder, the files in it; an error record for a folder without any.</summary>
    private protected IReadOnlyList<string> ExpandFolder(string path, Func<string, IReadOnlyList<string>> list)
    {
        if (!Directory.Exists(path))
            return [path];
        IReadOnlyList<string> files = [];
        if (OrSkip(() => files = list(path), Errors.PathNotFound) && files.Count == 0)
            WriteError(Errors.NoImages(path));
        return files;
    }

    /// <summary>The files that paths name, or that are in the folders they name, put up for those of the same name.</summary>
    private protected FilePartners FindPartners(string[] partnerPaths, Func<string, IReadOnlyList<string>> list)
    {
        string[] paths = [.. ResolvePaths(partnerPaths)];
        var partners = new FilePartners { IsSingleFile = paths is [var only] && File.Exists(only) };
        foreach (string file in paths.SelectMany(path => ExpandFolder(path, list)))
            OrSkip(() => partners.Add(file), Errors.PartnerAmbiguous);
        return partners;
    }
}

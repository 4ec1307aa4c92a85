using System.Management.Automation;
using CellSeg.Imaging.Naming;
using CellSeg.PowerShell.Abstractions.Transformations;

namespace CellSeg.PowerShell.Abstractions;

/// <summary>A command that reads files or folders which <c>-Path</c> or <c>-LiteralPath</c> name.</summary>
public abstract class PathCmdlet : CellSegCmdlet
{
    /// <summary>The parameter set of paths with wildcards.</summary>
    protected const string PathSet = "Path";

    /// <summary>The parameter set of exact paths.</summary>
    protected const string LiteralPathSet = "LiteralPath";

    private readonly LeftOutFiles _leftOut = new();
    private readonly Dictionary<string, string> _roots = [];

    /// <summary>Files or folders to work on, with wildcards where they are wanted. Names and the files of Get-ChildItem may come from the pipe.</summary>
    [Parameter(
        Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true, ParameterSetName = PathSet)]
    [TakesOnly(typeof(string[]))]
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

    /// <summary>How label images are called in this call.</summary>
    private protected virtual LabelNames LabelNames => LabelNames.Known;

    /// <summary>Whether folders are looked into with all their sub-folders.</summary>
    private protected virtual bool IsRecursive => false;

    /// <summary>A folder that is not looked into when it is met as a sub-folder; null for none.</summary>
    private protected virtual string? ExcludedFolder => null;

    /// <summary>What to say where a folder has no images.</summary>
    private protected virtual string? FolderHint => "Sub-folders are not looked into";

    private bool IsPiped => MyInvocation.ExpectingInput;

    private bool IsLiteral => ParameterSetName == LiteralPathSet;

    private string[] InputPaths => IsLiteral ? LiteralPath : Path;

    /// <summary>Says what was left out of the pipe.</summary>
    protected override void EndProcessing() => WarnOfLeftOut();

    /// <summary>The full names of the files and folders of this record; an error record for each that is not there.</summary>
    private protected IEnumerable<string> GetInputPaths()
        => InputPaths.SelectMany(path => Resolve(path, IsLiteral).Where(full => IsLiteral || !SessionPath.IsPattern(path) || !ImageFiles.IsJunk(full)));

    /// <summary>
    /// The files of this record: those that the call names, whatever they are, and those of a folder, a wildcard or the
    /// pipe that are wanted. An error record for each path that is not there, or brings nothing.
    /// </summary>
    /// <param name="choose">What is wanted.</param>
    /// <returns>The files, and whether they are one that the call names.</returns>
    private protected (IReadOnlyList<string> Files, bool IsSingleFile) FindInputFiles(Func<FileListing, IReadOnlyList<string>> choose)
        => FindFiles(InputPaths, IsLiteral, IsPiped, choose);

    /// <summary>
    /// The name of a file of this call below the folder by which it was found, with '/' between folders: the one that was given or, of
    /// a wildcard, the one before it. Null for a file that was named itself.
    /// </summary>
    private protected string? FindRelativePath(string file)
        => _roots.TryGetValue(file, out string? root) ? System.IO.Path.GetRelativePath(root, file).Replace('\\', '/') : null;

    /// <summary>The files that paths name or bring, put up for those of the same name.</summary>
    private protected FilePartners FindPartners(string[] paths, Func<FileListing, IReadOnlyList<string>> choose)
    {
        // Files from the pipe bind to -LiteralPath, which then says nothing of the other parameters.
        var (files, isSingleFile) = FindFiles(paths, IsLiteral && !IsPiped, isPiped: false, choose);
        var partners = new FilePartners(LabelNames) { IsSingleFile = isSingleFile };
        foreach (string file in files)
            OrSkip(() => partners.Add(file), Errors.PartnerAmbiguous);
        return partners;
    }

    /// <summary>Takes results of segmentations that are left out, for one warning.</summary>
    private protected void LeaveOut(IEnumerable<string> results) => _leftOut.AddResults(results);

    /// <summary>Says what was left out so far; in a pipe only at its end, for one warning a kind.</summary>
    private protected void WarnOfLeftOut()
    {
        foreach (string warning in _leftOut.TakeWarnings())
            WriteWarning(warning);
    }

    private (IReadOnlyList<string> Files, bool IsSingleFile) FindFiles(
        string[] paths, bool isLiteral, bool isPiped, Func<FileListing, IReadOnlyList<string>> choose)
    {
        var files = new List<string>();
        bool isNamed = !isPiped && paths.Length == 1;
        foreach (string path in paths)
        {
            var found = Resolve(path, isLiteral);
            string? root = !isLiteral && found.Count > 0 && WildcardPattern.ContainsWildcardCharacters(path) ? SessionPath.GetFixedPart(this, path) : null;
            bool isPattern = !isLiteral && SessionPath.IsPattern(path);
            // Who puts the name of a folder into the pipe names it; objects come from listing another one.
            if (isPattern || (isPiped && (isLiteral || !found.Any(Directory.Exists))))
                files.AddRange(Under(root, Choose(path, found, !isPattern || found.Count == 0)));
            else
                files.AddRange(found.SelectMany(item => Directory.Exists(item) ? Under(root ?? item, ExpandFolder(item)) : Under(root, [item])));
        }
        return (files, isNamed && files is [var only] && File.Exists(only));

        IReadOnlyList<string> ExpandFolder(string path)
        {
            isNamed = false;
            var chosen = new List<string>();
            if (LookInto(path, chosen, []) && chosen.Count == 0)
                WriteError(Errors.NoImages(path, FolderHint));
            return chosen;
        }

        IReadOnlyList<string> Choose(string path, IReadOnlyList<string> found, bool mayBeEmpty)
        {
            var listing = new FileListing(found, LabelNames);
            _leftOut.Add(listing, isFolder: false);
            var chosen = choose(listing);
            if (chosen.Count == 0 && !mayBeEmpty)
                WriteError(Errors.NoImages(path, hint: null));
            return chosen;
        }

        // What is in a folder that cannot be read is not known, which an error says.
        bool LookInto(string folder, List<string> chosen, HashSet<string> seen)
        {
            // A link to a folder above leads around in a circle.
            if (!seen.Add(Directory.ResolveLinkTarget(folder, returnFinalTarget: true)?.FullName ?? folder))
                return true;
            FileListing? listing = null;
            if (!OrSkip(() => listing = FileListing.OfFolder(folder, LabelNames), Errors.PathNotFound))
                return false;
            _leftOut.Add(listing!, isFolder: true);
            chosen.AddRange(choose(listing!));
            bool isRead = true;
            foreach (string inner in IsRecursive ? listing!.Folders.Where(inner => inner != ExcludedFolder) : [])
                isRead &= LookInto(inner, chosen, seen);
            return isRead;
        }

        IReadOnlyList<string> Under(string? root, IReadOnlyList<string> chosen)
        {
            foreach (string file in root is null ? [] : chosen)
                _roots[file] = root!;
            return chosen;
        }
    }

    private IReadOnlyList<string> Resolve(string path, bool isLiteral)
    {
        IReadOnlyList<string> found = [];
        OrSkip(() => found = isLiteral ? [SessionPath.GetFull(this, path)] : SessionPath.Resolve(this, path), Errors.PathNotFound);
        return found;
    }
}

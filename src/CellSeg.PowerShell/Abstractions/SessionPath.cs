using System.Management.Automation;

namespace CellSeg.PowerShell.Abstractions;

/// <summary>
/// File names as the session understands them: relative to its location (the process has another one), with its
/// drives and wildcards.
/// </summary>
internal static class SessionPath
{
    private const string FileSystem = "FileSystem";

    private static readonly char[] Separators = ['/', '\\'];

    /// <summary>The full name of a file or folder that need not exist; wildcards are taken literally.</summary>
    /// <exception cref="CellSegException">The path is not in the file system.</exception>
    public static string GetFull(PSCmdlet cmdlet, string path) => GetFull(cmdlet.SessionState, path);

    /// <inheritdoc cref="GetFull(PSCmdlet, string)"/>
    public static string GetFull(SessionState session, string path)
    {
        string full;
        ProviderInfo provider;
        try
        {
            full = session.Path.GetUnresolvedProviderPathFromPSPath(path, out provider, out _);
        }
        catch (Exception e) when (IsPathProblem(e))
        {
            throw Unusable(path, e);
        }
        return provider.Name == FileSystem ? full : throw OtherProvider(path, provider);
    }

    /// <summary>The full names of what is there by a name or wildcard.</summary>
    /// <exception cref="CellSegException">Nothing is, or it is not in the file system.</exception>
    public static IReadOnlyList<string> Resolve(PSCmdlet cmdlet, string path)
    {
        try
        {
            var found = cmdlet.GetResolvedProviderPathFromPSPath(path, out var provider);
            if (provider.Name != FileSystem)
                throw OtherProvider(path, provider);
            return found.Count > 0
                ? found
                : throw Missing(cmdlet, path, "no file or folder matches it", "Check the path and its wildcards");
        }
        catch (ItemNotFoundException)
        {
            throw Missing(cmdlet, path, "there is no such file or folder", "Check the path");
        }
        catch (Exception e) when (IsPathProblem(e))
        {
            throw Unusable(path, e);
        }
    }

    /// <summary>Whether the last part of a path is a wildcard, so that nobody names what it brings.</summary>
    public static bool IsPattern(string path)
    {
        string trimmed = path.TrimEnd(Separators);
        return WildcardPattern.ContainsWildcardCharacters(trimmed[(trimmed.LastIndexOfAny(Separators) + 1)..]);
    }

    /// <summary>The full name of the folder that stands before the first wildcard of a path.</summary>
    /// <exception cref="CellSegException">The path is not in the file system.</exception>
    public static string GetFixedPart(PSCmdlet cmdlet, string path)
    {
        int start = 0;
        for (int end; (end = path.IndexOfAny(Separators, start)) >= 0; start = end + 1)
        {
            if (WildcardPattern.ContainsWildcardCharacters(path[start..end]))
                break;
        }
        return GetFull(cmdlet, start == 0 ? "." : WildcardPattern.Unescape(path[..start]));
    }

    private static bool IsPathProblem(Exception e)
        => e is SessionStateException or ProviderInvocationException or PSArgumentException or PSNotSupportedException
            or IOException or UnauthorizedAccessException;

    private static CellSegException Missing(PSCmdlet cmdlet, string path, string reason, string remedy)
        => new(GetFull(cmdlet, path), reason, remedy) { IsMissing = true };

    private static CellSegException Unusable(string path, Exception e)
        => new(path, $"the path cannot be used ({e.Message.TrimEnd('.')})", "Give a path of the file system", e)
        {
            IsMissing = e is System.Management.Automation.DriveNotFoundException,
        };

    private static CellSegException OtherProvider(string path, ProviderInfo provider)
        => new(path, $"this is a path of {provider.Name}, not of the file system", "Give a path of the file system");
}

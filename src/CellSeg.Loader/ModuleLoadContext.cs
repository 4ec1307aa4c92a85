using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Runtime.InteropServices;
using System.Runtime.Loader;

namespace CellSeg.Loader;

/// <summary>
/// The assembly load context of the module: what the cmdlets depend on comes from the module's own folder, so that
/// other modules in the same session may bring other versions of the same libraries.
/// </summary>
/// <remarks>
/// What the folder does not have (the platform, System.Management.Automation) comes from the default context, and so
/// does this assembly, which PowerShell has loaded there: its types must exist only once. There is one context in a process,
/// because libtorch cannot be loaded twice: copies of the module share it.
/// </remarks>
public sealed class ModuleLoadContext : AssemblyLoadContext
{
    private const string CmdletAssembly = "CellSeg.PowerShell", LibraryAssembly = "CellSeg.Core";
    private const string OverrideVariable = "CELLSEG_LIBTORCH";

    private static readonly Lock Gate = new();

    private static ModuleLoadContext? _only;

    private readonly string _folder;
    private readonly string _ownName = typeof(ModuleLoadContext).Assembly.GetName().Name!;

    private ModuleLoadContext(string folder) : base("CellSeg") => _folder = folder;

    /// <summary>Loads the assembly of the cmdlets, or gives the one that is loaded where the folder has the same.</summary>
    /// <param name="folder">The folder with the module's assemblies and native libraries.</param>
    /// <exception cref="InvalidOperationException">Another build of the module is loaded in this process.</exception>
    public static Assembly LoadCmdlets(string folder)
    {
        string fullPath = Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder));
        lock (Gate)
        {
            if (_only is null)
                _only = new ModuleLoadContext(fullPath);
            else
                _only.RequireSame(fullPath);
            return _only.LoadFromAssemblyName(new AssemblyName(CmdletAssembly));
        }
    }

    /// <inheritdoc/>
    protected override Assembly? Load(AssemblyName assemblyName)
    {
        ArgumentNullException.ThrowIfNull(assemblyName);
        if (string.Equals(assemblyName.Name, _ownName, StringComparison.OrdinalIgnoreCase))
            return null;
        string path = Path.Combine(_folder, assemblyName.Name + ".dll");
        return File.Exists(path) ? LoadFromAssemblyPath(path) : null;
    }

    /// <inheritdoc/>
    protected override nint LoadUnmanagedDll(string unmanagedDllName)
    {
        // Zero hands the search on to the system, for libraries that are not the module's.
        return NativePaths.Candidates(unmanagedDllName, NativeFolders()).FirstOrDefault(File.Exists) is { } path
            ? NativeLibrary.Load(path)
            : 0;
    }

    private IEnumerable<string> NativeFolders()
    {
        if (Environment.GetEnvironmentVariable(OverrideVariable) is { Length: > 0 } chosen)
            yield return chosen;
        yield return _folder;
    }

    /// <summary>Throws unless a folder has the very assemblies that are loaded; its own may also have changed since.</summary>
    private void RequireSame(string folder)
    {
        foreach (string name in new[] { CmdletAssembly, LibraryAssembly })
        {
            var loaded = LoadFromAssemblyName(new AssemblyName(name));
            string path = Path.Combine(folder, name + ".dll");
            if (loaded.ManifestModule.ModuleVersionId != ReadVersionId(path))
            {
                throw new InvalidOperationException(
                    $"CellSeg {loaded.GetName().Version?.ToString(3)} of {Path.GetDirectoryName(_folder)} is loaded in this process, and "
                    + $"{Path.GetDirectoryName(folder)} has another build ({AssemblyName.GetAssemblyName(path).Version?.ToString(3)}). A process can hold "
                    + "one only: import the other in a new PowerShell.");
            }
        }
    }

    /// <summary>What tells two builds of an assembly apart.</summary>
    private static Guid ReadVersionId(string path)
    {
        using var file = new PEReader(File.OpenRead(path));
        var metadata = file.GetMetadataReader();
        return metadata.GetGuid(metadata.GetModuleDefinition().Mvid);
    }
}

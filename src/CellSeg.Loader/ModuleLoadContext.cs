using System.Reflection;
using System.Runtime.InteropServices;
using System.Runtime.Loader;

namespace CellSeg.Loader;

/// <summary>
/// The assembly load context of the module: what the cmdlets depend on comes from the module's own folder, so that
/// other modules in the same session may bring other versions of the same libraries.
/// </summary>
/// <remarks>
/// What the folder does not have (the platform, System.Management.Automation) comes from the default context, and so
/// does this assembly, which PowerShell has loaded there: its types must exist only once.
/// </remarks>
public sealed class ModuleLoadContext : AssemblyLoadContext
{
    private const string CmdletAssembly = "CellSeg.PowerShell";
    private const string OverrideVariable = "CELLSEG_LIBTORCH";

    private static readonly Lock Gate = new();
    private static readonly Dictionary<string, ModuleLoadContext> Contexts = [];

    private readonly string _folder;
    private readonly string _ownName = typeof(ModuleLoadContext).Assembly.GetName().Name!;

    private ModuleLoadContext(string folder) : base("CellSeg") => _folder = folder;

    /// <summary>Loads the assembly of the cmdlets. A second call for the same folder gives the same assembly.</summary>
    /// <param name="folder">The folder with the module's assemblies and native libraries.</param>
    public static Assembly LoadCmdlets(string folder)
    {
        string fullPath = Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder));
        lock (Gate)
        {
            if (!Contexts.TryGetValue(fullPath, out var context))
                Contexts.Add(fullPath, context = new ModuleLoadContext(fullPath));
            return context.LoadFromAssemblyName(new AssemblyName(CmdletAssembly));
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
}

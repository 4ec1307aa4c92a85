namespace CellSeg.Host;

/// <summary>Where the engine looks for modules.</summary>
internal static class ModulePath
{
    private const string Variable = "PSModulePath";

    /// <summary>Makes the module that was built with this host the first that its name finds.</summary>
    public static void PutFirst()
    {
        string own = Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "..", "module"));
        var others = (Environment.GetEnvironmentVariable(Variable) ?? "")
            .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Where(folder => folder != own);
        Environment.SetEnvironmentVariable(Variable, string.Join(Path.PathSeparator, others.Prepend(own)));
    }
}

namespace CellSeg.Build.Packaging;

/// <summary>Writes down which packages each project takes on each platform, to their very bytes (<c>build/Locks</c>).</summary>
public static class Locks
{
    /// <summary>Restores everything for every platform, and lets NuGet write what that came to.</summary>
    public static void Write()
    {
        // This machine's own comes last, because what was restored last is what is built next.
        foreach (string runtime in Repository.Runtimes.OrderBy(runtime => runtime == Repository.OwnRuntime))
        {
            string[] options = [$"-p:NativeRuntime={runtime}", "-p:RestoreLockedMode=false", "--force-evaluate", "--verbosity", "quiet"];
            Tool.Run("dotnet", ["restore", Repository.At("CellSeg.sln"), .. options]);
            // Not among what the solution builds, and so not among what it restores.
            Tool.Run("dotnet", ["restore", Repository.At("tests", "CellSeg.Pwsh"), .. options]);
            Tool.Run("dotnet", ["restore", Repository.At("tests", "Pester"), "--packages", Path.Combine(Repository.Artifacts, "packages"), .. options]);
        }
    }
}

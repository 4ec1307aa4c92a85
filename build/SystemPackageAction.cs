namespace CellSeg.Build;

/// <summary>What the build does about a library that the machine lacks.</summary>
public enum SystemPackageAction
{
    /// <summary>Nothing is missing.</summary>
    None,

    /// <summary>The package is installed, and what is done is printed.</summary>
    Install,

    /// <summary>The commands are printed for a person to run.</summary>
    Explain,
}

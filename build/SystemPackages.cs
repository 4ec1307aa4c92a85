using System.Runtime.InteropServices;

namespace CellSeg.Build;

/// <summary>
/// libtorch is compiled with GCC 13 and needs its C++ library. Debian 12 has an older one; Debian 13's can be put
/// beside everything else of Debian 12.
/// </summary>
public static class SystemPackages
{
    /// <summary>The newest symbol version that libtorch asks for.</summary>
    public const string NeededVersion = "GLIBCXX_3.4.32";

    private const string SourceFile = "/etc/apt/sources.list.d/cellseg-trixie.sources";
    private const string PreferencesFile = "/etc/apt/preferences.d/cellseg-trixie";

    private const string Source = """
        Types: deb
        URIs: http://deb.debian.org/debian
        Suites: trixie
        Components: main
        Signed-By: /usr/share/keyrings/debian-archive-keyring.gpg

        """;

    // Below the 500 of the machine's own release: nothing else is taken from the newer one by itself.
    private const string Preferences = """
        Package: *
        Pin: release n=trixie
        Pin-Priority: 100

        """;

    public static void Ensure(bool allowed)
    {
        if (!OperatingSystem.IsLinux())
            return;
        string? library = FindLibrary();
        bool present = library is not null && Contains(library, NeededVersion);
        bool isDebian = File.Exists("/etc/os-release") && File.ReadLines("/etc/os-release").Contains("ID=debian");
        switch (Decide(present, allowed, Environment.IsPrivilegedProcess, isDebian && Tool.Exists("apt-get")))
        {
            case SystemPackageAction.None:
                return;
            case SystemPackageAction.Install:
                Install();
                return;
            case SystemPackageAction.Explain:
                Console.Error.WriteLine(Explain(library, isDebian));
                return;
        }
    }

    /// <summary>What to do; separate from doing it, so that it can be tested on any machine.</summary>
    /// <param name="present">The C++ library is new enough.</param>
    /// <param name="allowed">The user has not refused changes to the machine.</param>
    /// <param name="isRoot">This process may install packages.</param>
    /// <param name="isDebian">The packages are Debian's; another distribution's must not be mixed with them.</param>
    public static SystemPackageAction Decide(bool present, bool allowed, bool isRoot, bool isDebian)
        => present ? SystemPackageAction.None
            : allowed && isRoot && isDebian ? SystemPackageAction.Install
            : SystemPackageAction.Explain;

    /// <summary>What a person has to do where the build may not do it.</summary>
    public static string Explain(string? library, bool isDebian)
    {
        string problem = $"WARNING: {library ?? "libstdc++.so.6"} lacks {NeededVersion}, so libtorch will not load here. ";
        return problem + (isDebian
            ? $"""
                As root:
                  cat > {SourceFile} <<'END'
                {Source}END
                  cat > {PreferencesFile} <<'END'
                {Preferences}END
                  apt-get update && apt-get install -y -t trixie libstdc++6
                """
            : "Install the libstdc++ of GCC 13 or later; Ubuntu 24.04, Fedora 38, Debian 13 and later releases have it.");
    }

    private static void Install()
    {
        Console.WriteLine($"The C++ library of this machine lacks {NeededVersion}, which libtorch needs.");
        Console.WriteLine($"Installing libstdc++6 of Debian 13 (--no-system-packages prevents it): writing {SourceFile} and {PreferencesFile}.");
        File.WriteAllText(SourceFile, Source);
        File.WriteAllText(PreferencesFile, Preferences);
        var quiet = new Dictionary<string, string?> { ["DEBIAN_FRONTEND"] = "noninteractive" };
        foreach (string[] arguments in (string[][])[["update"], ["install", "-y", "-t", "trixie", "libstdc++6"]])
        {
            if (Tool.TryRun("apt-get", arguments, quiet) is not 0 and var code)
                throw new BuildException($"apt-get ended with exit code {code}; {Explain(null, isDebian: true)}");
        }
    }

    /// <summary>The library that this process would use: .NET itself has it loaded.</summary>
    private static string? FindLibrary()
    {
        NativeLibrary.TryLoad("libstdc++.so.6", out _);
        return File.ReadLines("/proc/self/maps")
            .Where(line => line.Contains("/libstdc++.so", StringComparison.Ordinal))
            .Select(line => line[line.IndexOf('/', StringComparison.Ordinal)..])
            .FirstOrDefault();
    }

    private static bool Contains(string file, string text)
        => File.ReadAllBytes(file).AsSpan().IndexOf(System.Text.Encoding.ASCII.GetBytes(text)) >= 0;
}

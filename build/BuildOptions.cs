using CellSeg.Build.Packaging;

namespace CellSeg.Build;

/// <summary>The command line of the build.</summary>
public sealed record BuildOptions
{
    public const string Usage = """
        Usage: ./build.sh [COMMAND] [OPTIONS] [-- ARGUMENTS]
               ./build.ps1 the same; PowerShell wants the -- in quotes

        build        stages the module at artifacts/module/CellSeg, and gets PowerShell where there is none of 7.6 or later
        shell        starts PowerShell with the module at hand, built before where it is not;
                     arguments behind -- go to pwsh instead: ./build.sh shell -- -File script.ps1
        demo         builds, then runs examples/00-demo.ps1
        test         builds, then runs every test and ends with one line of counts
        benchmark    runs the benchmarks; the arguments behind -- are theirs
        pages        builds, then writes syntax and parameters of the cmdlets into the pages of docs/en-US anew
        wine         builds the module for Windows, then runs its tests under Wine
        package      builds, then packs the module as a zip file with its SHA-256 sum at artifacts/package; for linux-x64 and
                     for win-x64 where --runtime does not say otherwise
        lock         writes down the packages of every platform anew, after a change of Directory.Packages.props
        adapt        makes the libLibTorchSharp.so behind -- load on this machine; the build of the tests does it by itself

        --runtime RID          another platform than this machine's: linux-x64, win-x64 or osx-arm64
        --configuration NAME   Release (the default) or Debug
        --backend NAME         of build and package: cpu (the default), or cuda for a libtorch that computes on NVIDIA's
                               graphics cards too, which is several gigabytes to download
        """;

    private static readonly string[] Commands = ["build", "shell", "demo", "test", "benchmark", "wine", "package", "pages", "lock", "adapt", "help"];

    public string Command { get; private init; } = "build";

    /// <summary>The platform that was named; null where none was.</summary>
    public string? Runtime { get; private init; }

    /// <summary>The platforms to build for.</summary>
    public IReadOnlyList<string> Runtimes
        => Runtime is not null ? [Runtime] : Command == "package" ? Package.UsualRuntimes : [Repository.OwnRuntime];

    public TorchBackend Backend { get; private init; }

    public string Configuration { get; private init; } = "Release";

    /// <summary>What stands behind <c>--</c>, for the program that the command starts.</summary>
    public IReadOnlyList<string> Rest { get; private init; } = [];

    public static BuildOptions Parse(IReadOnlyList<string> args)
    {
        var options = new BuildOptions();
        for (int i = 0; i < args.Count; i++)
        {
            string Value() => ++i < args.Count ? args[i] : throw new BuildException($"{args[i - 1]} is followed by a value");
            switch (args[i])
            {
                case "--":
                    return options with { Rest = [.. args.Skip(i + 1)] };
                case "--runtime":
                    options = options with { Runtime = Known(Value(), Repository.Runtimes) };
                    break;
                case "--configuration":
                    options = options with { Configuration = Known(Value(), ["Release", "Debug"]) };
                    break;
                case "--backend":
                    options = options with { Backend = Enum.Parse<TorchBackend>(Known(Value(), Enum.GetNames<TorchBackend>())) };
                    break;
                case "-h" or "--help":
                    options = options with { Command = "help" };
                    break;
                case var word when i == 0 && !word.StartsWith('-'):
                    options = options with { Command = Known(word, Commands) };
                    break;
                case var word:
                    throw new BuildException($"{word} is not known.{Environment.NewLine}{Usage}");
            }
        }
        return options;
    }

    private static string Known(string word, IEnumerable<string> choices)
        => choices.FirstOrDefault(choice => string.Equals(choice, word, StringComparison.OrdinalIgnoreCase))
            ?? throw new BuildException($"{word} is not one of {string.Join(", ", choices)}");
}

using System.Runtime.InteropServices;
using TorchSharp;

namespace CellSeg.Models.Torch;

/// <summary>
/// Loads libtorch before the first use of TorchSharp. TorchSharp's own first touch, if it fails, leaves the process
/// unable to try again and says little; here a missing library ends in an error that says what to do.
/// </summary>
public static class TorchLibrary
{
    /// <summary>Names a folder with libtorch that is searched first, such as one with CUDA.</summary>
    public const string OverrideVariable = "CELLSEG_LIBTORCH";

    // In the order of their dependence; those of CUDA are only there in the user's folder. TorchSharp's own bridge comes last.
    private static readonly string[] Names = ["c10", CudaBase, CpuMain, CudaMain, "torch", "LibTorchSharp"];

    private const string CpuMain = "torch_cpu", CudaBase = "c10_cuda", CudaMain = "torch_cuda";

    // What CUDA's libraries load by name while they compute, for which Windows would not look in the user's folder.
    private static readonly string[] LoadedByName = ["cudnn*.dll", "nvrtc*.dll", "nvJitLink*.dll", "caffe2_nvrtc.dll"];

    private static readonly Lazy<CellSegException?> Problem = new(Load);

    /// <summary>Makes sure that tensors can be used in this process.</summary>
    /// <exception cref="CellSegException">A library is missing or cannot be loaded; the message lists what was searched.</exception>
    public static void EnsureLoaded()
    {
        if (Problem.Value is { } problem)
            throw problem;
    }

    private static CellSegException? Load()
    {
        NativeAllocator.KeepFreedMemory();
        NativeThreads.LimitSpinning();
        NativeSums.MakeRepeatable();
        // The type is only looked at, so TorchSharp's static initialisation has not run yet.
        var assembly = typeof(torch).Assembly;
        string prefix = OperatingSystem.IsWindows() ? "" : "lib";
        string extension = OperatingSystem.IsWindows() ? ".dll" : OperatingSystem.IsMacOS() ? ".dylib" : ".so";
        foreach (string name in Names)
        {
            string file = prefix + name + extension;
            string? failure = null;
            nint library = 0;
            string? found = Folders().Select(folder => Path.Combine(folder, file)).FirstOrDefault(File.Exists);
            if (found is null && name is CudaBase or CudaMain)
                continue;
            try
            {
                if (found is not null)
                    library = NativeLibrary.Load(found);
                else if (!NativeLibrary.TryLoad(prefix + name, assembly, null, out library))
                    failure = "the file is in none of the folders";
            }
            catch (Exception e) when (e is DllNotFoundException or BadImageFormatException)
            {
                failure = e.Message.ReplaceLineEndings(" ").Trim().TrimEnd('.');
            }
            if (failure is not null)
                return new CellSegException(file, $"this native library could not be loaded: {failure}; searched: {string.Join(", ", Folders())}", Remedy());
            if (name == CpuMain)
                NativeMessages.TurnOffNnpack(library);
            if (name == CudaMain && OperatingSystem.IsWindows())
                LoadBeside(found!);
        }
        return null;
    }

    private static void LoadBeside(string library)
    {
        foreach (string pattern in LoadedByName)
        {
            // One that is missing or does not fit is told by whoever needs it, when it does.
            foreach (string file in Directory.EnumerateFiles(Path.GetDirectoryName(library)!, pattern))
                _ = NativeLibrary.TryLoad(file, out _);
        }
    }

    private static IEnumerable<string> Folders()
    {
        if (Environment.GetEnvironmentVariable(OverrideVariable) is { Length: > 0 } folder)
            yield return folder;
        string own = Path.GetDirectoryName(typeof(torch).Assembly.Location) is { Length: > 0 } location ? location : AppContext.BaseDirectory;
        yield return own;
        yield return Path.Combine(own, "runtimes", RuntimeInformation.RuntimeIdentifier, "native");
    }

    private static string Remedy()
        => OperatingSystem.IsWindows()
            ? "Install the Microsoft Visual C++ 2015-2022 x64 runtime, and make sure that the module's folder is complete"
            : OperatingSystem.IsLinux()
                ? "Make sure that the module's folder is complete and that ./build.sh built it on this machine or packed it, and use a system "
                    + "with glibc 2.34 and the libstdc++ of GCC 12 (Debian 12, Ubuntu 22.04) or later"
                : "Make sure that the module's folder is complete";
}

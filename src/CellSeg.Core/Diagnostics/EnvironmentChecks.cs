using System.Runtime.InteropServices;
using CellSeg.Models;
using CellSeg.Models.Compute;
using TorchSharp;

namespace CellSeg.Diagnostics;

/// <summary>Looks at what this machine has of what the library needs.</summary>
public static class EnvironmentChecks
{
    /// <summary>Runs all checks, one after the other as the results are asked for.</summary>
    public static IEnumerable<EnvironmentCheck> Run()
    {
        yield return new("Operating system", EnvironmentStatus.Info, $"{RuntimeInformation.OSDescription} ({RuntimeInformation.RuntimeIdentifier}), {RuntimeInformation.FrameworkDescription}");
        yield return new("Processors", EnvironmentStatus.Info, $"{Environment.ProcessorCount} ({RuntimeInformation.ProcessArchitecture})");
        yield return new("Memory", EnvironmentStatus.Info, FormattableString.Invariant($"{GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / (double)(1L << 30):F1} GiB"));
        yield return CheckVips();
        var torch = CheckTorch();
        yield return torch;
        yield return new("bfloat16", EnvironmentStatus.Info, Processor.MultipliesBFloat16 ? "computed in hardware" : "not computed in hardware; float32 is used");
        if (torch.Status == EnvironmentStatus.Ok)
            yield return CheckCuda();
    }

    private static EnvironmentCheck CheckVips()
    {
        const string name = "libvips";
        // NetVips keeps why its start failed instead of throwing.
        return NetVips.ModuleInitializer.VipsInitialized
            ? new(name, EnvironmentStatus.Ok, $"version {NetVips.NetVips.Version(0)}.{NetVips.NetVips.Version(1)}.{NetVips.NetVips.Version(2)}")
            : new(name, EnvironmentStatus.Missing, NetVips.ModuleInitializer.Exception?.Message.ReplaceLineEndings(" ") ?? "it could not be initialised", "Make sure that the module's folder is complete");
    }

    private static EnvironmentCheck CheckTorch()
    {
        const string name = "libtorch";
        try
        {
            TorchLibrary.EnsureLoaded();
            return new(name, EnvironmentStatus.Ok, $"version {torch.__version__}, {torch.get_num_threads()} threads");
        }
        catch (CellSegException e)
        {
            return new(name, EnvironmentStatus.Missing, $"{e.Target}: {e.Reason}", e.Remedy);
        }
    }

    private static EnvironmentCheck CheckCuda()
        => torch.cuda.is_available()
            ? new("CUDA", EnvironmentStatus.Info, $"{torch.cuda.device_count()} devices")
            : new("CUDA", EnvironmentStatus.Info, "not available; the processor computes", $"For a graphics card, name a folder with a CUDA build of libtorch in {TorchLibrary.OverrideVariable}");
}

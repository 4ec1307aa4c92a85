using System.Runtime.InteropServices;
using CellSeg.Decoding;
using CellSeg.Inference;
using CellSeg.Models;
using CellSeg.Models.Compute;
using CellSeg.Models.Networks;
using CellSeg.Models.Specifications;
using CellSeg.Models.Torch;
using static TorchSharp.torch;

namespace CellSeg.Diagnostics;

/// <summary>Looks at what this machine has of what the library needs.</summary>
public static class EnvironmentChecks
{
    /// <summary>Runs all checks, one after the other as the results are asked for.</summary>
    public static IEnumerable<EnvironmentCheck> Run()
    {
        double memory = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / (double)(1L << 30);
        yield return Tell(
            "Operating system",
            $"{RuntimeInformation.OSDescription} ({RuntimeInformation.RuntimeIdentifier}), {RuntimeInformation.FrameworkDescription}");
        yield return Tell("Processor", $"{Processor.Name}, {Environment.ProcessorCount} cores ({RuntimeInformation.ProcessArchitecture})");
        yield return Tell("Instruction set", Processor.InstructionSet);
        yield return Tell("Caches", Processor.HidesCaches ? "hidden; 1x1 convolutions are computed as products of matrices" : "seen");
        yield return Tell("Memory", FormattableString.Invariant($"{memory:F1} GiB"));
        yield return CheckVips();
        var library = CheckTorch();
        yield return library;
        if (library.Status != EnvironmentStatus.Ok)
            yield break;
        var shapes = NetworkShapes();
        yield return CheckNumbers("float32", ScalarType.Float32, shapes, "");
        string speed = Processor.MultipliesBFloat16 ? ", in hardware" : ", not in hardware: slower than float32";
        yield return CheckNumbers("bfloat16", ScalarType.BFloat16, shapes, speed);
        yield return Tell("Number type", $"-Precision Auto computes in {ComputeSupport.TypeOf(ComputePrecision.Auto).ToString().ToLowerInvariant()}");
        foreach (var check in CheckModels())
            yield return check;
        yield return CheckCuda();
    }

    private static EnvironmentCheck Tell(string name, string detail) => new(name, EnvironmentStatus.Info, detail);

    /// <summary>The convolutions of each schema on each backbone.</summary>
    private static List<ConvolutionShape> NetworkShapes()
        => [.. (
            from schema in Enum.GetValues<SegmentationSchema>()
            from backbone in Enum.GetValues<BackboneKind>()
            from shape in SegmentationNetwork.GetConvolutions(new ModelSpecification { Schema = schema, Backbone = backbone })
            select shape).Distinct()];

    private static EnvironmentCheck CheckNumbers(string name, ScalarType type, List<ConvolutionShape> shapes, string more)
        => ConvolutionCheck.Find(shapes, type, withGradients: true) is [var fault, ..] faults
            ? new(
                name, EnvironmentStatus.Wrong, $"{faults.Count} of {shapes.Count} convolutions are wrong, such as {fault}",
                "Do not use this number type on this machine, and report the processor")
            : new(name, EnvironmentStatus.Ok, $"right in all {shapes.Count} convolutions of the networks{more}");

    private static IReadOnlyList<EnvironmentCheck> CheckModels()
    {
        try
        {
            return [.. ModelLibrary.FindFolders(ModelLibrary.BundledFolder).Where(ModelCheck.Exists).Select(CheckModel)];
        }
        catch (CellSegException e)
        {
            return [new("Bundled models", EnvironmentStatus.Wrong, $"{e.Target}: {e.Reason}", e.Remedy)];
        }
    }

    /// <summary>Segments an image whose cells are known.</summary>
    private static EnvironmentCheck CheckModel(string folder)
    {
        string name = $"Model {Path.GetFileName(folder)}";
        try
        {
            var check = ModelCheck.Run(folder);
            string detail = $"{check.Found} cells found, {check.Expected} expected";
            return check.IsRight
                ? new(name, EnvironmentStatus.Ok, detail)
                : new(
                    name, EnvironmentStatus.Wrong, FormattableString.Invariant($"{detail}; they agree by an F1 of {check.F1:F3}"),
                    "Do not trust its results on this machine, and report the processor");
        }
        catch (CellSegException e)
        {
            return new(name, EnvironmentStatus.Wrong, $"{e.Target}: {e.Reason}", e.Remedy);
        }
    }

    private static EnvironmentCheck CheckVips()
    {
        const string name = "libvips";
        // NetVips keeps why its start failed instead of throwing.
        return NetVips.ModuleInitializer.VipsInitialized
            ? new(name, EnvironmentStatus.Ok, $"version {NetVips.NetVips.Version(0)}.{NetVips.NetVips.Version(1)}.{NetVips.NetVips.Version(2)}")
            : new(
                name, EnvironmentStatus.Missing,
                NetVips.ModuleInitializer.Exception?.Message.ReplaceLineEndings(" ") ?? "it could not be initialised",
                "Make sure that the module's folder is complete");
    }

    private static EnvironmentCheck CheckTorch()
    {
        const string name = "libtorch";
        try
        {
            TorchLibrary.EnsureLoaded();
            return new(name, EnvironmentStatus.Ok, $"version {__version__}, {get_num_threads()} threads");
        }
        catch (CellSegException e)
        {
            return new(name, EnvironmentStatus.Missing, $"{e.Target}: {e.Reason}", e.Remedy);
        }
    }

    private static EnvironmentCheck CheckCuda()
        => cuda.is_available()
            ? new("CUDA", EnvironmentStatus.Info, $"{cuda.device_count()} devices")
            : new(
                "CUDA", EnvironmentStatus.Info, "not available; the processor computes",
                $"For a graphics card, name a folder with a CUDA build of libtorch in {TorchLibrary.OverrideVariable}");
}

using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using CellSeg.Datasets;
using CellSeg.Datasets.Simulation;
using CellSeg.Models;
using CellSeg.Models.Torch;
using CellSeg.Training;
using static TorchSharp.torch;

namespace CellSeg.Benchmarks;

/// <summary>
/// Shows that a training's memory does not grow: a training of the default kind over simulated movies, with validation
/// every 50 steps and checkpoints as usual, tells after each validation what is alive.
/// </summary>
internal static class MemoryRun
{
    private const int StepsPerEpoch = 50, ValidationMovies = 24;

    /// <summary>[STEPS [BATCH [CROP [THREADS]]]]: 500 steps of the default batch and crop on all processors unless told.</summary>
    public static void Run(string[] args)
    {
        TorchLibrary.EnsureLoaded();
        var defaults = new TrainingOptions();
        int steps = Get(0, 500), batch = Get(1, defaults.BatchSize), crop = Get(2, defaults.CropSize);
        set_num_threads(Get(3, Environment.ProcessorCount));
        int movies = (StepsPerEpoch * batch) + ValidationMovies;
        var data = CellSimulator.Simulate(new SimulationOptions { MovieCount = movies });
        var split = new CellDatasetSplit(
            data.WithMovies("training", [.. data.Movies.Skip(ValidationMovies)]),
            data.WithMovies("validation", [.. data.Movies.Take(ValidationMovies)]),
            data.WithMovies("test", []), 0, 1);
        var folder = Directory.CreateTempSubdirectory("cellseg-memory");
        try
        {
            using var model = new SegmentationModel();
            var options = defaults with
            {
                Epochs = (steps + StepsPerEpoch - 1) / StepsPerEpoch,
                BatchSize = batch,
                CropSize = crop,
                CheckpointPath = folder.FullName,
            };
            Console.WriteLine(
                "| steps | seconds | tensors | managed heap, MB | committed for it, MB | native heap, MB | in use of it, MB "
                + "| resident, MB | loss |\n| ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |");
            ModelTrainer.Train(model, split, options, new EpochReport());
        }
        finally
        {
            folder.Delete(recursive: true);
        }

        int Get(int place, int otherwise) => args.Length > place ? SideBySide.Parse(args[place]) : otherwise;
    }

    /// <summary>What glibc's allocator has from the kernel and what of it is in use, in bytes.</summary>
    [DllImport("libc", EntryPoint = "mallinfo2")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern NativeHeap ReadNativeHeap();

    // The order and size are those of struct mallinfo2 in <malloc.h>.
    [StructLayout(LayoutKind.Explicit, Size = 10 * sizeof(ulong))]
    private readonly struct NativeHeap
    {
        [FieldOffset(0)]
        public readonly ulong Arena;

        [FieldOffset(7 * sizeof(ulong))]
        public readonly ulong InUse;
    }

    /// <summary>Writes a row whenever an epoch is finished. On the thread of the training, which waits.</summary>
    private sealed class EpochReport : IProgress<TrainingProgress>
    {
        private int _steps;
        private TimeSpan _elapsed;

        public void Report(TrainingProgress value)
        {
            if (value is TrainingProgress.StepEnd step)
                _elapsed = step.Elapsed;
            if (value is not TrainingProgress.EpochEnd { Record: var epoch })
                return;
            _steps += epoch.Steps;
            double heap = GC.GetTotalMemory(forceFullCollection: true) / 1e6;
            double committed = GC.GetGCMemoryInfo().TotalCommittedBytes / 1e6;
            var native = OperatingSystem.IsLinux() ? ReadNativeHeap() : default;
            using var process = Process.GetCurrentProcess();
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"| {_steps} | {_elapsed.TotalSeconds:F0} | {Tensor.TotalCount} | {heap:F1} | {committed:F0} "
                + $"| {native.Arena / 1e6:F0} | {native.InUse / 1e6:F1} | {process.WorkingSet64 / 1e6:F0} | {epoch.Loss:F4} |"));
        }
    }
}

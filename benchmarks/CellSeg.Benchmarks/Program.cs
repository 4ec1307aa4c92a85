using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using CellSeg.Benchmarks;
using CellSeg.Benchmarks.Outputs;
using CellSeg.Benchmarks.Rows;

// The first word names our side of a side-by-side script; anything else goes to BenchmarkDotNet (--filter, --job ...).
switch (args)
{
    case ["evaluate", .. var rest]:
        SideBySide.Evaluate(rest);
        break;
    case ["properties", .. var rest]:
        SideBySide.Properties(rest);
        break;
    case ["overfit", .. var rest]:
        Overfit.RunAll(rest);
        break;
    case ["overfit-one", .. var rest]:
        Overfit.RunOne(rest);
        break;
    case ["training-step", .. var rest]:
        StepServer.Run(rest);
        break;
    case ["memory", .. var rest]:
        MemoryRun.Run(rest);
        break;
    case ["rows", .. var rest]:
        RowsRun.Run(rest);
        break;
    case ["rows-check", .. var rest]:
        RowsRun.Check(rest);
        break;
    case ["labels", .. var rest]:
        LabelsRun.Run(rest);
        break;
    case ["mutate", .. var rest]:
        MutationRun.RunAll(rest);
        break;
    case ["mutate-part", .. var rest]:
        MutationRun.RunPart(rest);
        break;
    case ["archives", .. var rest]:
        ArchiveRun.RunAll(rest);
        break;
    case ["archives-part", .. var rest]:
        ArchiveRun.RunPart(rest);
        break;
    case ["processor"]:
        ProcessorRun.Run();
        break;
    case ["speed", .. var rest]:
        SpeedRun.Run(rest);
        break;
    case ["outputs", .. var rest]:
        OutputsRun.Run(rest);
        break;
    case ["features", .. var rest]:
        SideBySide.Features(rest);
        break;
    default:
        // In this process: a project generated for each benchmark would have to find the native libraries again.
        var config = DefaultConfig.Instance
            .WithArtifactsPath(Path.Combine("artifacts", "benchmarks"))
            .AddJob(Job.ShortRun.WithToolchain(InProcessEmitToolchain.Instance));
        // Without arguments it would ask which ones to run.
        BenchmarkSwitcher.FromAssembly(typeof(SideBySide).Assembly).Run(args.Length == 0 ? ["--filter", "*"] : args, config);
        break;
}

using CellSeg.Datasets;
using CellSeg.Datasets.Simulation;
using CellSeg.Datasets.Splitting;
using CellSeg.Models;
using CellSeg.Models.Compute;
using CellSeg.Models.Specifications;
using CellSeg.Training;

namespace CellSeg.Core.Tests.Support;

/// <summary>A model and data that train in a second.</summary>
internal static class SmallTraining
{
    /// <summary>Three epochs of three steps on the data of <see cref="Split"/>.</summary>
    public static TrainingOptions Options { get; } = new()
    {
        Epochs = 3,
        BatchSize = 2,
        CropSize = 32,
        Precision = ComputePrecision.Float32,
        Seed = 5,
        Device = ComputeDevice.Cpu,
    };

    public static SegmentationModel NewModel() => new(new ModelSpecification { PyramidWidth = 16 });

    /// <summary>Six movies to learn from, two to validate by and two to test by.</summary>
    public static CellDatasetSplit Split() => DatasetSplitter.Split(
        CellSimulator.Simulate(new SimulationOptions { MovieCount = 10, Width = 64, Height = 64, CellCount = 6, Radius = 7 }),
        new DatasetSplitOptions { TestFraction = 0.2, ValidationFraction = 0.2 });
}

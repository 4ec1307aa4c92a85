using System.Text.Json.Nodes;
using CellSeg.Core.Tests.Support;
using CellSeg.Datasets.Formats;
using CellSeg.Datasets.Layouts;
using CellSeg.Datasets.Simulation;
using CellSeg.Models.Specifications;
using CellSeg.Studies.Plans;
using CellSeg.Training;

namespace CellSeg.Core.Tests.Studies;

/// <summary>A study of two tiny trainings on simulated cells.</summary>
internal static class SmallStudy
{
    /// <summary>Writes the data and makes the plan.</summary>
    public static StudyPlan Create(TemporaryFolder folder)
    {
        var dataset = CellSimulator.Simulate(new SimulationOptions { MovieCount = 6, Width = 64, Height = 64, CellCount = 5 });
        DatasetWriter.Export(dataset, folder["data"], DatasetExportFormat.LabelFolder);
        return new StudyPlan
        {
            FormatVersion = StudyPlan.CurrentVersion,
            Name = "small",
            Datasets = [new StudyDataset { Name = "cells", Path = folder["data"] }],
            Analyses = [new StudyAnalysis { Name = "size", Backbones = [BackboneKind.FeatureNet], Fractions = [0.3, 1] }],
            ModelPreset = ModelPreset.Default,
            ModelOptions = new JsonObject { ["pyramidWidth"] = 16, ["headWidth"] = 8, ["FinestLevel"] = 3 },
            TrainingPreset = TrainingPreset.Default,
            TrainingOptions = new JsonObject { ["epochs"] = 2, ["batchSize"] = 2, ["cropSize"] = 32, ["checkpointInterval"] = "00:00:00" },
            StepCount = 4,
            TestTileSize = 48,
        };
    }
}

using CellSeg.Models;
using CellSeg.Models.Specifications;
using CellSeg.Studies.Plans;

namespace CellSeg.Studies.Running;

/// <summary>Makes the model that a training of a study begins with.</summary>
internal static class StudyModel
{
    /// <summary>Makes a model with start weights by the seed, those of the backbone from the plan's file where the training is to have them.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="settings">The training.</param>
    /// <exception cref="CellSegException">The file of weights is not that of the backbone, or cannot be read; or the network cannot be made.</exception>
    public static SegmentationModel Create(StudyPlan plan, StudySettings settings)
    {
        var specification = plan.GetSpecification(settings);
        if (!settings.Pretrained)
            return Create(plan, specification, settings);
        var weights = PretrainedBackbone.Read(plan.BackboneWeights[settings.Backbone]);
        var model = Create(plan, specification with { BackboneOptions = weights.Adapt(specification.BackboneOptions) }, settings);
        try
        {
            weights.LoadInto(model);
            return model;
        }
        catch
        {
            model.Dispose();
            throw;
        }
    }

    private static SegmentationModel Create(StudyPlan plan, ModelSpecification specification, StudySettings settings)
        => new(specification, settings.Id) { Decoder = ModelPresets.CreateDecoder(plan.ModelPreset, specification) };
}

using System.Globalization;
using CellSeg.Decoding;
using CellSeg.Models.Specifications;

namespace CellSeg.Studies.Plans;

/// <summary>What tells one training of a study from another; all else is the same for the whole study.</summary>
public sealed record StudySettings
{
    /// <summary>The name of the data set.</summary>
    public required string Dataset { get; init; }

    /// <summary>What the network predicts.</summary>
    public required SegmentationSchema Schema { get; init; }

    /// <summary>The feature extractor.</summary>
    public required BackboneKind Backbone { get; init; }

    /// <summary>Whether the network is given the place of each pixel. Default: no.</summary>
    public bool Location { get; init; }

    /// <summary>Whether the backbone starts from weights trained on ImageNet (transfer learning). Default: no.</summary>
    public bool Pretrained { get; init; }

    /// <summary>What mixes the frames of a movie. Default: nothing.</summary>
    public TemporalMode TemporalMode { get; init; }

    /// <summary>Frames that go through the network as one clip. Default 1.</summary>
    public int FramesPerBatch { get; init; } = 1;

    /// <summary>The share of the training movies that is learnt from, above 0 and at most 1. Default 1.</summary>
    public double Fraction { get; init; } = 1;

    /// <summary>Seed of the split, of the start weights and of the training.</summary>
    public long Seed { get; init; }

    /// <summary>
    /// The training's name, the same in every study and on every machine, and fit for a folder: the settings in a fixed order, such
    /// as <c>nuclei-watershed-mobilenetv2-location-imagenet-gru5-f0.25-s1</c>.
    /// </summary>
    public string Id
    {
        get
        {
            string[] parts =
            [
                Dataset, Schema.ToString(), Backbone.ToString(), Location ? "location" : "nolocation", Pretrained ? "imagenet" : "scratch",
                .. FramesPerBatch == 1 ? Array.Empty<string>() : [TemporalMode + FramesPerBatch.ToString(CultureInfo.InvariantCulture)],
                "f" + Fraction.ToString(CultureInfo.InvariantCulture), "s" + Seed.ToString(CultureInfo.InvariantCulture),
            ];
            return string.Join('-', parts).ToLowerInvariant();
        }
    }
}

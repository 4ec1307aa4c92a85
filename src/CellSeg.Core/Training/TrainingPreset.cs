namespace CellSeg.Training;

/// <summary>Sets of training options that belong together.</summary>
public enum TrainingPreset
{
    /// <summary>What works best on real data.</summary>
    Default,

    /// <summary>The training that the thesis describes (docs/method.md, 5).</summary>
    Thesis,

    /// <summary>
    /// A trained model learns from a few dozen images more: for 160 steps, however many images there are, and towards the
    /// targets that it learnt before.
    /// </summary>
    FineTune,
}

namespace CellSeg.Training.Optimization;

/// <summary>How the learning rate falls over a training.</summary>
public enum RateSchedule
{
    /// <summary>Half a cosine from the highest rate to 0, over the whole training (Loshchilov and Hutter 2017).</summary>
    Cosine,

    /// <summary>A factor for each epoch; with a factor of 1 the rate is constant.</summary>
    Exponential,
}

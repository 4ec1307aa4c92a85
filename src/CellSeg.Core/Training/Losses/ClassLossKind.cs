namespace CellSeg.Training.Losses;

/// <summary>
/// What the probabilities p of C classes cost where t is 1 for a pixel's class and 0 for the others. Probabilities are
/// kept 1e-7 away from 0 before logarithms.
/// </summary>
public enum ClassLossKind
{
    /// <summary>
    /// The mean over pixels of -sum over c of w_c t_c log p_c, where n_c of the batch's N pixels are of class c and w_c =
    /// N / (C (n_c + 1)), so that rare classes count as much as frequent ones (docs/method.md, 4.6).
    /// </summary>
    WeightedCrossEntropy,

    /// <summary>The same with all weights 1: rare classes count as often as they occur.</summary>
    CrossEntropy,

    /// <summary>
    /// The weighted cross-entropy with a factor (1 - p_c)^g, g of <see cref="LossOptions.FocalGamma"/>, which turns the
    /// attention to pixels that are still wrong (Lin et al. 2017, Focal loss; weights by frequency as proposed there).
    /// </summary>
    Focal,

    /// <summary>
    /// The mean over classes of 1 - (2 sum(t p) + 1) / (sum(t) + sum(p) + 1), the sums over the pixels of the batch, which
    /// does not care how large a class is (Milletari et al. 2016, V-Net).
    /// </summary>
    Dice,
}

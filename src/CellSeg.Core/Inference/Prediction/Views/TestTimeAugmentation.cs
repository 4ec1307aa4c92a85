namespace CellSeg.Inference.Prediction.Views;

/// <summary>
/// In how many ways round an image goes through the network. What the network says of each is turned back and averaged, so
/// that chance errors of one way round become smaller.
/// </summary>
public enum TestTimeAugmentation
{
    /// <summary>As it is: one prediction.</summary>
    None,

    /// <summary>As it is, upside down, mirrored, and both: four predictions, so four times the time.</summary>
    Flips,

    /// <summary>
    /// The four flips, and the same with rows and columns exchanged, which are all flips and turns by 90 degrees: eight
    /// predictions, so eight times the time.
    /// </summary>
    All,
}

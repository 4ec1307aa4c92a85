namespace CellSeg.Training.Validation;

/// <summary>Which epoch's weights a training ends with. Without a validation part it is always the last one.</summary>
public enum EpochSelection
{
    /// <summary>The one with the highest cell-level F1 on the validation part; of equal ones the latest.</summary>
    ValidationF1,

    /// <summary>The one with the lowest loss on the validation part; of equal ones the latest.</summary>
    ValidationLoss,

    /// <summary>The last one.</summary>
    Last,
}

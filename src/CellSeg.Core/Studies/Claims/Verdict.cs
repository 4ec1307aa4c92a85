namespace CellSeg.Studies.Claims;

/// <summary>What a study says of a claim.</summary>
public enum Verdict
{
    /// <summary>The study cannot tell: too few trainings, or differences too small for their spread.</summary>
    Undecided,

    /// <summary>Every part of the claim holds.</summary>
    Confirmed,

    /// <summary>The contrary of a part of the claim holds.</summary>
    Refuted,
}

namespace CellSeg.Models.Specifications;

/// <summary>Sets of settings that belong together.</summary>
public enum ModelPreset
{
    /// <summary>What works best on real data.</summary>
    Default,

    /// <summary>The network and the decoder as the thesis describes them (docs/method.md).</summary>
    Thesis,
}

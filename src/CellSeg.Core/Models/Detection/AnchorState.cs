namespace CellSeg.Models.Detection;

/// <summary>What an anchor is to learn.</summary>
internal enum AnchorState : sbyte
{
    /// <summary>Nothing: it overlaps a cell a little, or lies outside.</summary>
    Ignored = -1,

    /// <summary>That there is no cell.</summary>
    Background = 0,

    /// <summary>That there is a cell, and its box.</summary>
    Cell = 1,
}

namespace CellSeg.Models.Layers;

/// <summary>A layer that tells a meter, if it has one, of each time it computes. All layers that multiply do.</summary>
internal interface IMeteredLayer
{
    /// <summary>Whom to tell; null for nobody.</summary>
    ComputeMeter? Meter { get; set; }
}

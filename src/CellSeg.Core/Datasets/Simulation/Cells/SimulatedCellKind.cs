namespace CellSeg.Datasets.Simulation.Cells;

/// <summary>What simulated cells look like. Sizes are those of nuclei, beside the radius that the options ask for.</summary>
public enum SimulatedCellKind
{
    /// <summary>Ovals of the mean radius with fine chromatin and some nucleoli, as of epithelial cells.</summary>
    Oval,

    /// <summary>
    /// Smooth elongated nuclei of 0.8 times the radius in long cell bodies, which lie in streams, as of fibroblasts.
    /// </summary>
    Spindle,

    /// <summary>Small round nuclei of 0.6 times the radius in little cytoplasm, as of lymphocytes.</summary>
    Small,

    /// <summary>Round nuclei of 0.8 times the radius with bright chromocentres, as of mice.</summary>
    Speckled,

    /// <summary>Flat smooth nuclei of 2.2 times the radius with nucleoli, some of them kidney-shaped, as of spread cells.</summary>
    Large,

    /// <summary>Notched and lobed nuclei of the mean radius and of many sizes, as of tumour cells.</summary>
    Irregular,
}

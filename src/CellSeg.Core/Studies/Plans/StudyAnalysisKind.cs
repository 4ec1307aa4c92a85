namespace CellSeg.Studies.Plans;

/// <summary>The analyses of the thesis, sections 2.3 and 3.</summary>
public enum StudyAnalysisKind
{
    /// <summary>All four of them.</summary>
    Thesis,

    /// <summary>Modules that mix the frames of a movie (tables 2 and 3), on each data set by itself.</summary>
    Temporal,

    /// <summary>The location layer of watershed models (tables 4 and 5).</summary>
    Location,

    /// <summary>Backbones from ImageNet's weights, and what they do together with the location layer (tables 6 to 8).</summary>
    Transfer,

    /// <summary>How much there is to learn from (figures 3 to 5).</summary>
    DatasetSize,
}

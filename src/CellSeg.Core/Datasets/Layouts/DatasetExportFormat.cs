namespace CellSeg.Datasets.Layouts;

/// <summary>Layouts that data sets can be written in.</summary>
public enum DatasetExportFormat
{
    /// <summary>A folder <c>images</c> and a folder <c>labels</c> of TIFF files of the same names, one a movie.</summary>
    LabelFolder,

    /// <summary>DeepCell: a NumPy archive with the arrays <c>X</c> and <c>y</c>, for movies of one size.</summary>
    Npz,

    /// <summary>DeepCell: tracked movies with their lineage, <c>.trks</c>, for movies of one size.</summary>
    Trks,

    /// <summary>Cell Tracking Challenge: a folder <c>01</c> of images and <c>01_GT</c> of truth for each movie.</summary>
    CellTrackingChallenge,

    /// <summary>COCO: a folder <c>images</c> and a JSON file with polygons or run lengths of the cells.</summary>
    Coco,
}

namespace CellSeg.Datasets.Layouts;

/// <summary>Layouts of data sets that can be read.</summary>
public enum DatasetFormat
{
    /// <summary>Recognised by the files that are there.</summary>
    Auto,

    /// <summary>2018 Data Science Bowl: <c>ID/images/*.png</c> and <c>ID/masks/*.png</c>, a folder or a zip archive.</summary>
    Bbbc038,

    /// <summary>Image files and label files that belong together by their names, in two folders or in one.</summary>
    LabelFolder,

    /// <summary>Image files with the <c>_masks</c> or <c>_cp_masks</c> files that Cellpose and its users leave beside them.</summary>
    Cellpose,

    /// <summary>One image file, of one frame or many, with a label file of as many frames beside it.</summary>
    Stack,

    /// <summary>DeepCell: a NumPy archive with the arrays <c>X</c> and <c>y</c>.</summary>
    Npz,

    /// <summary>DeepCell: tracked movies, <c>.trk</c> (one) or <c>.trks</c> (several), with their lineage.</summary>
    Trks,

    /// <summary>Cell Tracking Challenge: sequences <c>01</c>, <c>02</c>, … with <c>01_GT</c> and <c>01_ST</c>.</summary>
    CellTrackingChallenge,

    /// <summary>COCO: a JSON file with polygons or run lengths of the cells, and the images that it names.</summary>
    Coco,
}

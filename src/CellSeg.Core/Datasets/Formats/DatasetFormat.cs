namespace CellSeg.Datasets.Formats;

/// <summary>Layouts of data sets.</summary>
public enum DatasetFormat
{
    /// <summary>Recognised by the files that are there.</summary>
    Auto,

    /// <summary>2018 Data Science Bowl: <c>ID/images/*.png</c> and <c>ID/masks/*.png</c>, a folder or a zip archive.</summary>
    Bbbc038,
}

namespace CellSeg.Datasets;

/// <summary>A list of movies with a name, the size of a pixel where known, and where it came from.</summary>
public sealed class CellDataset
{
    /// <summary>Makes a data set of movies.</summary>
    /// <param name="name">The name that people know it by.</param>
    /// <param name="source">The path, or how it was made.</param>
    /// <param name="movies">Movies in a fixed order, on which seeded splits depend.</param>
    /// <param name="pixelSize">Micrometres a pixel, or null when unknown.</param>
    public CellDataset(string name, string source, IReadOnlyList<CellMovie> movies, double? pixelSize = null)
    {
        ArgumentNullException.ThrowIfNull(movies);
        // An array, since PowerShell finds no element by number in the list that a collection expression makes.
        (Name, Source, Movies, PixelSize) = (name, source, movies.ToArray(), pixelSize);
    }

    /// <summary>The name that people know it by.</summary>
    public string Name { get; }

    /// <summary>The path, or how it was made.</summary>
    public string Source { get; }

    /// <summary>The movies, in a fixed order.</summary>
    public IReadOnlyList<CellMovie> Movies { get; }

    /// <summary>Micrometres a pixel, or null when unknown.</summary>
    public double? PixelSize { get; }

    /// <summary>How many movies there are.</summary>
    public int MovieCount => Movies.Count;

    /// <summary>Frames over all movies.</summary>
    public int FrameCount => Movies.Sum(movie => movie.FrameCount);

    /// <summary>Annotated cells over all frames.</summary>
    public int AnnotationCount => Movies.Sum(movie => movie.AnnotationCount);

    /// <summary>The same data set with other movies.</summary>
    /// <param name="part">What the part is called, added to the name.</param>
    /// <param name="movies">Its movies.</param>
    public CellDataset WithMovies(string part, IReadOnlyList<CellMovie> movies) => new($"{Name} ({part})", Source, movies, PixelSize);
}

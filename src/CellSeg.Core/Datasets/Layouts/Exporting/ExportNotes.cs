namespace CellSeg.Datasets.Layouts.Exporting;

/// <summary>What a layout cannot say of movies and leaves out, told once a kind of loss and not once a movie.</summary>
internal sealed class ExportNotes
{
    private readonly Dictionary<string, List<string>> _movies = [];

    /// <summary>The notes as sentences, in the order in which they came up.</summary>
    public IReadOnlyList<string> Texts => [.. _movies.Where(pair => pair.Value.Count > 0).Select(pair => pair.Value is [var only]
        ? $"{only}: {pair.Key}."
        : $"{pair.Value[0]} and {pair.Value.Count - 1} more: {pair.Key}.")];

    /// <summary>Adds a movie to a note.</summary>
    /// <param name="movie">The movie.</param>
    /// <param name="text">What is lost, in words that fit one movie and many, without a full stop.</param>
    /// <param name="holds">Whether it is lost at all.</param>
    public void Add(CellMovie movie, string text, bool holds = true)
    {
        if (!holds)
            return;
        if (!_movies.TryGetValue(text, out var movies))
            _movies[text] = movies = [];
        if (!movies.Contains(movie.Name))
            movies.Add(movie.Name);
    }

    /// <summary>Takes a movie out of all notes, for it was not written.</summary>
    /// <param name="movie">The movie.</param>
    public void Remove(CellMovie movie)
    {
        foreach (var movies in _movies.Values)
            movies.Remove(movie.Name);
    }
}

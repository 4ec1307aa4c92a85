using System.Globalization;
using CellSeg.Datasets.Layouts.DeepCell.Lineages;
using CellSeg.Imaging;
using CellSeg.Imaging.Arrays;

namespace CellSeg.Datasets.Layouts.DeepCell;

/// <summary>
/// The movies of an array of images and one of labels. DeepCell fills movies that are shorter than others up with frames of
/// zeros: those at the end in which image and labels are zero everywhere are left out.
/// </summary>
/// <param name="place">The file.</param>
/// <param name="images">The array of images.</param>
/// <param name="axes">Its axes.</param>
/// <param name="labels">The array of labels; null without.</param>
/// <param name="options">Which channels.</param>
internal sealed class ArrayMovies(DatasetPlace place, NpyArray images, ArrayAxes axes, NpyArray? labels, DatasetImportOptions options)
{
    // File names with numbers of one length sort as the numbers do.
    private const int FewestDigits = 4, MostNamed = 5;

    private int _labelChannels = 1;
    private int? _labelChannel;

    /// <summary>What is known of the cells of each movie through time; empty where nothing is.</summary>
    public IReadOnlyList<Lineage> Lineages { get; init; } = [];

    /// <summary>The movies, in the order of the arrays.</summary>
    /// <param name="cancellationToken">Stops the search for padding.</param>
    /// <exception cref="CellSegException">The arrays do not fit each other, or not what was chosen of them.</exception>
    public LayoutContent Find(CancellationToken cancellationToken)
    {
        foreach (var channel in options.Channel)
            channel.Find(axes.Channels, [], images.Name);
        ChooseLabels();
        var movies = new List<MovieEntry>();
        var problems = new List<CellSegException>();
        var padded = new List<string>();
        for (int movie = 0; movie < axes.Movies; movie++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            int frames = CountFrames(movie);
            var entry = Describe(movie, frames);
            if (frames == 0)
                problems.Add(new CellSegException(entry.Path, "all of its frames are zero everywhere", "Leave the movie out of the file"));
            else
                movies.Add(entry);
            if (frames > 0 && frames < axes.Frames)
                padded.Add(FormattableString.Invariant($"{entry.Name} ({frames} of {axes.Frames})"));
        }
        return new LayoutContent(movies) { Problems = problems, Warnings = [.. DescribePadding(padded), .. DescribeLabels()] };
    }

    private void ChooseLabels()
    {
        if (labels is null)
        {
            if (options.LabelChannel is not null)
                throw new CellSegException(images.Name, "there are no labels beside it to choose a channel of", "Leave -LabelChannel out");
            return;
        }
        _labelChannels = axes.FindLabelChannels(labels, images);
        if (options.LabelChannel is { } chosen)
            _labelChannel = chosen.Find(_labelChannels, [], labels.Name);
        else if (_labelChannels > 1)
        {
            throw new CellSegException(
                labels.Name, $"it has {_labelChannels} channels of labels, such as those of whole cells and of nuclei", "Choose one by -LabelChannel, from 0");
        }
    }

    private MovieEntry Describe(int movie, int frames)
    {
        int digits = Math.Max(FewestDigits, FormattableString.Invariant($"{axes.Movies}").Length);
        string number = (movie + 1).ToString($"D{digits}", CultureInfo.InvariantCulture);
        var (name, path) = axes.Movies == 1 ? (place.Name, place.Path) : ($"{place.Name}-{number}", $"{place.Path}/{place.Name}-{number}");
        IReadOnlyList<string> warnings = [];
        return new MovieEntry(name, path, Open) { FindWarnings = () => warnings };

        CellMovie Open()
        {
            CellMovie opened = null!;
            opened = new CellMovie(
                name, path, frames,
                frame => ReadImage(movie, frame, opened.Describe(frame)),
                labels is null ? null : frame => ReadLabels(labels, movie, frame, opened.Describe(frame)));
            if (Lineages.Count == 0)
                return opened;
            var seen = new LabelFrames();
            for (int frame = 0; frame < frames; frame++)
                seen.Add(frame, opened.ReadLabels(frame));
            var (tracks, found) = Lineages[movie].FindTracks(seen, path);
            warnings = found;
            return new CellMovie(name, path, frames, opened.ReadImage, opened.ReadLabels) { Tracks = tracks };
        }
    }

    private CellImage ReadImage(int movie, int frame, string name)
    {
        var stored = images.ReadImage(FirstNumber(movie, frame, axes.Channels), axes.Height, axes.Width, axes.Channels);
        return StoredPixels.ToImage(stored, name).Select(options.Channel, name);
    }

    private LabelImage ReadLabels(NpyArray array, int movie, int frame, string name)
    {
        var stored = array.ReadImage(FirstNumber(movie, frame, _labelChannels), axes.Height, axes.Width, _labelChannels);
        return StoredPixels.ToLabels(stored, _labelChannel, name);
    }

    private long FirstNumber(int movie, int frame, int channels) => (((long)movie * axes.Frames) + frame) * axes.Pixels * channels;

    /// <summary>Frames of a movie up to the last one that is not padding; 0 where all are.</summary>
    private int CountFrames(int movie)
    {
        int frames = axes.Frames;
        while (axes.IsTimed && frames > 0 && IsZero(images, movie, frames - 1, axes.Channels)
            && (labels is null || IsZero(labels, movie, frames - 1, _labelChannels)))
        {
            frames--;
        }
        return frames;
    }

    private bool IsZero(NpyArray array, int movie, int frame, int channels)
        => !array.Read(FirstNumber(movie, frame, channels), axes.Pixels * channels).AsSpan().ContainsAnyExcept((byte)0);

    private IEnumerable<string> DescribePadding(List<string> padded)
    {
        if (padded.Count == 0)
            yield break;
        string names = string.Join(", ", padded.Take(MostNamed)) + (padded.Count > MostNamed ? ", …" : "");
        yield return $"{place.Path}: the frames at the end of {padded.Count} of {axes.Movies} movies that are zero everywhere, in image and labels, "
            + $"were taken for padding and left out: {names}.";
    }

    private IEnumerable<string> DescribeLabels()
    {
        if (labels is null)
            yield return $"{place.Path}: there are no labels (y), so that it can be segmented, and not be trained or measured with.";
        else if (labels.Header.Type.IsBoolean)
            yield return $"{labels.Name}: it holds truth values, so that all cells of an image are one. Number them first, by scipy.ndimage.label for example.";
        if (axes.PictureShape.Count == images.Header.Shape.Count)
            yield return $"{images.Name}: its three axes {images.Header.ShapeText} were taken for images, rows and columns, of one channel.";
    }
}

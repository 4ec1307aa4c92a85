using CellSeg.Datasets;
using CellSeg.Imaging;
using CellSeg.Imaging.Inspection;
using CellSeg.Inference.Prediction;
using CellSeg.Models.Specifications;
using CellSeg.Numerics;

namespace CellSeg.Training.Data;

/// <summary>
/// The frames of a data set, read and normalised when first asked for, and kept as far as the memory budget goes. For
/// use by one thread at a time.
/// </summary>
internal sealed class FrameCache
{
    private readonly List<(CellMovie Movie, int Frame)> _frames = [];

    // The first frame of each movie among all frames, and how many it has; a movie is listed once for each of its clips.
    private readonly List<(int First, int Count)> _clips = [];
    private readonly List<int> _images = [];

    // The tiles that were cut from each frame.
    private readonly ILookup<(CellMovie Whole, int Frame), int> _tiles;
    private readonly TrainingFrame?[] _kept;
    private readonly ModelSpecification _specification;
    private readonly TargetMaker? _targets;
    private readonly int _largestSide;
    private readonly Action<string, ImageWarning>? _warn;
    private long _budget;

    /// <param name="dataset">Movies without labels are left out.</param>
    /// <param name="specification">Decides clips and normalisation.</param>
    /// <param name="budget">Bytes of frames to keep.</param>
    /// <param name="targets">Makes the targets of whole frames; null where crops make their own.</param>
    /// <param name="largestSide">Larger frames are cut to their middles of this many pixels a side, after their normalisation.</param>
    /// <param name="warn">Told by the frame's name what is odd about it, each time that it is read.</param>
    public FrameCache(
        CellDataset dataset, ModelSpecification specification, long budget, TargetMaker? targets = null, int largestSide = int.MaxValue,
        Action<string, ImageWarning>? warn = null)
    {
        ClipLength = specification.Temporal.FramesPerBatch;
        var images = new Dictionary<(CellMovie Movie, int Frame), int>();
        foreach (var movie in dataset.Movies.Where(movie => movie.HasLabels))
        {
            for (int clip = 0; clip < Math.Max(1, movie.FrameCount / ClipLength); clip++)
            {
                _clips.Add((_frames.Count + (ClipLength == 1 ? clip : 0), ClipLength == 1 ? 1 : movie.FrameCount));
                var image = (movie.Part?.Whole ?? movie, (movie.Part?.First ?? 0) + (clip * ClipLength));
                images.TryAdd(image, images.Count);
                _images.Add(images[image]);
            }
            _frames.AddRange(Enumerable.Range(0, movie.FrameCount).Select(frame => (movie, frame)));
        }
        _kept = new TrainingFrame?[_frames.Count];
        _tiles = Enumerable.Range(0, _frames.Count).Where(i => _frames[i].Movie.Part is not null).ToLookup(
            i => SourceOf(_frames[i].Movie.Part!, _frames[i].Frame));
        (_specification, _budget, _targets, _largestSide, _warn) = (specification, budget, targets, largestSide, warn);
    }

    /// <summary>Channels of each frame.</summary>
    public int Channels => _specification.InputChannels;

    /// <summary>All annotated frames.</summary>
    public int Count => _frames.Count;

    /// <summary>Frames that a clip has.</summary>
    public int ClipLength { get; }

    /// <summary>Clips that an epoch has: as many of each movie as fit into it one after the other, at least one.</summary>
    public int ClipCount => _clips.Count;

    /// <summary>The number of the image that each clip is of: tiles of one frame, or of clips that begin with it, are of one image.</summary>
    public IReadOnlyList<int> ImageOfClip => _images;

    /// <summary>The pixels of a frame of each clip. One that cannot be read counts as one pixel: its turn says why.</summary>
    public IReadOnlyList<long> CountPixels()
    {
        var counts = new Dictionary<CellMovie, long>();
        foreach (var (movie, _) in _frames)
        {
            if (counts.ContainsKey(movie))
                continue;
            try
            {
                var size = movie.ReadFrameSize();
                counts.Add(movie, (long)size.Height * size.Width);
            }
            catch (CellSegException)
            {
                counts.Add(movie, 1);
            }
        }
        return [.. _clips.Select(clip => counts[_frames[clip.First].Movie])];
    }

    /// <summary>
    /// Frames that follow each other in one movie, from anywhere in it. A movie that is too short stands still at its end.
    /// </summary>
    /// <exception cref="CellSegException">A frame cannot be read, or does not fit the model or the other frames.</exception>
    public TrainingFrame[] GetClip(int index, RandomSource random)
    {
        var (first, count) = _clips[index];
        int start = ClipLength < count ? random.Next(count - ClipLength + 1) : 0;
        return GetFrames(first + start, first + count - 1);
    }

    /// <summary>A frame's place in the clip that it is predicted in, see <see cref="ClipWindow"/>.</summary>
    public int IndexInClip(int frame)
    {
        var (movie, number) = _frames[frame];
        return number - ClipWindow.Start(number, movie.FrameCount, ClipLength);
    }

    /// <summary>The clip that a frame is predicted in.</summary>
    /// <exception cref="CellSegException">A frame cannot be read, or does not fit the model or the other frames.</exception>
    public TrainingFrame[] GetClipOf(int frame)
    {
        var (movie, number) = _frames[frame];
        return GetFrames(frame - IndexInClip(frame), frame - number + movie.FrameCount - 1);
    }

    private TrainingFrame[] GetFrames(int first, int last)
    {
        TrainingFrame[] clip = [.. Enumerable.Range(first, ClipLength).Select(i => Get(Math.Min(i, last)))];
        if (Array.Find(clip, frame => (frame.Image.Height, frame.Image.Width) != (clip[0].Image.Height, clip[0].Image.Width)) is { } other)
        {
            throw new CellSegException(
                other.Name,
                $"it is {other.Image.Height} x {other.Image.Width}, {clip[0].Name} of the same movie is {clip[0].Image.Height} x {clip[0].Image.Width}",
                "Use frames of one size");
        }
        return clip;
    }

    /// <exception cref="CellSegException">The frame cannot be read, or does not fit the model.</exception>
    public TrainingFrame Get(int index)
    {
        if (_kept[index] is { } kept)
            return kept;
        var (movie, number) = _frames[index];
        if (movie.Part is not { } part)
        {
            var (pixels, cells) = Read(movie, number);
            var whole = Make(index, pixels, cells);
            TryKeep(index, whole);
            return whole;
        }
        var source = SourceOf(part, number);
        var (image, labels) = Read(source.Whole, source.Frame);
        var tile = MakeTile(index, image, labels);
        // Reading a frame costs far more than cutting it, and the other tiles will be asked for soon.
        if (TryKeep(index, tile))
            KeepOthers(_tiles[source], image, labels);
        return tile;
    }

    private static (CellMovie Whole, int Frame) SourceOf(MoviePart part, int frame) => (part.Whole, part.First + frame);

    /// <exception cref="CellSegException">The frame cannot be read, or does not fit the model.</exception>
    private (CellImage Image, LabelImage Labels) Read(CellMovie movie, int frame)
    {
        var read = movie.ReadImage(frame);
        var image = read.ToChannels(_specification.InputChannels, movie.Path);
        var labels = movie.ReadLabels(frame);
        if ((image.Height, image.Width) != (labels.Height, labels.Width))
        {
            throw new CellSegException(
                movie.Path, $"the image is {image.Height} x {image.Width}, its labels are {labels.Height} x {labels.Width}",
                "Use label images of the image's size");
        }
        foreach (var warning in _warn is null ? [] : ImageWarning.Find(read, image))
            _warn!(movie.Describe(frame), warning);
        return (movie.HasDarkCells ? image.Negate() : image, labels);
    }

    private void KeepOthers(IEnumerable<int> tiles, CellImage image, LabelImage labels)
    {
        foreach (int index in tiles)
        {
            if (_kept[index] is not null)
                continue;
            try
            {
                if (!TryKeep(index, MakeTile(index, image, labels)))
                    return;
            }
            catch (CellSegException)
            {
                // Nobody has asked for this tile yet; whoever does is told.
            }
        }
    }

    private bool TryKeep(int index, TrainingFrame frame)
    {
        if (frame.Bytes > _budget)
            return false;
        _budget -= frame.Bytes;
        _kept[index] = frame;
        return true;
    }

    private TrainingFrame MakeTile(int index, CellImage image, LabelImage labels)
    {
        var movie = _frames[index].Movie;
        var tile = movie.Part!.Tile;
        return Make(index, tile.Cut(image, movie.Path), tile.Cut(labels, movie.Path));
    }

    private TrainingFrame Make(int index, CellImage image, LabelImage labels)
    {
        var (movie, number) = _frames[index];
        string name = movie.FrameCount == 1 ? movie.Name : $"{movie.Name} frame {number + 1}";
        image = _specification.Normalize(image, movie.Part is null ? movie.Path : name);
        var middle = MovieTile.Middle(labels.Height, labels.Width, _largestSide);
        if ((middle.Height, middle.Width) != (labels.Height, labels.Width))
            (image, labels) = (middle.Cut(image, movie.Path), middle.Cut(labels, movie.Path));
        return new TrainingFrame(name, image, labels, _targets?.Make(labels));
    }
}

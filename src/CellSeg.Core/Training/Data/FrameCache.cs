using CellSeg.Datasets;
using CellSeg.Imaging;
using CellSeg.Models;

namespace CellSeg.Training.Data;

/// <summary>
/// The frames of a data set, read and normalised when first asked for, and kept as far as the memory budget goes. For
/// use by one thread at a time.
/// </summary>
internal sealed class FrameCache
{
    private readonly List<(CellMovie Movie, int Frame)> _frames;
    private readonly TrainingFrame?[] _kept;
    private readonly ModelSpecification _specification;
    private long _budget;

    public FrameCache(CellDataset dataset, ModelSpecification specification, long budget)
    {
        _frames = [.. dataset.Movies.Where(movie => movie.HasLabels).SelectMany(movie => Enumerable.Range(0, movie.FrameCount).Select(frame => (movie, frame)))];
        _kept = new TrainingFrame?[_frames.Count];
        (_specification, _budget) = (specification, budget);
    }

    public int Count => _frames.Count;

    /// <exception cref="CellSegException">The frame cannot be read, or does not fit the model.</exception>
    public TrainingFrame Get(int index)
    {
        if (_kept[index] is { } kept)
            return kept;
        var (movie, number) = _frames[index];
        string name = movie.FrameCount == 1 ? movie.Name : $"{movie.Name} frame {number + 1}";
        var image = movie.ReadImage(number);
        var labels = movie.ReadLabels(number);
        if (image.Channels != _specification.InputChannels)
            throw new CellSegException(movie.Path, $"the image has {image.Channels} channels, the model takes {_specification.InputChannels}", "Import the data set with -Channel, or make a model with -InputChannels");
        if ((image.Height, image.Width) != (labels.Height, labels.Width))
            throw new CellSegException(movie.Path, $"the image is {image.Height} x {image.Width}, its labels are {labels.Height} x {labels.Width}", "Use label images of the image's size");
        var frame = new TrainingFrame(name, ImageNormalizer.Normalize(image, _specification.Normalization), labels);
        if (frame.Bytes <= _budget)
        {
            _budget -= frame.Bytes;
            _kept[index] = frame;
        }
        return frame;
    }
}

using System.Numerics.Tensors;
using CellSeg.Imaging;
using CellSeg.Imaging.Restoration;

namespace CellSeg.Datasets.Repair;

/// <summary>Repairs single frames of a movie, all but their places.</summary>
internal sealed class FrameRepair
{
    private readonly CellMovie _movie;
    private readonly MovieRepairOptions _options;
    private readonly FrameSize _size;
    private readonly FlatField? _flatField;

    /// <param name="movie">The movie, the first frame of which is read.</param>
    /// <param name="options">Valid options.</param>
    /// <param name="fields">Gives the flat field.</param>
    /// <param name="cancellationToken">Stops between frames.</param>
    /// <exception cref="CellSegException">A frame cannot be read, or does not fit the flat field.</exception>
    public FrameRepair(CellMovie movie, MovieRepairOptions options, FlatFieldSource fields, CancellationToken cancellationToken)
    {
        (_movie, _options) = (movie, options);
        First = movie.ReadImage();
        _size = new FrameSize(First.Height, First.Width);
        _flatField = fields.Get(movie, ReadWithoutHotPixels, cancellationToken);
        // So that a field that does not fit is told now, not when a frame is read.
        _flatField?.Apply(First, movie.Describe(0));
    }

    /// <summary>The first frame, as it was.</summary>
    public CellImage First { get; }

    /// <summary>Reads a frame and repairs it.</summary>
    /// <exception cref="CellSegException">It cannot be read, or has another size than the first one.</exception>
    public CellImage Read(int frame)
    {
        var image = ReadWithoutHotPixels(frame);
        if (_flatField is not null)
            image = _flatField.Apply(image, _movie.Describe(frame));
        if (_options.Background.Method != BackgroundMethod.None)
        {
            for (int c = 0; c < image.Channels; c++)
                SubtractBackground(image.Plane(c));
        }
        return image;
    }

    /// <summary>Makes what lies beyond 0 to be 0, when all else is done.</summary>
    public void Clip(CellImage image)
    {
        if (!_options.ClipNegative)
            return;
        if (_movie.HasDarkCells && _options.Background.Method != BackgroundMethod.None)
            TensorPrimitives.Min<float>(image.Pixels, 0, image.Pixels);
        else
            TensorPrimitives.Max<float>(image.Pixels, 0, image.Pixels);
    }

    private CellImage ReadWithoutHotPixels(int frame)
    {
        var read = _movie.ReadImage(frame);
        if (new FrameSize(read.Height, read.Width) != _size || read.Channels != First.Channels)
        {
            throw new CellSegException(
                _movie.Describe(frame), $"it is {read.Height} x {read.Width} with {read.Channels} channels, the first frame {_size} with {First.Channels}",
                "Use movies whose frames have one size");
        }
        // Whoever keeps images must find them as they were.
        var image = new CellImage(read.Channels, read.Height, read.Width, (float[])read.Pixels.Clone()) { ChannelNames = read.ChannelNames };
        for (int c = 0; c < image.Channels && _options.RemoveHotPixels; c++)
            HotPixels.Remove(image.Plane(c), image.Height, image.Width, _options.HotPixelThreshold ?? HotPixels.DefaultThreshold);
        return image;
    }

    private void SubtractBackground(Span<float> plane)
    {
        float[] background = FiniteValues.Of(plane);
        if (_movie.HasDarkCells)
            TensorPrimitives.Negate(background, background);
        _options.Background.Find(background, _size.Height, _size.Width, background);
        if (_movie.HasDarkCells)
            TensorPrimitives.Negate(background, background);
        TensorPrimitives.Subtract(plane, background, plane);
    }
}

using System.Numerics;
using System.Runtime.InteropServices;
using CellSeg.Datasets.Layouts.DeepCell.Lineages;
using CellSeg.Files;
using CellSeg.Imaging;
using CellSeg.Imaging.Codecs;
using Microsoft.Win32.SafeHandles;

namespace CellSeg.Datasets.Layouts.DeepCell.Writing;

/// <summary>
/// The frames of all movies that could be read, in a temporary file beside the one that they are written to: how many there
/// are, and of what type, stands at the beginning of an array and is known only when the last of them has been read.
/// </summary>
/// <param name="destination">The file that they are written to.</param>
/// <param name="haveEqualLengths">Whether all movies need the same number of frames.</param>
/// <param name="totalFrames">Frames of all movies.</param>
internal sealed class FrameSpool(string destination, bool haveEqualLengths, int totalFrames) : IDisposable
{
    private const int MostShapes = 8;

    private readonly List<SpooledMovie> _movies = [];
    private readonly Dictionary<MovieShape, int> _shapes = [];
    private NumberRange _range = NumberRange.Empty;
    private SafeFileHandle? _file;
    private MovieShape? _shape;
    private long _frames;

    /// <summary>The movies, in the order in which they were added.</summary>
    public IReadOnlyList<SpooledMovie> Movies => _movies;

    /// <summary>What all of them have in common; there is at least one.</summary>
    public MovieShape Shape => _shape!;

    /// <summary>The smallest type that has the values of all images.</summary>
    public SampleType ImageType => _range.Type;

    private long FrameLength => ((long)Shape.Numbers + Shape.Pixels) * sizeof(float);

    /// <summary>Reads a movie, if it is of the shape of the first; what was read of one that fails half way is forgotten.</summary>
    /// <param name="movie">The movie.</param>
    /// <param name="cancellationToken">Stops between frames.</param>
    /// <exception cref="CellSegException">The movie cannot be read, or has no labels.</exception>
    /// <exception cref="IOException">The temporary file cannot be written.</exception>
    public void Add(CellMovie movie, CancellationToken cancellationToken)
    {
        if (!movie.HasLabels)
            throw new CellSegException(movie.Path, "it has no labels, which are one half of this format", "Segment it first, or leave it out");
        var cells = new LabelFrames();
        var range = _range;
        int zeroFrames = 0;
        for (int frame = 0; frame < movie.FrameCount; frame++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var (image, labels) = Read(movie, frame);
            var shape = new MovieShape(haveEqualLengths ? movie.FrameCount : null, new FrameSize(image.Height, image.Width), image.Channels);
            if (frame == 0 && _movies.Count == 0)
                _shape = shape;
            if (frame == 0 && shape != Shape)
            {
                Count(shape);
                return;
            }
            if (shape != Shape)
            {
                throw new CellSegException(
                    movie.Describe(frame), $"the frame is {shape}, those before it are {Shape}", "Use movies whose frames have one size");
            }
            cells.Add(frame, labels);
            range = range.With(image.Pixels);
            bool isZero = !image.Pixels.AsSpan().ContainsAnyExcept(0f) && !labels.Pixels.AsSpan().ContainsAnyExcept(0);
            zeroFrames = isZero ? zeroFrames + 1 : 0;
            Write(_frames + frame, image.Pixels, labels.Pixels);
        }
        Count(Shape);
        _range = range;
        _movies.Add(new SpooledMovie(movie, _frames, cells, zeroFrames));
        _frames += movie.FrameCount;
    }

    /// <summary>Looks whether all movies were of one shape.</summary>
    /// <exception cref="CellSegException">They were not.</exception>
    public void CheckShapes()
    {
        if (_shapes.Count < 2)
            return;
        var shapes = _shapes.OrderByDescending(pair => pair.Value).Select(pair => $"{pair.Value} of {pair.Key}").ToList();
        throw new CellSegException(
            destination,
            $"its movies need one size, and there are {string.Join(", ", shapes.Take(MostShapes))}{(shapes.Count > MostShapes ? ", …" : "")}",
            "Write them as a LabelFolder, which has movies of any size, or as files of one size each");
    }

    /// <summary>The image of a frame, its channels last.</summary>
    /// <param name="frame">The frame among those of all movies, from 0.</param>
    public byte[] ReadImage(long frame)
    {
        var planes = ReadNumbers<float>(frame, 0, Shape.Numbers);
        return ImageType switch
        {
            SampleType.UInt8 => PutChannelsLast<byte>(planes, Shape.Channels),
            SampleType.UInt16 => PutChannelsLast<ushort>(planes, Shape.Channels),
            _ => PutChannelsLast<float>(planes, Shape.Channels),
        };
    }

    /// <summary>The labels of a frame, numbers of 32 bits.</summary>
    /// <param name="frame">The frame among those of all movies, from 0.</param>
    public byte[] ReadLabels(long frame) => MemoryMarshal.AsBytes(ReadNumbers<int>(frame, Shape.Numbers, Shape.Pixels).AsSpan()).ToArray();

    /// <inheritdoc/>
    public void Dispose() => _file?.Dispose();

    private static (CellImage Image, LabelImage Labels) Read(CellMovie movie, int frame)
    {
        var image = movie.ReadImage(frame);
        var labels = movie.ReadLabels(frame);
        var (size, own) = (new FrameSize(image.Height, image.Width), new FrameSize(labels.Height, labels.Width));
        if (own != size)
            throw new CellSegException(movie.Describe(frame), $"the image is {size}, its labels are {own}", "Use label images of the image's size");
        return (long)image.Pixels.Length * sizeof(float) <= Array.MaxLength
            ? (image, labels)
            : throw new CellSegException(movie.Describe(frame), "the frame has more than 2 GB", "Cut it into parts");
    }

    private static byte[] PutChannelsLast<T>(float[] planes, int channels) where T : unmanaged, INumberBase<T>
    {
        byte[] bytes = new byte[planes.Length * Marshal.SizeOf<T>()];
        var target = MemoryMarshal.Cast<byte, T>(bytes.AsSpan());
        int pixels = planes.Length / channels;
        for (int channel = 0; channel < channels; channel++)
        {
            for (int i = 0, j = channel; i < pixels; i++, j += channels)
                target[j] = T.CreateTruncating(planes[(channel * pixels) + i]);
        }
        return bytes;
    }

    private void Count(MovieShape shape) => _shapes[shape] = _shapes.GetValueOrDefault(shape) + 1;

    private void Write(long frame, float[] image, int[] labels)
    {
        _file ??= TemporaryFile.Create(FindFolder(), totalFrames * FrameLength, destination);
        RandomAccess.Write(_file, MemoryMarshal.AsBytes(image.AsSpan()), frame * FrameLength);
        RandomAccess.Write(_file, MemoryMarshal.AsBytes(labels.AsSpan()), (frame * FrameLength) + (image.Length * sizeof(float)));
    }

    private T[] ReadNumbers<T>(long frame, int first, int count) where T : unmanaged
    {
        var numbers = new T[count];
        var bytes = MemoryMarshal.AsBytes(numbers.AsSpan());
        FileBytes.FromHandle(_file!, destination).Read((frame * FrameLength) + ((long)first * sizeof(float)), bytes);
        return numbers;
    }

    /// <summary>The folder of the destination, or the one that is there above it.</summary>
    private string FindFolder()
    {
        string folder = Path.GetDirectoryName(destination)!;
        while (!Directory.Exists(folder))
            folder = Path.GetDirectoryName(folder)!;
        return folder;
    }
}

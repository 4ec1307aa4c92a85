using CellSeg.Core.Tests.Support;
using CellSeg.Datasets;
using CellSeg.Datasets.Formats;
using CellSeg.Datasets.Layouts;
using CellSeg.Evaluation;
using CellSeg.Evaluation.Pictures;
using CellSeg.Evaluation.Properties;
using CellSeg.Imaging;
using CellSeg.Imaging.Naming;
using CellSeg.Imaging.Selection;
using CellSeg.Inference;

namespace CellSeg.Core.Tests.Datasets;

/// <summary>Whatever reads the frame of a movie must read the pages that are this frame, told by their numbers.</summary>
public sealed class CellMovieTests : IDisposable
{
    private const int Frames = 4;

    private readonly TemporaryFolder _folder = new();

    // Frame f, from 0, has the pages 2f + 1 and 2f + 2.
    private readonly string _stack;

    // Its frames have one cell each, of one pixel more a frame.
    private readonly string _labels;

    public CellMovieTests()
    {
        _stack = TestStack.Write(_folder["movie.tif"], channels: 2, slices: 1, Frames);
        _labels = WriteLabels("movie_labels.tif", "ImageJ=1.54f\nimages=4\nframes=4\n");
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_file_gives_its_frames_by_channel()
    {
        var movie = CellMovie.Open(_stack);
        Assert.Equal(("movie", _stack, Frames, false), (movie.Name, movie.Path, movie.FrameCount, movie.HasLabels));
        for (int frame = 0; frame < Frames; frame++)
        {
            var image = movie.ReadImage(frame);
            Assert.Equal([(2 * frame) + 1, (2 * frame) + 2], Enumerable.Range(0, image.Channels).Select(channel => image.Plane(channel)[0]));
            Assert.Equal((2 * frame) + 1, movie.Select([new ChannelSelector(0)]).ReadImage(frame).Pixels[0]);
            Assert.Equal((2 * frame) + 2, movie.Select([new ChannelSelector(1)]).ReadImage(frame).Pixels[0]);
            Assert.Equal((2 * frame) + 1.5f, movie.ReadImage(frame).ToGrey().Pixels[0]);
        }
        Assert.Equal(_stack, Assert.Throws<CellSegException>(() => movie.ReadImage(Frames)).Target);
        Assert.Equal(_stack, Assert.Throws<CellSegException>(() => movie.ReadLabels()).Target);
    }

    [Fact]
    public void A_label_file_gives_its_frames_and_no_image()
    {
        var movie = CellMovie.OpenLabels(_labels);
        Assert.Equal(("movie", _labels, Frames, true), (movie.Name, movie.Path, movie.FrameCount, movie.HasLabels));
        Assert.Equal([1, 2, 3, 4], Enumerable.Range(0, Frames).Select(frame => movie.ReadLabels(frame).GetAreas()[frame + 1]));
        Assert.Equal(_labels, Assert.Throws<CellSegException>(() => movie.ReadImage()).Target);
    }

    [Fact]
    public void A_label_file_with_channels_is_refused()
    {
        string path = WriteLabels("channels_labels.tif", "ImageJ=1.54f\nimages=4\nchannels=2\nframes=2\n");
        var movie = CellMovie.OpenLabels(path);
        var error = Assert.Throws<CellSegException>(() => movie.ReadLabels());
        Assert.Equal(path, error.Target);
        Assert.Contains("this one has 2", error.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Intensities_are_those_of_the_frame()
    {
        var cells = CellPropertyFiles.Measure(_labels, new FilePartner(_stack)).ToList();
        Assert.Equal([0, 1, 2, 3], cells.Select(cell => cell.Frame ?? -1));
        Assert.Equal([[1, 2], [3, 4], [5, 6], [7, 8]], cells.Select(cell => new[] { cell.MeanIntensity, cell.GetFurtherIntensities().First().Value }));
    }

    [Fact]
    public void A_picture_of_errors_lies_over_the_frame()
    {
        var pictures = new ErrorPictureFolder(_folder["pictures"]);
        var (truth, prediction) = EvaluationInput.OpenFiles(new FilePartner(_labels), _labels);
        var image = new Lazy<CellMovie>(() => CellMovie.Open(_stack));
        for (int frame = 0; frame < Frames; frame++)
        {
            pictures.Write(EvaluationInput.Read(truth, prediction, frame, image));
            var picture = TestImages.Read(_folder["pictures", $"movie_t000{frame + 1}_errors.png"]);
            Assert.Equal([(2 * frame) + 1, (2 * frame) + 2], TestStack.FindNumbers(picture.Plane(0), scale: 8));
        }
    }

    [Fact]
    public void A_segmentation_without_a_movie_reads_the_frame_of_its_file()
    {
        var found = new CellSegmentation(new LabelImage(1, 1))
        {
            Name = "movie_t0003",
            Path = _stack,
            Frame = 2,
            CellCount = 0,
            ModelName = "",
            Device = "",
            Duration = TimeSpan.Zero,
        };
        var image = found.ReadImage();
        Assert.Equal([5, 6], Enumerable.Range(0, image.Channels).Select(channel => image.Plane(channel)[0]));
    }

    [Theory]
    [InlineData(null, 1.5)]
    [InlineData(0, 1)]
    [InlineData(1, 2)]
    public void An_image_of_a_data_set_has_the_channels_of_its_file(int? channel, double value)
    {
        var (dataset, problems) = Import(channel, channels: 2, slices: 1, frames: 1);
        Assert.Empty(problems);
        Assert.Equal(value, Assert.Single(dataset.Movies).ReadImage().ToGrey().Pixels[0]);
    }

    [Theory]
    [InlineData(2, 1, Frames, "4 frames")]
    [InlineData(2, 3, Frames, "z-stack")]
    public void An_image_of_a_data_set_with_frames_or_depth_is_a_problem(int channels, int slices, int frames, string reason)
    {
        var (dataset, problems) = Import(null, channels, slices, frames);
        Assert.Empty(dataset.Movies);
        Assert.Contains(reason, Assert.Single(problems).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_stack_in_depth_is_refused_wherever_it_is_read()
    {
        string path = TestStack.Write(_folder["deep.tif"], channels: 2, slices: 3, Frames);
        Action[] readers =
        [
            () => CellMovie.Open(path),
            () => CellMovie.OpenLabels(path),
            () => SegmentationInput.FromFile(path),
            () => EvaluationInput.OpenFiles(new FilePartner(path), _labels),
            () => EvaluationInput.OpenFiles(new FilePartner(_labels), path),
            () => _ = CellPropertyFiles.Measure(path).ToList(),
            () => _ = CellPropertyFiles.Measure(_labels, new FilePartner(path)).ToList(),
        ];
        foreach (var read in readers)
            Assert.Equal(path, Assert.Throws<CellSegException>(read).Target);
    }

    private string WriteLabels(string name, string description)
    {
        TestStack.Write(_folder[name], description, TestStack.Size, TestStack.Size, [.. Enumerable.Range(1, Frames).Select(number =>
        {
            byte[] page = new byte[TestStack.Size * TestStack.Size];
            // Below the columns that tell the number of a page.
            page.AsSpan(30 * TestStack.Size, number).Fill((byte)number);
            return page;
        })]);
        return _folder[name];
    }

    private DatasetImportResult Import(int? channel, int channels, int slices, int frames)
    {
        var nuclei = new NucleiFolder(_folder["stage"]);
        nuclei.AddMask("a", "1", TestStack.Size, TestStack.Size, (30, 5, 4, 4));
        TestStack.Write(Path.ChangeExtension(nuclei.ImagePath("a"), ".tif"), channels, slices, frames);
        return DatasetReader.Import(nuclei.Root, options: new DatasetImportOptions { Channel = channel is { } number ? [new ChannelSelector(number)] : [] });
    }
}

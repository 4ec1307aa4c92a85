using CellSeg.Core.Tests.Support;
using CellSeg.Evaluation;
using CellSeg.Evaluation.Properties;
using CellSeg.Imaging;
using CellSeg.Imaging.Naming;

namespace CellSeg.Core.Tests.Datasets;

/// <summary>Each frame, from 0, has one cell of its number and one pixel, and so has the single image of its name.</summary>
public sealed class PartnerMovieTests : IDisposable
{
    private const int Frames = 4;

    private readonly TemporaryFolder _folder = new();
    private readonly string _movie;
    private readonly string[] _singles;

    public PartnerMovieTests()
    {
        _movie = _folder["movie_labels.tif"];
        TestStack.Write(_movie, "", 8, 8, [.. Enumerable.Range(0, Frames).Select(frame => Cell(frame, 8 * 8))]);
        _singles = [.. Enumerable.Range(0, Frames).Select(frame => WriteSingle(FrameName.Of("movie", frame, Frames), frame))];
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_single_image_is_judged_by_its_frame_of_a_movie()
    {
        for (int frame = 0; frame < Frames; frame++)
        {
            var (truth, prediction) = EvaluationInput.OpenFiles(new FilePartner(_movie) { Frame = frame }, _singles[frame]);
            var input = EvaluationInput.Read(truth, prediction, 0);
            Assert.Equal((FrameName.Of("movie", frame, Frames), _singles[frame], frame), (input.Name, input.Path, input.Frame));
            Assert.Equal(input.Prediction.Pixels, input.Truth.Pixels);
        }
    }

    [Fact]
    public void A_movie_is_judged_by_the_files_of_its_frames()
    {
        var files = new FilePartner(_singles[1]) { FrameFiles = new Dictionary<int, string> { [1] = _singles[1], [3] = _singles[3] } };
        var (truth, prediction) = EvaluationInput.OpenFiles(files, _movie);
        Assert.Equal(Frames, truth.FrameCount);
        foreach (int frame in new[] { 1, 3 })
        {
            var input = EvaluationInput.Read(truth, prediction, frame);
            Assert.Equal(frame, input.Frame);
            Assert.Equal(input.Prediction.Pixels, input.Truth.Pixels);
        }
        Assert.Contains("frame 2", Assert.Throws<CellSegException>(() => truth.ReadLabels(2)).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Intensities_of_a_single_image_are_those_of_its_frame_of_a_movie()
    {
        string image = TestStack.Write(_folder["movie.tif"], channels: 1, slices: 1, Frames);
        string labels = _folder["cell_labels.tif"];
        ImageWriter.WriteLabels(labels, TestImages.Rectangles(TestStack.Size, TestStack.Size, (30, 5, 3, 3)));
        var cell = Assert.Single(CellPropertyFiles.Measure(labels, new FilePartner(image) { Frame = 2 }));
        Assert.Equal((2, 3), (cell.Frame, cell.MeanIntensity));
        var error = Assert.Throws<CellSegException>(() => CellPropertyFiles.Measure(labels, new FilePartner(image)).ToList());
        Assert.Equal((labels, $"it has 1 frames and {image} {Frames}"), (error.Target, error.Reason));
    }

    [Fact]
    public void A_frame_that_the_movie_does_not_have_is_named()
    {
        string beyond = WriteSingle("movie_t0009", 0);
        AssertRefused(beyond, "frame 9", new FilePartner(_movie) { Frame = 8 }, beyond);
        AssertRefused(beyond, "frame 9", new FilePartner(beyond) { FrameFiles = new Dictionary<int, string> { [8] = beyond } }, _movie);
        // A movie of one frame is called without a number.
        AssertRefused(_singles[0], "frame 1", new FilePartner(_singles[1]) { Frame = 0 }, _singles[0]);
        AssertRefused(_movie, "it has 4", new FilePartner(_movie) { Frame = 1 }, _movie);
    }

    [Fact]
    public void Files_of_other_numbers_of_frames_do_not_belong_together()
    {
        AssertRefused(_movie, "4 frames", new FilePartner(_singles[0]), _movie);
        AssertRefused(_singles[0], "1 frames", new FilePartner(_movie) { IsOnly = true }, _singles[0]);
    }

    [Fact]
    public void The_only_file_of_as_many_frames_belongs_to_another_whatever_the_names()
    {
        var (truth, prediction) = EvaluationInput.OpenFiles(new FilePartner(_singles[2]) { Frame = 0, IsOnly = true }, _singles[0]);
        Assert.Null(EvaluationInput.Read(truth, prediction, 0).Frame);
    }

    private static void AssertRefused(string target, string reason, FilePartner truth, string prediction)
    {
        var error = Assert.Throws<CellSegException>(() => EvaluationInput.OpenFiles(truth, prediction));
        Assert.Equal(target, error.Target);
        Assert.Contains(reason, error.Reason, StringComparison.Ordinal);
    }

    private string WriteSingle(string name, int frame)
    {
        string path = _folder[name + "_labels.tif"];
        ImageWriter.WriteLabels(path, new LabelImage(8, 8, [.. Cell(frame, 8 * 8).Select(value => (int)value)]));
        return path;
    }

    private static byte[] Cell(int frame, int size)
    {
        byte[] pixels = new byte[size];
        pixels[frame] = (byte)(frame + 1);
        return pixels;
    }
}

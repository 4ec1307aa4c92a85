using System.Globalization;
using System.Text.Json;
using CellSeg.Core.Tests.Support;
using CellSeg.Datasets;
using CellSeg.Datasets.Formats;
using CellSeg.Datasets.Layouts;
using CellSeg.Datasets.Layouts.Coco;
using CellSeg.Imaging;
using CellSeg.Numerics;

namespace CellSeg.Core.Tests.Datasets;

public sealed class CocoTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Polygons_become_the_pixels_whose_centres_they_hold()
    {
        WriteImage("a.png", 6, 8);
        // The border of 3 x 4 pixels, and a triangle that the image cuts off.
        var dataset = Import(Write([Image(1, "a.png", 6, 8)], [Polygon(1, [2, 1, 6, 1, 6, 4, 2, 4]), Polygon(1, [-3, 3.2, 1.6, 6, -3, 9])]));
        var labels = Assert.Single(dataset.Movies).ReadLabels();
        Assert.Equal(Enumerable.Range(1, 3).SelectMany(y => Enumerable.Range(2, 4).Select(x => (y * 8) + x)), PlacesOf(labels, 1));
        Assert.Equal([40], PlacesOf(labels, 2));
        Assert.Equal(2, dataset.AnnotationCount);
    }

    [Fact]
    public void A_cell_may_have_several_polygons_and_those_may_turn_inwards()
    {
        WriteImage("a.png", 9, 9);
        // A square of 5 with a notch of 1 x 2, and another of 1 far from it.
        var dataset = Import(Write([Image(1, "a.png", 9, 9)], [Polygon(1, [0, 0, 5, 0, 5, 5, 3, 5, 3, 3, 2, 3, 2, 5, 0, 5], [8, 8, 9, 8, 9, 9, 8, 9])]));
        int[] notch = [(3 * 9) + 2, (4 * 9) + 2];
        Assert.Equal(
            [.. Enumerable.Range(0, 25).Select(i => (i / 5 * 9) + (i % 5)).Except(notch), 80], PlacesOf(dataset.Movies[0].ReadLabels(), 1));
    }

    [Fact]
    public void Run_lengths_are_those_of_the_reference()
    {
        // Made by rleEncode and rleToString of the reference implementation: a disc of 11 x 14, cut by the border below, and two pixels.
        const string text = "02i11]N4N0O2O0001N102LN";
        int[] counts = [0, 2, 57, 3, 6, 7, 4, 7, 3, 9, 2, 9, 2, 9, 3, 7, 4, 7, 6, 3, 4];
        using var asText = JsonDocument.Parse($"\"{text}\"");
        using var asNumbers = JsonDocument.Parse($"[{string.Join(',', counts)}]");
        Assert.Equal(counts, RunLengths.Read(asText.RootElement));
        Assert.Equal(counts, RunLengths.Read(asNumbers.RootElement));
        Assert.Equal(text, RunLengths.Encode(counts));

        WriteImage("a.png", 11, 14);
        var labels = Import(Write([Image(1, "a.png", 11, 14)], [Mask(1, $"\"{text}\"", 11, 14)])).Movies[0].ReadLabels();
        Assert.Equal(Enumerable.Range(0, 11 * 14).Where(i => IsIn(i / 14, i % 14)), PlacesOf(labels, 1));

        static bool IsIn(int y, int x) => ((x - 9) * (x - 9)) + ((y - 5) * (y - 5)) < 20 || (x == 0 && y < 2);
    }

    [Fact]
    public void Run_lengths_of_any_cell_come_back()
    {
        var random = new RandomSource(5);
        for (int round = 0; round < 200; round++)
        {
            int height = 1 + random.Next(9), width = 1 + random.Next(9);
            var labels = new LabelImage(height, width, [.. Enumerable.Range(0, height * width).Select(_ => random.Next(3))]);
            foreach (var box in CellBoxes.Find(labels.Pixels, height, width))
            {
                string text = JsonSerializer.Serialize(RunLengths.Encode(CocoMask.GetCounts(labels, box)));
                using var mask = JsonDocument.Parse($"{{\"size\":[{height},{width}],\"counts\":{text}}}");
                var again = new LabelImage(height, width);
                Assert.Equal(box.Area, CocoMask.Paint(mask.RootElement, again, 1));
                Assert.Equal(PlacesOf(labels, box.Label), PlacesOf(again, 1));
            }
        }
    }

    [Fact]
    public void Where_cells_overlap_the_first_keeps_the_pixel_and_one_that_has_none_is_told()
    {
        WriteImage("a.png", 8, 8);
        var result = DatasetReader.Import(Write(
            [Image(1, "a.png", 8, 8)],
            [Polygon(1, Square(0, 0, 4)), Polygon(1, Square(1, 1, 2)), Polygon(1, Square(2, 2, 4))]));
        Assert.Empty(result.Problems);
        Assert.Equal(2, result.Dataset.AnnotationCount);
        Assert.Equal([16, 12], result.Dataset.Movies[0].ReadLabels().GetAreas().Values);
        Assert.Contains("a.png: 1 of its 3 annotations", Assert.Single(result.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void Ids_that_name_nothing_or_stand_twice_are_problems_and_the_rest_is_read()
    {
        foreach (string name in (string[])["a.png", "b.png", "c.png"])
            WriteImage(name, 8, 8);
        var result = DatasetReader.Import(Write(
            [Image(1, "a.png", 8, 8), Image(1, "b.png", 8, 8), Image(3, "c.png", 8, 8), """{"file_name":"d.png"}"""],
            [Polygon(1, Square(0, 0, 4)), Polygon(7, Square(0, 0, 4)), Polygon(7, Square(4, 0, 4)), """{"id":9}"""]));
        Assert.Equal(["a", "c"], result.Dataset.Movies.Select(movie => movie.Name));
        Assert.Equal((1, 0), (result.Dataset.Movies[0].AnnotationCount, result.Dataset.Movies[1].AnnotationCount));
        Assert.Equal(
            [
                "the images a.png and b.png have the same id 1", "image number 3 has no id or no file_name",
                "the annotation 9 does not say of which image it is", "2 annotations are of the image 7, which it does not name",
            ],
            result.Problems.Select(problem => problem.Reason));
    }

    [Theory]
    [InlineData("""{"image_id":1,"segmentation":[[1,1,2]]}""", "3 numbers")]
    [InlineData("""{"image_id":1,"segmentation":[[1,1,2,2,"x",3]]}""", "no list of numbers")]
    [InlineData("""{"image_id":1,"segmentation":null}""", "neither polygons nor run lengths")]
    [InlineData("""{"image_id":1}""", "neither polygons nor run lengths")]
    [InlineData("""{"image_id":1,"segmentation":{"size":[8,8],"counts":[10,3]}}""", "cover 13 pixels, the image has 64")]
    [InlineData("""{"image_id":1,"segmentation":{"size":[4,16],"counts":[64]}}""", "mask is 4 x 16, the image is 8 x 8")]
    [InlineData("""{"image_id":1,"segmentation":{"size":[8,8],"counts":[-1,65]}}""", "negative")]
    [InlineData("""{"image_id":1,"segmentation":{"size":[8,8],"counts":"~~"}}""", "damaged")]
    [InlineData("""{"image_id":1,"segmentation":{"size":[8,8],"counts":"PPPPPPPPPPPP"}}""", "damaged")]
    [InlineData("""{"image_id":1,"segmentation":{"counts":[64]}}""", "of which size")]
    public void A_region_that_makes_no_sense_is_a_problem_of_its_image(string annotation, string reason)
    {
        WriteImage("a.png", 8, 8);
        WriteImage("b.png", 8, 8);
        var result = DatasetReader.Import(Write([Image(1, "a.png", 8, 8), Image(2, "b.png", 8, 8)], [annotation, Polygon(2, Square(0, 0, 2))]));
        Assert.Equal("b", Assert.Single(result.Dataset.Movies).Name);
        var problem = Assert.Single(result.Problems);
        Assert.Equal(_folder["a.png"], problem.Target);
        Assert.Contains(reason, problem.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Images_that_are_missing_or_of_another_size_or_outside_of_the_folder_are_problems()
    {
        WriteImage("set/a.png", 8, 8);
        WriteImage("outside.png", 8, 8);
        string path = Write(
            [Image(1, "a.png", 8, 9), Image(2, "nowhere.png", 8, 8), Image(3, "../outside.png", 8, 8), Image(4, "/outside.png", 8, 8)], [], "set/coco.json");
        var result = DatasetReader.Import(path);
        Assert.Empty(result.Dataset.Movies);
        Assert.Equal([_folder["set", "a.png"], "nowhere.png", "../outside.png", "/outside.png"], result.Problems.Select(problem => problem.Target));
        Assert.Equal("it is 8 x 8, the annotations say 8 x 9", result.Problems[0].Reason);
        Assert.All(result.Problems.Skip(2), problem => Assert.Contains("leads out", problem.Reason, StringComparison.Ordinal));
    }

    [Fact]
    public void Images_are_found_in_the_usual_folders_in_the_one_that_is_named_and_below_it()
    {
        WriteImage("set/images/a.png", 8, 8);
        WriteImage("pictures/deep/b.png", 8, 8);
        string path = Write([Image(1, "a.png", 8, 8)], [], "set/annotations/coco.json");
        Assert.Equal(_folder["set", "images", "a.png"], Assert.Single(Import(path).Movies).Path);
        Assert.Equal("a", Assert.Single(Import(_folder["set"]).Movies).Name);
        path = Write([Image(1, "b.png", 8, 8)], [], "set/annotations/other.json");
        var options = new DatasetImportOptions { ImagePath = _folder["pictures"] };
        Assert.Equal(_folder["pictures", "deep", "b.png"], Assert.Single(DatasetReader.Import(path, options: options).Dataset.Movies).Path);
        var several = Assert.Throws<CellSegException>(() => DatasetReader.Import(_folder["set"]));
        Assert.Contains("coco.json, other.json", several.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Annotations_may_be_keyed_by_their_ids_and_stand_before_the_images_with_ids_as_text()
    {
        WriteImage("a.png", 8, 8);
        string path = _folder.Write("coco.json", $$"""
            {"info":{"year":2026},"annotations":{"11":{{Polygon(1, Square(0, 0, 2))}},"12":{{Polygon(1, Square(4, 4, 3))}}},"licenses":[],
             "images":[{"id":"1","file_name":"a.png"}],"categories":[{"id":1,"name":"cell"}]}
            """);
        Assert.Equal([4, 9], Import(path).Movies[0].ReadLabels().GetAreas().Values);
    }

    [Fact]
    public void Elements_longer_than_any_buffer_are_read()
    {
        WriteImage("a.png", 64, 64);
        // A polygon that goes round a square many thousand times, an odd number of them.
        string corners = string.Join(',', Enumerable.Repeat("0.25,0.25,60.25,0.25,60.25,60.25,0.25,60.25", 5001));
        string annotation = $$"""{"image_id":1,"segmentation":[[{{corners}}]]}""";
        var result = DatasetReader.Import(Write([Image(1, "a.png", 64, 64)], [.. Enumerable.Repeat(annotation, 3), Polygon(1, Square(61, 61, 3))]));
        Assert.Equal([3600, 9], result.Dataset.Movies[0].ReadLabels().GetAreas().Values);
    }

    [Theory]
    [InlineData("""{"images":[{"id":1,"file_name":"a.png"}""", "no intact JSON")]
    [InlineData("""{"images":[]}""", "names no images")]
    [InlineData("""[1,2]""", "not an object")]
    public void A_file_that_is_cut_off_or_something_else_is_said_to_be(string text, string reason)
    {
        string path = _folder.Write("coco.json", text);
        var e = Assert.Throws<CellSegException>(() => DatasetReader.Import(path, DatasetFormat.Coco));
        Assert.Equal(path, e.Target);
        Assert.Contains(reason, e.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_changes_after_the_import_is_not_read_at_old_places()
    {
        WriteImage("a.png", 8, 8);
        string path = Write([Image(1, "a.png", 8, 8)], [Polygon(1, Square(0, 0, 4))]);
        var movie = Import(path).Movies[0];
        File.AppendAllText(path, " ");
        Assert.Contains("changed", Assert.Throws<CellSegException>(() => movie.ReadLabels()).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Regions_of_many_cells_are_left_out_with_a_word()
    {
        WriteImage("a.png", 8, 8);
        string crowd = Polygon(1, Square(0, 0, 8)).Replace("{", """{"iscrowd":1,""", StringComparison.Ordinal);
        var result = DatasetReader.Import(Write([Image(1, "a.png", 8, 8)], [crowd, Polygon(1, Square(0, 0, 2))]));
        Assert.Equal(1, result.Dataset.AnnotationCount);
        Assert.Contains("1 regions of many cells", Assert.Single(result.Warnings), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1, 1, 200)]
    [InlineData(3, 1, 255)]
    [InlineData(2, 1, 4000)]
    [InlineData(3, 1, 4000)]
    [InlineData(1, 4, 255)]
    public void What_is_written_is_read_again_to_the_last_pixel(int channels, int frames, int largest)
    {
        var dataset = new CellDataset("cells", "made", [.. Enumerable.Range(1, 3).Select(i => CreateMovie($"movie{i}", channels, frames, largest, i))]);
        var outcome = DatasetWriter.Export(dataset, _folder["out"], DatasetExportFormat.Coco);
        Assert.Equal(3, outcome.Written);
        Assert.Empty(outcome.Problems);

        var again = DatasetReader.Import(_folder["out"]);
        Assert.Empty(again.Problems);
        Assert.Equal((DatasetFormat.Coco, 3 * frames), (again.Format, again.Dataset.MovieCount));
        Assert.Equal(dataset.AnnotationCount, again.Dataset.AnnotationCount);
        var expected = dataset.Movies.SelectMany(
            movie => Enumerable.Range(0, frames).Select(frame => (Image: movie.ReadImage(frame), Labels: movie.ReadLabels(frame))));
        Assert.All(expected.Zip(again.Dataset.Movies), pair =>
        {
            Assert.Equal(pair.First.Image.Pixels, pair.Second.ReadImage().Pixels);
            Assert.Equal(pair.First.Labels.Pixels, pair.Second.ReadLabels().Pixels);
            Assert.Equal(0.25, pair.Second.PixelSize!.Value, 1e-6);
        });
    }

    [Fact]
    public void A_movie_that_cannot_be_written_is_a_problem_and_leaves_nothing_in_the_file()
    {
        var bad = new CellMovie(
            "bad", "bad", 1, _ => throw new CellSegException("bad.tif", "it is damaged", "Replace it"), _ => TestImages.Rectangles(8, 8, (0, 0, 8, 8)));
        var unlabelled = new CellMovie("unlabelled", "unlabelled", 1, _ => TestImages.Noise(8, 8, 1));
        var dataset = new CellDataset("cells", "made", [bad, CreateMovie("good", 1, 1, 200, 1), unlabelled]);
        var outcome = DatasetWriter.Export(dataset, _folder["out"], DatasetExportFormat.Coco);
        Assert.Equal((1, 2), (outcome.Written, outcome.Problems.Count));
        Assert.Equal("good", Assert.Single(DatasetReader.Import(_folder["out"]).Dataset.Movies).Name);
        Assert.Equal(["good.tif"], Directory.GetFiles(_folder["out", "images"]).Select(Path.GetFileName));

        var refused = Assert.Throws<CellSegException>(() => DatasetWriter.Export(dataset, _folder["out"], DatasetExportFormat.Coco));
        Assert.Contains("already", refused.Reason, StringComparison.Ordinal);
        var other = new CellDataset("cells", "made", [CreateMovie("other", 3, 1, 200, 2)]);
        Assert.Equal(1, DatasetWriter.Export(other, _folder["out"], DatasetExportFormat.Coco, new DatasetExportOptions { Overwrite = true }).Written);
        Assert.Equal(["other.tif"], Directory.GetFiles(_folder["out", "images"]).Select(Path.GetFileName));
    }

    private static CellMovie CreateMovie(string name, int channels, int frames, int largest, int seed)
    {
        const int height = 19, width = 23;
        var random = new RandomSource(seed);
        var images = Enumerable.Range(0, frames).Select(_ =>
            new CellImage(channels, height, width, [.. Enumerable.Range(0, channels * height * width).Select(_ => (float)random.Next(largest + 1))])).ToArray();
        var labels = Enumerable.Range(0, frames).Select(_ =>
            new LabelImage(height, width, [.. Enumerable.Range(0, height * width).Select(_ => Math.Max(0, random.Next(8) - 3))])).ToArray();
        return new CellMovie(name, name, frames, frame => images[frame], frame => labels[frame], labels.Sum(frame => frame.CountCells())) { PixelSize = 0.25 };
    }

    private static CellDataset Import(string path)
    {
        var result = DatasetReader.Import(path);
        Assert.Empty(result.Problems);
        Assert.Empty(result.Warnings);
        Assert.Equal(DatasetFormat.Coco, result.Format);
        return result.Dataset;
    }

    private static IEnumerable<int> PlacesOf(LabelImage labels, int id) => labels.Pixels.Index().Where(pixel => pixel.Item == id).Select(pixel => pixel.Index);

    private static string Image(int id, string name, int height, int width)
        => $$"""{"id":{{id}},"file_name":"{{name}}","height":{{height}},"width":{{width}}}""";

    private static string Polygon(int image, params double[][] polygons)
        => $$"""{"image_id":{{image}},"category_id":1,"segmentation":[{{string.Join(',', polygons.Select(corners => $"[{Text(corners)}]"))}}]}""";

    private static string Mask(int image, string counts, int height, int width)
        => $$$"""{"image_id":{{{image}}},"segmentation":{"size":[{{{height}}},{{{width}}}],"counts":{{{counts}}}}}""";

    private static double[] Square(double x, double y, double side) => [x, y, x + side, y, x + side, y + side, x, y + side];

    private static string Text(double[] numbers) => string.Join(',', numbers.Select(number => number.ToString(CultureInfo.InvariantCulture)));

    private string Write(string[] images, string[] annotations, string name = "coco.json")
        => _folder.Write(name, $$"""{"images":[{{string.Join(',', images)}}],"annotations":[{{string.Join(',', annotations)}}]}""");

    private void WriteImage(string name, int height, int width)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_folder[name])!);
        ImageWriter.WriteRgb(_folder[name], height, width, TestImages.GreyRgb(height, width));
    }
}

using System.Text.Json;
using CellSeg.Datasets.Layouts.Exporting;
using CellSeg.Imaging;
using CellSeg.Imaging.Naming;
using CellSeg.Imaging.Writing;

namespace CellSeg.Datasets.Layouts.Coco;

/// <summary>
/// Writes <c>annotations.json</c> and a folder <c>images</c>, one file a frame. Regions are run lengths, which keep every pixel of a cell,
/// its holes and its pieces; polygons do not.
/// </summary>
internal sealed class CocoExporter : FolderExporter
{
    private const string JsonName = "annotations.json", ImageFolder = "images";

    private readonly Dictionary<string, List<CocoFrame>> _frames = [];

    /// <inheritdoc/>
    protected override bool IsOfLayout(string file) => file == JsonName || (file.Split('/')[0] == ImageFolder && ImageFiles.HasImageExtension(file));

    /// <inheritdoc/>
    protected override IReadOnlyList<string> NameMovies(CellDataset dataset) => [.. dataset.Movies.Select(movie => movie.Name)];

    /// <inheritdoc/>
    protected override IReadOnlyList<(string Name, Action<string> Write)> CreateFiles(CellMovie movie, string name, ExportNotes notes)
    {
        if (!movie.HasLabels)
            throw new CellSegException(movie.Name, "it has no labels, of which annotations could be made", "Leave it out");
        NoteCommonLosses(movie, notes);
        notes.Add(movie, "which cells of two frames are the same is left out", movie.Tracks.Count > 0);
        notes.Add(movie, "the kind is left out", HasKinds && movie.Kind is not null);
        notes.Add(movie, "the frames of a movie become single images", movie.FrameCount > 1);
        var frames = new List<CocoFrame>();
        var files = new List<(string, Action<string>)>();
        for (int i = 0; i < movie.FrameCount; i++)
        {
            int frame = i;
            var labels = movie.ReadLabels(frame);
            string file = $"{ImageFolder}/{FrameName.Of(name, frame, movie.FrameCount)}.tif";
            files.Add((file, path => StackWriter.WriteImage(path, movie.ReadImage(frame), movie.PixelSize)));
            frames.Add(new CocoFrame(file, new FrameSize(labels.Height, labels.Width), [.. FindCells(labels)]));
        }
        notes.Add(movie, "images of several channels that are not red, green and blue have a page a channel, of which most readers of COCO show the first",
            movie.ReadImage().Channels > 1 && !StackWriter.IsRgb(movie.ReadImage()));
        _frames[name] = frames;
        return files;
    }

    /// <inheritdoc/>
    protected override IReadOnlyList<(string Name, Action<string> Write)> CreateCommonFiles(IReadOnlyList<string> written)
        => [(JsonName, file => WriteJson(file, [.. written.SelectMany(name => _frames[name])]))];

    private static IEnumerable<CocoCell> FindCells(LabelImage labels)
        => CellBoxes.Find(labels.Pixels, labels.Height, labels.Width).Select(box => new CocoCell(box, RunLengths.Encode(CocoMask.GetCounts(labels, box))));

    private static void WriteJson(string file, List<CocoFrame> frames)
    {
        using var stream = File.Create(file);
        using var json = new Utf8JsonWriter(stream);
        json.WriteStartObject();
        json.WriteStartArray("images");
        foreach (var (i, frame) in frames.Index())
        {
            json.WriteStartObject();
            json.WriteNumber("id", i + 1);
            json.WriteString("file_name", frame.FileName);
            json.WriteNumber("height", frame.Size.Height);
            json.WriteNumber("width", frame.Size.Width);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteStartArray("annotations");
        int id = 0;
        foreach (var (i, frame) in frames.Index())
        {
            foreach (var cell in frame.Cells)
                WriteCell(json, ++id, i + 1, frame.Size, cell);
            json.Flush();
        }
        json.WriteEndArray();
        json.WriteStartArray("categories");
        json.WriteStartObject();
        json.WriteNumber("id", 1);
        json.WriteString("name", "cell");
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteCell(Utf8JsonWriter json, int id, int image, FrameSize size, CocoCell cell)
    {
        var box = cell.Box;
        json.WriteStartObject();
        json.WriteNumber("id", id);
        json.WriteNumber("image_id", image);
        json.WriteNumber("category_id", 1);
        json.WriteNumber("iscrowd", 0);
        json.WriteNumber("area", box.Area);
        WriteNumbers("bbox", box.Left, box.Top, box.Right - box.Left, box.Bottom - box.Top);
        json.WriteStartObject("segmentation");
        WriteNumbers("size", size.Height, size.Width);
        json.WriteString("counts", cell.Counts);
        json.WriteEndObject();
        json.WriteEndObject();

        void WriteNumbers(string name, params ReadOnlySpan<int> numbers)
        {
            json.WriteStartArray(name);
            foreach (int number in numbers)
                json.WriteNumberValue(number);
            json.WriteEndArray();
        }
    }

    private sealed record CocoFrame(string FileName, FrameSize Size, IReadOnlyList<CocoCell> Cells);

    private readonly record struct CocoCell(CellBox Box, string Counts);
}

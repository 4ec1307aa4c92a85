using System.Text.Json;
using CellSeg.Files.Json;

namespace CellSeg.Datasets.Layouts.Coco;

/// <summary>
/// What an annotation file names, and where it says it: regions are read again when they are asked for, so that the largest
/// files take little memory.
/// </summary>
internal sealed class CocoIndex
{
    private readonly string _path;
    private readonly (long Length, DateTime Time) _stamp;
    private readonly Dictionary<string, CocoImage> _byId = [];
    private readonly List<CocoImage> _images = [];
    private readonly Dictionary<string, List<JsonPlace>> _annotations = [];
    private readonly List<CellSegException> _problems = [];
    private readonly HashSet<string> _categories = [];
    private int _crowds;

    private CocoIndex(string path) => (_path, _stamp) = (path, Stamp(path));

    /// <summary>The images, in the order of the file, with the places of their annotations.</summary>
    public IReadOnlyList<CocoImage> Images => _images;

    /// <summary>Ids that stand twice or name nothing, and entries that lack what they need.</summary>
    public IReadOnlyList<CellSegException> Problems => _problems;

    /// <summary>What of the file says something that labels cannot.</summary>
    public IReadOnlyList<string> Warnings => [.. FindWarnings()];

    /// <summary>Whether a file looks like one of COCO: the first of its long lists is called images or annotations.</summary>
    public static bool IsKnown(string path)
    {
        bool isKnown = false;
        try
        {
            JsonSections.Read(path, (section, _, _) => !(isKnown = section is "images" or "annotations"));
        }
        catch (CellSegException)
        {
            // Whoever reads the file is told what is wrong with it.
        }
        return isKnown;
    }

    /// <summary>Reads a file once.</summary>
    /// <exception cref="CellSegException">The file cannot be read, or names no image.</exception>
    public static CocoIndex Read(string path, CancellationToken cancellationToken)
    {
        var index = new CocoIndex(path);
        JsonSections.Read(path, index.Take, cancellationToken);
        if (index._images.Count == 0)
            throw new CellSegException(path, "it names no images", "Give a COCO file with the lists images and annotations");
        index.Join();
        return index;
    }

    /// <summary>Reads annotations again, each by itself.</summary>
    /// <param name="places">Where they stand.</param>
    /// <param name="take">Takes each of them; it is gone afterwards.</param>
    /// <exception cref="CellSegException">The file can no longer be read, or has changed.</exception>
    public void ReadAgain(IReadOnlyList<JsonPlace> places, Action<JsonElement> take)
    {
        try
        {
            if (Stamp(_path) != _stamp)
                throw new CellSegException(_path, "the file has changed since it was opened", "Import the data set again");
            using var file = File.OpenHandle(_path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete);
            foreach (var place in places)
            {
                byte[] text = new byte[place.Length];
                if (RandomAccess.Read(file, text, place.Offset) != text.Length)
                    throw new EndOfStreamException("it is shorter than before");
                using var document = JsonDocument.Parse(text);
                take(document.RootElement);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException)
        {
            throw new CellSegException(_path, $"the file cannot be read ({e.Message.TrimEnd('.')})", "Check that it is still there and import it again", e);
        }
    }

    /// <summary>The text of an id, which some programs write as a number and some as a text.</summary>
    private static string? GetText(JsonElement element, string property)
        => element.ValueKind == JsonValueKind.Object && element.TryGetProperty(property, out var value)
            && value.ValueKind is JsonValueKind.Number or JsonValueKind.String
            ? value.ToString()
            : null;

    private static int? GetNumber(JsonElement element, string property)
        => element.TryGetProperty(property, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out int number) ? number : null;

    private static (long Length, DateTime Time) Stamp(string path)
    {
        var file = new FileInfo(path);
        return file.Exists ? (file.Length, file.LastWriteTimeUtc) : default;
    }

    private bool Take(string section, JsonElement element, JsonPlace place)
    {
        switch (section)
        {
            case "images":
                TakeImage(element);
                break;
            case "annotations":
                TakeAnnotation(element, place);
                break;
        }
        return true;
    }

    private void TakeImage(JsonElement element)
    {
        if (GetText(element, "id") is not { } id || GetText(element, "file_name") is not { } name)
        {
            _problems.Add(new CellSegException(_path, $"image number {_images.Count + 1} has no id or no file_name", "Add them"));
            return;
        }
        FrameSize? size = GetNumber(element, "height") is { } height && GetNumber(element, "width") is { } width ? new FrameSize(height, width) : null;
        var image = new CocoImage(id, name, size);
        if (_byId.TryAdd(id, image))
            _images.Add(image);
        else
            _problems.Add(new CellSegException(_path, $"the images {_byId[id].FileName} and {name} have the same id {id}", "Give each image an id of its own"));
    }

    private void TakeAnnotation(JsonElement element, JsonPlace place)
    {
        if (GetText(element, "image_id") is not { } id)
        {
            string own = GetText(element, "id") ?? "without id";
            _problems.Add(new CellSegException(_path, $"the annotation {own} does not say of which image it is", "Add its image_id"));
            return;
        }
        if (element.TryGetProperty("iscrowd", out var crowd) && crowd.ValueKind == JsonValueKind.Number && crowd.GetDouble() != 0)
        {
            _crowds++;
            return;
        }
        if (GetText(element, "category_id") is { } category)
            _categories.Add(category);
        if (!_annotations.TryGetValue(id, out var places))
            _annotations[id] = places = [];
        places.Add(place);
    }

    /// <summary>Lists may come in any order, so that images get their annotations when all have been read.</summary>
    private void Join()
    {
        foreach (var (id, places) in _annotations)
        {
            if (_byId.TryGetValue(id, out var image))
            {
                image.Annotations.AddRange(places);
                continue;
            }
            _problems.Add(new CellSegException(
                _path, $"{places.Count} annotations are of the image {id}, which it does not name", "Add the image, or remove them"));
        }
        _annotations.Clear();
    }

    private IEnumerable<string> FindWarnings()
    {
        if (_crowds > 0)
            yield return $"{_path}: {_crowds} regions of many cells (iscrowd) are left out, since labels are single cells.";
        if (_categories.Count > 1)
            yield return $"{_path}: its regions are of {_categories.Count} categories, all of which are taken for cells.";
    }
}

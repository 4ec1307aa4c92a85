using System.Text.Json;

namespace CellSeg.Datasets.Layouts.DeepCell.Lineages;

/// <summary>Writes the cells of a movie through time as DeepCell's lineages have them, see <see cref="Lineage"/>.</summary>
internal static class LineageWriter
{
    /// <summary>Joins the tracks of a movie with what its label images show.</summary>
    /// <param name="movie">The movie; every label is a cell without a parent where it has no tracks.</param>
    /// <param name="seen">The cells of its label images.</param>
    /// <returns>A track for each cell that is in a frame, and every contradiction in words.</returns>
    public static (IReadOnlyList<CellTrack> Tracks, IReadOnlyList<string> Warnings) FindTracks(CellMovie movie, LabelFrames seen)
    {
        if (movie.Tracks.Count == 0)
            return ([.. seen.Labels.Select(label => new CellTrack(label, seen[label][0], seen[label][^1]))], []);
        var daughters = movie.Tracks.Where(track => track.Parent is not null).ToLookup(track => track.Parent!.Value, track => track.Label);
        var cells = movie.Tracks.Select(track => new LineageCell(track.Label, FramesOf(track, seen), [.. daughters[track.Label]], track.Parent)).ToList();
        var check = new LineageCheck(cells, seen);
        return (check.FindTracks(), check.Describe(movie.Path));
    }

    /// <summary>Writes the lineage of a movie, an object.</summary>
    /// <param name="json">Where the object is wanted.</param>
    /// <param name="tracks">The tracks of <see cref="FindTracks"/>.</param>
    /// <param name="seen">The cells of the label images.</param>
    public static void Write(Utf8JsonWriter json, IReadOnlyList<CellTrack> tracks, LabelFrames seen)
    {
        var daughters = tracks.Where(track => track.Parent is not null).ToLookup(track => track.Parent!.Value);
        json.WriteStartObject();
        foreach (var track in tracks)
        {
            json.WriteStartObject(FormattableString.Invariant($"{track.Label}"));
            json.WriteNumber("label", track.Label);
            WriteNumbers(json, "frames", seen[track.Label]);
            WriteNumbers(json, "daughters", daughters[track.Label].Select(daughter => daughter.Label));
            // Whether a tracker may go on with the cell, which nobody here knows.
            json.WriteBoolean("capped", false);
            // The first frame in which the daughters are, as DeepCell's tracker has it.
            WriteNumber(json, "frame_div", daughters[track.Label].Select(daughter => (int?)daughter.FirstFrame).Min());
            WriteNumber(json, "parent", track.Parent);
            json.WriteEndObject();
        }
        json.WriteEndObject();
    }

    /// <summary>The frames of a cell: those that it is seen in where they begin and end with the track, which knows of no gaps.</summary>
    private static IReadOnlyList<int> FramesOf(CellTrack track, LabelFrames seen)
    {
        var frames = seen[track.Label];
        return frames.Count > 0 && (frames[0], frames[^1]) == (track.FirstFrame, track.LastFrame) ? frames : [track.FirstFrame, track.LastFrame];
    }

    private static void WriteNumbers(Utf8JsonWriter json, string name, IEnumerable<int> numbers)
    {
        json.WriteStartArray(name);
        foreach (int number in numbers)
            json.WriteNumberValue(number);
        json.WriteEndArray();
    }

    private static void WriteNumber(Utf8JsonWriter json, string name, int? number)
    {
        if (number is { } value)
            json.WriteNumber(name, value);
        else
            json.WriteNull(name);
    }
}

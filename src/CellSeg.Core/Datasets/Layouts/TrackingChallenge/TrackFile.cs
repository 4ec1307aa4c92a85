using System.Globalization;
using System.Text;

namespace CellSeg.Datasets.Layouts.TrackingChallenge;

/// <summary>
/// The lineage of a sequence, <c>man_track.txt</c>: a line a cell with its label, its first frame, its last one, and the label of
/// the cell that it came from by division or 0 ("L B E P", celltrackingchallenge.net, "Naming and file content conventions").
/// </summary>
internal static class TrackFile
{
    /// <summary>Its name.</summary>
    public const string Name = "man_track.txt";

    /// <summary>Reads the tracks of a file, in the order of its lines.</summary>
    /// <param name="content">The whole file.</param>
    /// <param name="path">What to call it in errors.</param>
    /// <exception cref="CellSegException">A line makes no sense, alone or beside the others; it is named by its number from 1.</exception>
    public static IReadOnlyList<CellTrack> Read(byte[] content, string path)
    {
        var found = new Dictionary<int, (int Line, CellTrack Track)>();
        int number = 0;
        foreach (string line in Encoding.Latin1.GetString(content).Split('\n'))
        {
            number++;
            if (string.IsNullOrWhiteSpace(line))
                continue;
            var track = Parse(line, number, path);
            if (!found.TryAdd(track.Label, (number, track)))
                throw Wrong(path, number, $"the label {track.Label} has been in line {found[track.Label].Line} already");
        }
        foreach (var (line, track) in found.Values)
        {
            if (track.Parent is not { } label)
                continue;
            if (!found.TryGetValue(label, out var parent))
                throw Wrong(path, line, $"there is no cell {label}, from which the cell {track.Label} is to come");
            if (parent.Track.LastFrame >= track.FirstFrame)
            {
                throw Wrong(
                    path, line,
                    $"the cell {track.Label} begins in frame {track.FirstFrame}, before its parent {label} has ended, in frame {parent.Track.LastFrame}");
            }
        }
        return [.. found.Values.Select(pair => pair.Track)];
    }

    /// <summary>The text of a file.</summary>
    /// <param name="tracks">The tracks, which are written in the order of their labels.</param>
    public static string Write(IEnumerable<CellTrack> tracks) => string.Concat(tracks.OrderBy(track => track.Label).Select(track =>
        FormattableString.Invariant($"{track.Label} {track.FirstFrame} {track.LastFrame} {track.Parent ?? 0}\n")));

    private static CellTrack Parse(string line, int number, string path)
    {
        string[] words = line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        var values = new List<int>();
        foreach (string word in words)
        {
            if (!int.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out int value))
                throw Wrong(path, number, $"'{word}' is no whole number from 0");
            values.Add(value);
        }
        if (values is not [var label, var first, var last, var parent])
            throw Wrong(path, number, $"it has {values.Count} columns, and four belong there: label, first frame, last frame, parent");
        if (label == 0)
            throw Wrong(path, number, "the label of a cell is above 0");
        return last >= first
            ? new CellTrack(label, first, last, parent == 0 ? null : parent)
            : throw Wrong(path, number, $"the cell {label} ends in frame {last}, before it begins in frame {first}");
    }

    private static CellSegException Wrong(string path, int line, string reason)
        => new(path, $"line {line}: {reason}", "Correct the file; until then its movie is without tracks");
}

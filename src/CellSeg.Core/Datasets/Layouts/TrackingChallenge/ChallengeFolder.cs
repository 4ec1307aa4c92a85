using System.Globalization;
using System.Text.RegularExpressions;
using CellSeg.Datasets.Stores;

namespace CellSeg.Datasets.Layouts.TrackingChallenge;

/// <summary>A folder of the challenge with a file a frame, by the numbers of the frames.</summary>
internal sealed partial class ChallengeFolder
{
    private ChallengeFolder(SortedList<int, StoredFile> files) => Files = files;

    /// <summary>The files by the number of their frame.</summary>
    public SortedList<int, StoredFile> Files { get; }

    /// <summary>The files of single slices, by the numbers of frame and slice; only masks are ever such.</summary>
    public Dictionary<(int Frame, int Slice), StoredFile> Slices { get; } = [];

    /// <summary>The images of a sequence: <c>t000.tif</c>.</summary>
    public static ChallengeFolder OfImages(IEnumerable<StoredFile> files) => Find(files, ImageName());

    /// <summary>Masks of cells: <c>man_seg000.tif</c> or, of a single slice, <c>man_seg_000_000.tif</c>.</summary>
    public static ChallengeFolder OfMasks(IEnumerable<StoredFile> files) => Find(files, MaskName());

    /// <summary>Markers of cells through time: <c>man_track000.tif</c>.</summary>
    public static ChallengeFolder OfMarkers(IEnumerable<StoredFile> files) => Find(files, MarkerName());

    /// <summary>The masks that are meant: those of whole frames and, where a slice is chosen, those of this slice.</summary>
    public SortedList<int, StoredFile> ChooseSlice(int? slice)
    {
        var chosen = new SortedList<int, StoredFile>(Files);
        foreach (var (key, file) in Slices.Where(pair => pair.Key.Slice == slice))
            chosen.TryAdd(key.Frame, file);
        return chosen;
    }

    private static ChallengeFolder Find(IEnumerable<StoredFile> files, Regex pattern)
    {
        var found = new ChallengeFolder([]);
        foreach (var file in files)
        {
            var match = pattern.Match(file.Name[(file.Name.LastIndexOf('/') + 1)..]);
            if (!match.Success || !TryParse(match.Groups["frame"], out int frame))
                continue;
            if (match.Groups["slice"] is { Success: true } group && TryParse(group, out int slice))
                found.Slices.TryAdd((frame, slice), file);
            else
                found.Files.TryAdd(frame, file);
        }
        return found;
    }

    private static bool TryParse(Group digits, out int number) => int.TryParse(digits.ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out number);

    [GeneratedRegex(@"^t(?<frame>[0-9]{3,})\.tiff?$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex ImageName();

    [GeneratedRegex(
        @"^man_seg(?:_?(?<frame>[0-9]{3,})|_(?<frame>[0-9]{3,})_(?<slice>[0-9]{2,}))\.tiff?$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex MaskName();

    [GeneratedRegex(@"^man_track(?<frame>[0-9]{3,})\.tiff?$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex MarkerName();
}

using System.Text.RegularExpressions;
using CellSeg.Datasets.Stores;
using CellSeg.Imaging;
using CellSeg.Imaging.Naming;
using CellSeg.Imaging.Stacks;

namespace CellSeg.Datasets.Layouts.Pairs.Finding;

/// <summary>One image of a folder: a file or, where a folder has a file a channel, those of its channels.</summary>
/// <param name="Name">Its name without folder, extension and number of the channel.</param>
/// <param name="Files">The files, at least one, in the order of the channels.</param>
internal sealed partial record ImageItem(string Name, IReadOnlyList<StoredFile> Files)
{
    /// <summary>The file that messages name.</summary>
    public string Path => Files[0].FullName;

    /// <summary>The name by which its label file is found: that of the file, or of one that all channels were in.</summary>
    public string PartnerName => Files.Count == 1 && ImageFiles.GetBaseName(Path) == Name ? Path : Name + ".tif";

    /// <summary>The images of a folder, in the order of its files.</summary>
    public static IReadOnlyList<ImageItem> FindIn(ImageFolder folder)
    {
        var parts = folder.Images.Select(file => (File: file, Match: ChannelName().Match(ImageFiles.GetBaseName(file.Name)))).ToList();
        return folder.HasChannelFiles && parts.TrueForAll(part => part.Match.Success)
            ? [.. parts.GroupBy(part => part.Match.Groups[1].Value).Select(group => new ImageItem(group.Key, [.. group.Select(part => part.File)]))]
            : [.. folder.Images.Select(file => new ImageItem(ImageFiles.GetBaseName(file.Name), [file]))];
    }

    /// <summary>Opens it with the chosen channels and slice.</summary>
    /// <param name="options">What is chosen.</param>
    /// <exception cref="CellSegException">A file cannot be opened, or the channels have different numbers of frames.</exception>
    public CellMovie Open(DatasetImportOptions options)
    {
        if (Files is [var only])
            return CellMovie.Open(only.GetSource(), options.Images);
        var channels = Files.Select(file => CellMovie.Open(file.GetSource(), options.Images with { Channels = [] })).ToList();
        var first = channels[0];
        if (channels.Find(channel => channel.FrameCount != first.FrameCount) is { } other)
        {
            throw new CellSegException(
                other.Path, $"it has {other.FrameCount} frames, and the first channel, {first.Path}, has {first.FrameCount}", "Give the channels of one movie");
        }
        var all = new CellMovie(first.Name, first.Path, first.FrameCount, ReadImage) { PixelSize = first.PixelSize };
        return all.Select(options.Channel);

        CellImage ReadImage(int frame) => ChannelPlanes.Join(Path, [.. channels.Select(channel => channel.ReadImage(frame))]);
    }

    [GeneratedRegex("^(.+)_[0-9]{4}$", RegexOptions.CultureInvariant)]
    private static partial Regex ChannelName();
}

using CellSeg.Datasets;
using CellSeg.Imaging;
using CellSeg.Imaging.Stacks;

namespace CellSeg.Inference;

/// <summary>A frame to segment; its pixels are read when its turn comes.</summary>
/// <param name="Name">Unique in the batch; output files are called after it.</param>
/// <param name="Path">The file or movie, for messages.</param>
/// <param name="Frame">From 0.</param>
/// <param name="ReadImage">Reads the pixels.</param>
/// <param name="ReadTruth">Reads the true labels; null when they are unknown.</param>
public sealed record SegmentationInput(string Name, string Path, int Frame, Func<CellImage> ReadImage, Func<LabelImage>? ReadTruth = null)
{
    /// <summary>The frames of an image file: one, or those of a movie.</summary>
    /// <param name="path">The file.</param>
    /// <param name="channel">The channel to segment, from 0; null makes one grey channel of whatever there is.</param>
    /// <exception cref="CellSegException">The file is missing, of no known format, or has depth.</exception>
    public static IEnumerable<SegmentationInput> FromFile(string path, int? channel = null)
    {
        string name = ImageFiles.GetBaseName(path);
        var stack = ImageStack.Open(path);
        for (int i = 0; i < stack.FrameCount; i++)
        {
            int frame = i;
            yield return new SegmentationInput(NameFrame(name, frame, stack.FrameCount), path, frame, () => ReadFrame(stack, path, frame, channel));
        }
    }

    /// <summary>The frames of a data set, in order.</summary>
    public static IEnumerable<SegmentationInput> FromDataset(CellDataset dataset)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        foreach (var movie in dataset.Movies)
        {
            for (int i = 0; i < movie.FrameCount; i++)
            {
                int frame = i;
                yield return new SegmentationInput(NameFrame(movie.Name, frame, movie.FrameCount), movie.Path, frame, () => movie.ReadImage(frame), movie.HasLabels ? () => movie.ReadLabels(frame) : null);
            }
        }
    }

    private static string NameFrame(string name, int frame, int frameCount)
        => frameCount == 1 ? name : $"{name}_t{frame + 1:D4}";

    private static CellImage ReadFrame(ImageStack stack, string path, int frame, int? channel)
    {
        var image = stack.ReadFrame(frame);
        if (channel is not { } index)
            return image.ToGrey();
        return index < image.Channels
            ? image.SelectChannel(index)
            : throw new CellSegException(path, $"the image has {image.Channels} channels, none of number {index} (from 0)", "Choose another channel");
    }
}

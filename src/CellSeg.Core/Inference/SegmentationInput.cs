using CellSeg.Datasets;
using CellSeg.Imaging;
using CellSeg.Imaging.Stacks;

namespace CellSeg.Inference;

/// <summary>A frame to segment; its pixels are read when its turn comes.</summary>
/// <param name="Name">Unique in the batch; output files are called after it.</param>
/// <param name="Path">The file or movie, for messages.</param>
/// <param name="Frame">From 0.</param>
/// <param name="FrameCount">Frames of its movie, at least 1.</param>
/// <param name="ReadFrame">Reads the pixels of any frame of the movie.</param>
/// <param name="ReadTruth">Reads the frame's true labels; null when they are unknown.</param>
public sealed record SegmentationInput(string Name, string Path, int Frame, int FrameCount, Func<int, CellImage> ReadFrame, Func<LabelImage>? ReadTruth = null)
{
    /// <summary>Reads the pixels of the frame.</summary>
    /// <exception cref="CellSegException">The frame cannot be read.</exception>
    public CellImage ReadImage() => ReadFrame(Frame);

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
            yield return new SegmentationInput(ImageFiles.NameFrame(name, frame, stack.FrameCount), path, frame, stack.FrameCount, number => Read(stack, path, number, channel));
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
                yield return new SegmentationInput(ImageFiles.NameFrame(movie.Name, frame, movie.FrameCount), movie.Path, frame, movie.FrameCount, movie.ReadImage, movie.HasLabels ? () => movie.ReadLabels(frame) : null);
            }
        }
    }

    private static CellImage Read(ImageStack stack, string path, int frame, int? channel)
    {
        var image = stack.ReadFrame(frame);
        if (channel is not { } index)
            return image.ToGrey();
        return index < image.Channels
            ? image.SelectChannel(index)
            : throw new CellSegException(path, $"the image has {image.Channels} channels, none of number {index} (from 0)", "Choose another channel");
    }
}

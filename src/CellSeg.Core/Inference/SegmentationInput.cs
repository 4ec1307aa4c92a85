using CellSeg.Datasets;
using CellSeg.Imaging;

namespace CellSeg.Inference;

/// <summary>A frame to segment; its pixels are read when its turn comes.</summary>
/// <param name="Name">Unique in the batch; output files are called after it.</param>
/// <param name="Path">The file or movie, for messages.</param>
/// <param name="Frame">From 0.</param>
/// <param name="ReadImage">Reads the pixels.</param>
/// <param name="ReadTruth">Reads the true labels; null when they are unknown.</param>
public sealed record SegmentationInput(string Name, string Path, int Frame, Func<CellImage> ReadImage, Func<LabelImage>? ReadTruth = null)
{
    /// <summary>An image file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="channel">The channel to segment, from 0; null makes one grey channel of whatever there is.</param>
    public static SegmentationInput FromFile(string path, int? channel = null)
        => new(ImageFiles.GetBaseName(path), path, 0, () =>
        {
            var image = ImageReader.Read(path);
            if (channel is not { } index)
                return image.ToGrey();
            return index < image.Channels
                ? image.SelectChannel(index)
                : throw new CellSegException(path, $"the image has {image.Channels} channels, none of number {index} (from 0)", "Choose another channel");
        });

    /// <summary>The frames of a data set, in order.</summary>
    public static IEnumerable<SegmentationInput> FromDataset(CellDataset dataset)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        foreach (var movie in dataset.Movies)
        {
            for (int i = 0; i < movie.FrameCount; i++)
            {
                int frame = i;
                string name = movie.FrameCount == 1 ? movie.Name : $"{movie.Name}_t{frame + 1:D4}";
                yield return new SegmentationInput(name, movie.Path, frame, () => movie.ReadImage(frame), movie.HasLabels ? () => movie.ReadLabels(frame) : null);
            }
        }
    }
}

using CellSeg.Decoding.Steps;
using CellSeg.Imaging;
using CellSeg.Imaging.Morphology;

namespace CellSeg.Decoding;

/// <summary>
/// Detections to cells (docs/method.md, 3.8): masks are pasted into the image, those that lie within a surer one or
/// across several others are removed, and pixels that still belong to several are shared out by harmonic interpolation.
/// </summary>
/// <param name="options">How to decode; the defaults when null.</param>
public sealed class RetinaMaskDecoder(RetinaMaskDecoderOptions? options = null) : CellDecoder<RetinaMaskDecoderOptions>(options)
{
    /// <summary>Decodes the detections of an image.</summary>
    /// <param name="boxes">Four numbers a detection: left, top, right, bottom in pixels, the last two exclusive.</param>
    /// <param name="scores">One a detection, 0 to 1, the surest first; padding has -1.</param>
    /// <param name="masks">One square row-major mask a detection, 0 to 1.</param>
    /// <param name="maskSide">Rows and columns of a mask, at least 1; 28 in the thesis' networks.</param>
    /// <param name="height">Rows of the image, at least 1.</param>
    /// <param name="width">Columns of the image, at least 1.</param>
    /// <returns>Cells numbered 1, 2, … in the order of their detections.</returns>
    /// <exception cref="ArgumentException">The spans are not of the same number of detections.</exception>
    public LabelImage Decode(
        ReadOnlySpan<float> boxes, ReadOnlySpan<float> scores, ReadOnlySpan<float> masks, int maskSide, int height,
        int width)
    {
        ImageShape.CountPixels(height, width);
        int maskArea = ImageShape.CountPixels(maskSide, maskSide);
        ImageShape.Require(scores.Length * 4, boxes.Length);
        ImageShape.Require(scores.Length * maskArea, masks.Length);
        var pasted = new List<PastedMask>();
        for (int i = 0; i < scores.Length; i++)
        {
            if (!(scores[i] > Options.ScoreThreshold))
                continue;
            var mask = PastedMask.Paste(
                boxes.Slice(4 * i, 4), masks.Slice(maskArea * i, maskArea), maskSide, Options.MaskThreshold, height, width);
            if (mask is not null && !pasted.Exists(surer => mask.Containment(surer) > Options.ContainmentThreshold))
                pasted.Add(mask);
        }
        (pasted, var overlapping) = RemoveStraddling(pasted);

        var result = new LabelImage(height, width);
        var shared = Draw(pasted, result);
        HarmonicInterpolation.Fill(result.Pixels, height, width, overlapping);
        // What two masks claim entirely has no pixel of either around it: the earlier detection, which is the surer one.
        foreach (var (pixel, first) in shared)
        {
            if (result.Pixels[pixel] == HarmonicInterpolation.Free)
                result.Pixels[pixel] = first;
        }
        if (Options.FillHoles)
            HoleFilling.Fill(result.Pixels, height, width);
        LabelTable.Tidy(result.Pixels, pasted.Count, Options.MinimumArea);
        return result;
    }

    /// <summary>
    /// The masks that stay, and for each label they will have whether its mask overlapped any other: only those take part
    /// in the sharing.
    /// </summary>
    private (List<PastedMask> Masks, bool[] Overlapping) RemoveStraddling(List<PastedMask> masks)
    {
        var partners = new int[masks.Count];
        var strongPartners = new int[masks.Count];
        for (int i = 0; i < masks.Count; i++)
        {
            for (int j = 0; j < i; j++)
            {
                double overlap = masks[i].Overlap(masks[j]);
                int any = overlap > 0 ? 1 : 0, strong = overlap > Options.OverlapThreshold ? 1 : 0;
                (partners[i], partners[j]) = (partners[i] + any, partners[j] + any);
                (strongPartners[i], strongPartners[j]) = (strongPartners[i] + strong, strongPartners[j] + strong);
            }
        }
        int[] kept = [.. Enumerable.Range(0, masks.Count).Where(i => strongPartners[i] < 2)];
        return ([.. kept.Select(i => masks[i])], [false, .. kept.Select(i => partners[i] > 0)]);
    }

    /// <summary>Draws all masks; returns the pixels of several with the first label of each.</summary>
    private static Dictionary<int, int> Draw(List<PastedMask> masks, LabelImage image)
    {
        var shared = new Dictionary<int, int>();
        for (int i = 0; i < masks.Count; i++)
        {
            var mask = masks[i];
            for (int y = mask.Top; y < mask.Top + mask.Height; y++)
            {
                for (int x = mask.Left; x < mask.Left + mask.Width; x++)
                {
                    if (!mask.Covers(y, x))
                        continue;
                    int label = image[y, x];
                    if (label > 0)
                        shared[(y * image.Width) + x] = label;
                    image[y, x] = label == 0 ? i + 1 : HarmonicInterpolation.Free;
                }
            }
        }
        return shared;
    }
}

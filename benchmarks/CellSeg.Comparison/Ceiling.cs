using System.Globalization;
using CellSeg.Decoding;
using CellSeg.Decoding.Steps;
using CellSeg.Evaluation;
using CellSeg.Evaluation.Matching;
using CellSeg.Imaging;
using CellSeg.Targets;

namespace CellSeg.Comparison;

/// <summary>
/// The ceiling of a schema: truth is encoded as a network would learn it, decoded as if the network had learnt it
/// perfectly (or nearly), and matched with the truth.
/// </summary>
internal static class Ceiling
{
    private delegate LabelImage RoundTrip(ReadOnlySpan<int> truth, int height, int width);

    // Positions in SegmentationError.IouThresholds.
    private static readonly int[] Thresholds = [0, 5, 8];

    public static void Report(RawFolder folder, string filter)
    {
        var truth = ReadTruth(folder);
        string columns = string.Join("  ", Thresholds.Select(t => string.Create(CultureInfo.InvariantCulture, $"F1@{SegmentationError.IouThresholds[t]:f2}")));
        Console.WriteLine($"{"schema and options",-66}  {"thesis",-7}  {columns}   found lost (least, median and largest area)");
        foreach (var (name, roundTrip) in MakeRows().Where(row => row.Name.Contains(filter, StringComparison.Ordinal)))
        {
            var errors = new List<SegmentationError>();
            var lost = new List<LostCell>();
            foreach (var image in truth)
            {
                var found = roundTrip(image.Pixels, image.Height, image.Width);
                errors.Add(SegmentationEvaluator.Evaluate(image, found, new EvaluationOptions { Detailed = true }));
                lost.AddRange(LostCell.Find(image, found));
            }
            var pool = SegmentationEvaluator.Pool(errors);
            var scores = Thresholds.Select(t => pool.F1AtThreshold![t]).Prepend(pool.F1).Select(f1 => f1.ToString("f4", CultureInfo.InvariantCulture));
            int[] areas = [.. lost.Select(cell => cell.Area).Order()];
            string range = areas.Length == 0 ? "" : $"({areas[0]}…{areas[areas.Length / 2]}…{areas[^1]})";
            Console.WriteLine($"{name,-66}  {string.Join("   ", scores)}  {pool.PredictedCount,6} {areas.Length,4} {range}");
        }
    }

    /// <summary>The cells that rows lose, grouped by reason and outcome.</summary>
    public static void ReportLost(RawFolder folder, string filter)
    {
        var truth = ReadTruth(folder);
        foreach (var (name, roundTrip) in MakeRows().Where(row => row.Name.Contains(filter, StringComparison.Ordinal)))
        {
            var lost = truth.SelectMany((image, number) => LostCell.Find(image, roundTrip(image.Pixels, image.Height, image.Width))
                .Select(cell => (Image: number, Cell: cell))).ToList();
            Console.WriteLine($"{name}: {lost.Count} cells lost");
            foreach (var group in lost.GroupBy(item => (item.Cell.Reason, item.Cell.Outcome)).OrderByDescending(group => group.Count()))
            {
                Console.WriteLine($"  {group.Count(),3}  {group.Key.Reason}: {group.Key.Outcome}");
                foreach (var (image, cell) in group.OrderBy(item => item.Cell.Area))
                {
                    Console.WriteLine(string.Create(
                        CultureInfo.InvariantCulture,
                        $"         image {image}: area {cell.Area}, {cell.Pieces} pieces, the largest {cell.LargestPiece}, "
                        + $"depth {cell.Depth:f1}, {cell.Neighbours} neighbours"));
                }
            }
        }
    }

    private static List<LabelImage> ReadTruth(RawFolder folder)
    {
        var labels = folder.Read<int>("labels.i32");
        var images = new List<LabelImage>();
        folder.ForEach((part, height, width) => images.Add(new LabelImage(height, width, labels[part])));
        return images;
    }

    private static IEnumerable<(string Name, RoundTrip RoundTrip)> MakeRows()
    {
        var targets = new DistanceTargetOptions();
        var decoder = new WatershedDecoderOptions();
        yield return ("watershed, defaults", DeepWatershed(targets, decoder));
        yield return ("watershed, foreground head", DeepWatershed(targets, decoder, foreground: true));
        yield return ("watershed, regions without marker dropped", DeepWatershed(targets, decoder with { UnmarkedRegionArea = null }));
        yield return ("watershed, holes left", DeepWatershed(targets, decoder with { FillHoles = false }));
        foreach (float threshold in new[] { 0, 0.01f, 0.05f, 0.15f, 0.2f })
            yield return ($"watershed, outer threshold {threshold:g}", DeepWatershed(targets, decoder with { OuterThreshold = threshold }));
        foreach (float prominence in new[] { 0.02f, 0.05f, 0.2f })
            yield return ($"watershed, prominence {prominence:g}", DeepWatershed(targets, decoder with { Prominence = prominence }));
        foreach (double sigma in new[] { 0, 2.0 })
            yield return ($"watershed, inner smoothing {sigma:g}", DeepWatershed(targets, decoder with { InnerSmoothing = sigma }));
        foreach (int radius in new[] { 3, 5, 10 })
        {
            var peaks = decoder with { MarkerMethod = MarkerMethod.Peaks, PeakRadius = radius };
            yield return ($"watershed, peaks of radius {radius}", DeepWatershed(targets, peaks));
        }
        yield return ("watershed, all peaks of radius 5", DeepWatershed(targets, decoder with { MarkerMethod = MarkerMethod.AllPeaks }));
        yield return ("watershed, automatic alpha", DeepWatershed(targets with { Alpha = null }, decoder));
        yield return ("watershed, touching cells share one outer map", DeepWatershed(targets with { SeparateTouching = false }, decoder));
        yield return ("watershed, targets and decoder of 2020", DeepWatershed(DistanceTargetOptions.Legacy2020, WatershedDecoderOptions.Legacy2020));
        yield return (
            "watershed, of 2020 without erosion",
            DeepWatershed(DistanceTargetOptions.Legacy2020, WatershedDecoderOptions.Legacy2020 with { LabelErosion = 0 }));
        foreach (var row in MakeBlurredRows(targets, decoder))
            yield return row;

        var classes = new PixelwiseTargetOptions();
        var pixelwise = new PixelwiseDecoderOptions();
        yield return ("pixelwise, defaults", Pixelwise(classes, pixelwise));
        yield return ("pixelwise, four classes", Pixelwise(classes with { SeparateEdges = true }, pixelwise));
        yield return ("pixelwise, dilation 1", Pixelwise(classes with { DilationRadius = 1 }, pixelwise));
        yield return ("pixelwise, four neighbours", Pixelwise(classes, pixelwise with { InteriorConnectivity = Imaging.Morphology.PixelConnectivity.Four }));
        foreach (int area in new[] { 0, 2, 8, 12 })
            yield return ($"pixelwise, interiors from {area} pixels", Pixelwise(classes, pixelwise with { MinimumInteriorArea = area }));
        foreach (int rounds in new[] { 0, 1, 2, 5, int.MaxValue })
            yield return ($"pixelwise, growth {rounds}", Pixelwise(classes, pixelwise with { GrowthRounds = rounds }));
        foreach (int rounds in new[] { 1, 2 })
            yield return ($"pixelwise, dilation 1, growth {rounds}", Pixelwise(classes with { DilationRadius = 1 }, pixelwise with { GrowthRounds = rounds }));
        yield return ("pixelwise, regions without interior dropped", Pixelwise(classes, pixelwise with { UnmarkedRegionArea = null }));
        yield return (
            "pixelwise, decoder of 2020 on the right channel",
            Pixelwise(classes, PixelwiseDecoderOptions.Legacy2020 with { InteriorChannel = null }));

        foreach (int bins in new[] { 4, 8, 16 })
            yield return ($"discretised watershed, {bins} bins", Discretised(targets, new DiscretisedWatershedDecoderOptions(), bins));
        yield return (
            "discretised watershed, 4 bins, background with the outermost pixels",
            Discretised(targets with { BackgroundBin = false }, new DiscretisedWatershedDecoderOptions(), 4));
        yield return (
            "discretised watershed, of 2020, 4 bins",
            Discretised(DistanceTargetOptions.Legacy2020, DiscretisedWatershedDecoderOptions.Legacy2020, 4));
        yield return ("retinamask, 28 x 28 masks", RetinaMask);
    }

    /// <summary>What is left when the network blurs and errs: the choice of markers shows here.</summary>
    private static IEnumerable<(string Name, RoundTrip RoundTrip)> MakeBlurredRows(
        DistanceTargetOptions targets, WatershedDecoderOptions decoder)
    {
        foreach (var (blur, noise) in new[] { (1.0, 0.03f), (1.5, 0.06f), (2.0, 0.1f) })
        {
            string name = string.Create(CultureInfo.InvariantCulture, $"watershed blurred {blur:g} noise {noise:g}");
            yield return ($"{name}, defaults", DeepWatershed(targets, decoder, true, blur, noise));
            foreach (float prominence in new[] { 0.05f, 0.2f })
                yield return ($"{name}, prominence {prominence:g}", DeepWatershed(targets, decoder with { Prominence = prominence }, true, blur, noise));
            foreach (double sigma in new[] { 0, 2.0 })
                yield return ($"{name}, smoothing {sigma:g}", DeepWatershed(targets, decoder with { InnerSmoothing = sigma }, true, blur, noise));
            foreach (int radius in new[] { 3, 5, 10 })
            {
                var peaks = decoder with { MarkerMethod = MarkerMethod.Peaks, PeakRadius = radius };
                yield return ($"{name}, peaks of radius {radius}", DeepWatershed(targets, peaks, true, blur, noise));
            }
            yield return ($"{name}, unmarked dropped", DeepWatershed(targets, decoder with { UnmarkedRegionArea = null }, true, blur, noise));
            yield return ($"{name}, shared outer", DeepWatershed(targets with { SeparateTouching = false }, decoder, true, blur, noise));
            yield return ($"{name}, automatic alpha", DeepWatershed(targets with { Alpha = null }, decoder, true, blur, noise));
        }
    }

    private static RoundTrip DeepWatershed(
        DistanceTargetOptions targets, WatershedDecoderOptions options, bool foreground = false, double blur = 0, float noise = 0)
    {
        var decoder = new WatershedDecoder(options);
        return (truth, height, width) =>
        {
            var inner = new float[truth.Length];
            var outer = new float[truth.Length];
            var mask = new float[foreground ? truth.Length : 0];
            DistanceTargets.Fill(truth, height, width, targets, inner, outer);
            if (foreground)
                ForegroundTargets.Fill(truth, mask);
            if (blur > 0)
            {
                var random = new Random(truth.Length);
                foreach (var map in new[] { inner, outer, mask })
                    Disturb(map, height, width, blur, noise, random);
            }
            return decoder.Decode(inner, outer, mask, height, width);
        };
    }

    private static void Disturb(float[] map, int height, int width, double blur, float noise, Random random)
    {
        if (map.Length == 0)
            return;
        Imaging.Morphology.GaussianFilter.Apply(map, height, width, blur, map);
        var errors = new float[map.Length];
        for (int i = 0; i < errors.Length; i++)
            errors[i] = (float)Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * (float)Math.Cos(Math.Tau * random.NextDouble());
        Imaging.Morphology.GaussianFilter.Apply(errors, height, width, 1, errors);
        // Smoothing by one pixel leaves 0.28 of white noise.
        for (int i = 0; i < errors.Length; i++)
            map[i] = Math.Max(0, map[i] + (errors[i] * noise / 0.28f));
    }

    private static RoundTrip Pixelwise(PixelwiseTargetOptions targets, PixelwiseDecoderOptions options)
    {
        var decoder = new PixelwiseDecoder(options);
        return (truth, height, width) =>
        {
            var classes = new float[truth.Length * targets.ClassCount];
            PixelwiseTargets.FillChannels(truth, height, width, targets, classes);
            return decoder.Decode(classes, targets.ClassCount, height, width);
        };
    }

    private static RoundTrip Discretised(
        DistanceTargetOptions targets, DiscretisedWatershedDecoderOptions options, int binCount)
    {
        var decoder = new DiscretisedWatershedDecoder(options);
        return (truth, height, width) =>
        {
            var outer = new float[truth.Length];
            var bins = new byte[truth.Length];
            DistanceTargets.Fill(truth, height, width, targets, [], outer);
            DistanceBins.Fill(outer, binCount, targets.BackgroundBin, bins);
            return decoder.Decode(OneHot(bins, binCount), binCount, height, width);
        };
    }

    private static float[] OneHot(byte[] classes, int classCount)
    {
        var channels = new float[classes.Length * classCount];
        for (int i = 0; i < classes.Length; i++)
            channels[(classes[i] * classes.Length) + i] = 1;
        return channels;
    }

    private static LabelImage RetinaMask(ReadOnlySpan<int> truth, int height, int width)
    {
        const int Side = 28;
        var found = CellBoxes.Find(truth, height, width);
        var boxes = new float[4 * found.Count];
        var scores = new float[found.Count];
        var masks = new float[Side * Side * found.Count];
        Array.Fill(scores, 1);
        for (int i = 0; i < found.Count; i++)
        {
            var box = found[i];
            float[] corners = [box.Left, box.Top, box.Right, box.Bottom];
            corners.CopyTo(boxes, 4 * i);
            MaskTargets.Fill(
                truth, height, width, box.Label, box.Left, box.Top, box.Right, box.Bottom, Side,
                masks.AsSpan(i * Side * Side, Side * Side));
        }
        return new RetinaMaskDecoder().Decode(boxes, scores, masks, Side, height, width);
    }
}

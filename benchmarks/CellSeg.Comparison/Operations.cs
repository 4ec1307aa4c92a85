using CellSeg.Decoding;
using CellSeg.Imaging.Morphology;
using CellSeg.Imaging.Morphology.Flooding;
using CellSeg.Targets;

namespace CellSeg.Comparison;

/// <summary>The steps that can be compared, by name. Inputs and outputs are files of the <see cref="RawFolder"/>.</summary>
internal static class Operations
{
    public static Operation Create(string name, RawFolder folder) => name switch
    {
        "watershed" => Flood(folder),
        "distance" => Distance(folder),
        "targets" => MakeTargets(folder),
        "components" => Label(folder),
        "gaussian" => Smooth(folder),
        "peaks" => FindPeaks(folder),
        "decode" => Decode(folder),
        _ when RepairOperations.TryCreate(name, folder) is { } operation => operation,
        _ => throw new ArgumentException($"There is no operation {name}.", nameof(name)),
    };

    private static Operation Flood(RawFolder folder)
    {
        var levels = folder.Read<float>("levels.f32");
        var mask = folder.Read<bool>("mask.u8");
        var markers = folder.Read<int>("markers.i32");
        var labels = new int[markers.Length];
        return new(
            () =>
            {
                markers.CopyTo(labels, 0);
                folder.ForEach((part, height, width) => Watershed.FloodFromPeaks(levels.AsSpan(part), mask.AsSpan(part), height, width, labels.AsSpan(part)));
            },
            () => folder.Write<int>("watershed.i32", labels));
    }

    private static Operation Distance(RawFolder folder)
    {
        var labels = folder.Read<int>("labels.i32");
        var distances = new float[labels.Length];
        return new(
            () => folder.ForEach((part, height, width) => DistanceTransform.ToBackground(labels.AsSpan(part), height, width, distances.AsSpan(part))),
            () => folder.Write<float>("distance.f32", distances));
    }

    private static Operation MakeTargets(RawFolder folder)
    {
        var labels = folder.Read<int>("labels.i32");
        var inner = new float[labels.Length];
        var outer = new float[labels.Length];
        var options = DistanceTargetOptions.Legacy2020;
        return new(
            () => folder.ForEach((part, height, width) => DistanceTargets.Fill(
                labels.AsSpan(part), height, width, options, inner.AsSpan(part), outer.AsSpan(part))),
            () =>
            {
                folder.Write<float>("inner.f32", inner);
                folder.Write<float>("outer.f32", outer);
            });
    }

    private static Operation Label(RawFolder folder)
    {
        var labels = folder.Read<int>("labels.i32");
        var components = new int[labels.Length];
        return new(
            () => folder.ForEach((part, height, width) => ConnectedComponents.Label<int>(
                labels.AsSpan(part), height, width, PixelConnectivity.Eight, components.AsSpan(part))),
            () => folder.Write<int>("components.i32", components));
    }

    private static Operation Smooth(RawFolder folder)
    {
        var levels = folder.Read<float>("levels.f32");
        var smoothed = new float[levels.Length];
        return new(
            () => folder.ForEach((part, height, width) => GaussianFilter.Apply(levels.AsSpan(part), height, width, 1, smoothed.AsSpan(part))),
            () => folder.Write<float>("gaussian.f32", smoothed));
    }

    private static Operation FindPeaks(RawFolder folder)
    {
        var inner = folder.Read<float>("inner.f32");
        var peaks = new bool[inner.Length];
        return new(
            () => folder.ForEach((part, height, width) =>
            {
                var output = peaks.AsSpan(part);
                output.Clear();
                foreach (int peak in LocalMaxima.FindAll(inner.AsSpan(part), height, width, 10, 0.1f))
                    output[peak] = true;
            }),
            () => folder.Write<bool>("peaks.u8", peaks));
    }

    private static Operation Decode(RawFolder folder)
    {
        var inner = folder.Read<float>("inner.f32");
        var outer = folder.Read<float>("outer.f32");
        var labels = new int[inner.Length];
        var decoder = new WatershedDecoder();
        return new(
            () => folder.ForEach((part, height, width) => decoder.Decode(inner.AsSpan(part), outer.AsSpan(part), height, width)
                .Pixels.CopyTo(labels.AsSpan(part))),
            () => folder.Write<int>("decode.i32", labels));
    }
}

using System.Globalization;
using CellSeg.Imaging.Morphology;
using CellSeg.Imaging.Registration;
using CellSeg.Imaging.Restoration;

namespace CellSeg.Comparison;

/// <summary>Steps of the repair of movies, by name; that of a background ends with its radius, as in <c>ball25</c>.</summary>
internal static class RepairOperations
{
    private delegate void PlaneFilter(ReadOnlySpan<float> values, int height, int width, double radius, Span<float> result);

    private static readonly Dictionary<string, PlaneFilter> Filters = new()
    {
        ["top"] = (values, height, width, radius, result) => RollingBall.FindTop(values, height, width, radius, radius, result),
        ["ball"] = (values, height, width, radius, result) => RollingBall.Open(values, height, width, radius, radius, result),
        ["disc"] = (values, height, width, radius, result) => RollingBall.Open(values, height, width, radius, 0, result),
        ["gauss"] = (values, height, width, radius, result) => GaussianFilter.Apply(values, height, width, radius, result),
        ["square"] = (values, height, width, radius, result) => SquareOpening.Open(values, height, width, (int)radius, result),
    };

    /// <summary>The step of a name; null when there is none.</summary>
    public static Operation? TryCreate(string name, RawFolder folder)
    {
        if (name == "drift")
            return FindDrift(folder);
        string filter = name.TrimEnd([.. "0123456789"]);
        return Filters.TryGetValue(filter, out var apply)
            ? Filter(folder, name, apply, double.Parse(name[filter.Length..], CultureInfo.InvariantCulture))
            : null;
    }

    private static Operation Filter(RawFolder folder, string name, PlaneFilter apply, double radius)
    {
        var levels = folder.Read<float>("levels.f32");
        var background = new float[levels.Length];
        return new(
            () => folder.ForEach((part, height, width) => apply(levels.AsSpan(part), height, width, radius, background.AsSpan(part))),
            () => folder.Write<float>($"{name}.f32", background));
    }

    /// <summary>The images are the frames of one movie. Of each come rows down, columns to the right, and the correlation.</summary>
    private static Operation FindDrift(RawFolder folder)
    {
        var levels = folder.Read<float>("levels.f32");
        var shifts = new List<double>();
        return new(
            () =>
            {
                DriftEstimator? estimator = null;
                shifts.Clear();
                folder.ForEach((part, height, width) =>
                {
                    estimator ??= new DriftEstimator(height, width);
                    var found = estimator.Add(levels.AsSpan(part));
                    shifts.AddRange([found.Shift.Down, found.Shift.Right, found.Correlation]);
                });
            },
            () => folder.Write<double>("drift.f64", shifts.ToArray()));
    }
}

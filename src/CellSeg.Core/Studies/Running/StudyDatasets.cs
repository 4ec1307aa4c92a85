using CellSeg.Datasets;
using CellSeg.Datasets.Formats;
using CellSeg.Studies.Plans;

namespace CellSeg.Studies.Running;

/// <summary>The data sets of a study, each of which a process reads once, when it is first asked for.</summary>
/// <param name="plan">The plan.</param>
public sealed class StudyDatasets(StudyPlan plan)
{
    private readonly Dictionary<string, CellDataset> _read = [];

    /// <summary>Reads all data sets and looks at the files of weights, before anything is trained.</summary>
    /// <param name="warn">Told what is odd about them.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <exception cref="CellSegException">They cannot do what the plan asks; the target is the data set or the file.</exception>
    public void Check(Action<string> warn, CancellationToken cancellationToken = default) => StudyCheck.Run(plan, this, warn, cancellationToken);

    /// <summary>Gets a data set.</summary>
    /// <param name="name">Its name in the plan.</param>
    /// <param name="warn">Told what is odd about it, when it is read.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <exception cref="CellSegException">
    /// It cannot be read. One bad image is enough: what machines read of a study's data must be the same.
    /// </exception>
    internal CellDataset Get(string name, Action<string> warn, CancellationToken cancellationToken)
    {
        if (_read.TryGetValue(name, out var known))
            return known;
        var place = plan.Datasets.First(dataset => dataset.Name == name);
        var dataset = place.Parts.Count > 0 ? Join(place, warn, cancellationToken) : Read(place, warn, cancellationToken);
        _read.Add(name, dataset);
        return dataset;
    }

    private CellDataset Join(StudyDataset place, Action<string> warn, CancellationToken cancellationToken)
    {
        var parts = place.Parts.Select(part => Get(part, warn, cancellationToken)).ToList();
        double? pixelSize = parts.Select(part => part.PixelSize).Distinct().ToList() is [var only] ? only : null;
        return new CellDataset(place.Name, string.Join(", ", parts.Select(part => part.Source)), [.. parts.SelectMany(part => part.Movies)], pixelSize);
    }

    private static CellDataset Read(StudyDataset place, Action<string> warn, CancellationToken cancellationToken)
    {
        var result = DatasetReader.Import(place.Path!, place.Format, place.Options, cancellationToken: cancellationToken);
        if (result.Problems is [var problem, ..])
        {
            string more = result.Problems.Count > 1 ? $" ({result.Problems.Count - 1} more images of the data set {place.Name} have problems)" : "";
            throw new CellSegException(
                problem.Target, problem.Reason + more, $"{problem.Remedy}; or leave the image out of the study by an include list", problem);
        }
        foreach (string warning in result.Warnings)
            warn(warning);
        return result.Dataset;
    }
}

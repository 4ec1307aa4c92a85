using CellSeg.Files;

namespace CellSeg.Studies.Plans;

/// <summary>A study's plan as a file of JSON.</summary>
public static class StudyPlanFile
{
    /// <summary>Reads a plan. Relative paths in it start at the folder of the file.</summary>
    /// <param name="path">The full name of the file.</param>
    /// <returns>A plan that is valid and has full paths.</returns>
    /// <exception cref="CellSegException">
    /// The file is missing, no JSON, or has a name that is not known or a value that is not possible: the reason names the property.
    /// </exception>
    public static StudyPlan Read(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        var plan = StudyJson.Read<StudyPlan>(path, "Correct the plan; docs/method.md, 11, has its properties");
        string folder = Path.GetDirectoryName(path)!;
        plan = plan with
        {
            Datasets = [.. plan.Datasets.Select(dataset => dataset.WithFullPaths(folder))],
            BackboneWeights = plan.BackboneWeights.ToDictionary(pair => pair.Key, pair => Path.GetFullPath(pair.Value, folder)),
        };
        try
        {
            plan.Validate();
            return plan;
        }
        catch (CellSegException e)
        {
            throw new CellSegException(path, $"{e.Target} is not possible: {e.Reason}", e.Remedy, e);
        }
    }

    /// <summary>Writes a plan, the same bytes for the same plan.</summary>
    /// <param name="path">The file; one that is there is replaced.</param>
    /// <param name="plan">The plan.</param>
    /// <exception cref="CellSegException">The file cannot be written.</exception>
    public static void Write(string path, StudyPlan plan) => AtomicFile.Write(path, file => File.WriteAllText(file, StudyJson.Write(plan)));
}

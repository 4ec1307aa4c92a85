using System.Collections;
using System.Globalization;
using System.Management.Automation;
using CellSeg.Models;
using CellSeg.PowerShell.Abstractions;
using CellSeg.PowerShell.Abstractions.Transformations;
using CellSeg.PowerShell.Completion;
using CellSeg.PowerShell.Completion.Options;

namespace CellSeg.PowerShell.Commands.Models;

/// <summary>Saves a model as a folder.</summary>
[Cmdlet(VerbsData.Export, "SegmentationModel", SupportsShouldProcess = true)]
[OutputType(typeof(DirectoryInfo))]
public sealed class ExportSegmentationModelCommand : CellSegCmdlet
{
    /// <summary>The model: one that was made or loaded, the result of a training, a bundled model's name, or a model folder.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true)]
    [ModelTransformation]
    [ValidateNotNull]
    [ArgumentCompleter(typeof(ModelCompleter))]
    public SegmentationModel Model { get; set; } = null!;

    /// <summary>The folder to save the model in; made when missing.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [ValidateNotNullOrEmpty]
    public string Path { get; set; } = "";

    /// <summary>Pixels across the cells that the model knows best, which <c>Invoke-CellSegmentation -Diameter</c> scales images to.</summary>
    [Parameter]
    [ValidateRange(double.Epsilon, double.MaxValue)]
    public double CellDiameter { get; set; }

    /// <summary>Micrometres a pixel of the images that the model knows, which <c>Invoke-CellSegmentation -PixelSize</c> scales images to.</summary>
    [Parameter]
    [ValidateRange(double.Epsilon, double.MaxValue)]
    public double PixelSize { get; set; }

    /// <summary>Rounds weights to 16 bits, which halves the file. The model then finds nearly the same cells, not the very same.</summary>
    [Parameter]
    public SwitchParameter HalfPrecision { get; set; }

    /// <summary>
    /// What to say of the model in <c>model.json</c>: a table with some of Description, Data, License, Command, Commit, and
    /// Scores, which is a table of numbers by name.
    /// </summary>
    [Parameter]
    [ArgumentCompleter(typeof(CardCompleter))]
    [ValidateNotNull]
    public Hashtable? Card { get; set; }

    /// <summary>Replaces a model that is in the folder.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>Writes the folder as an object, too.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <summary>Saves one model.</summary>
    protected override void ProcessRecord()
    {
        string folder = OrEnd(() => GetOutputPath(Path), Errors.PathNotFound);
        if (ModelFolder.Exists(folder) && !Force)
        {
            WriteError(Errors.ModelExists(folder));
            return;
        }
        var card = Card is null ? Model.Card : OrEnd(() => CreateCard(Card), Errors.InvalidOption);
        if (ShouldProcess(folder, $"Save the model {Model.Name}")
            && OrSkip(() => Save(folder, card), Errors.ModelNotSaved) && PassThru)
            WriteObject(new DirectoryInfo(folder));
    }

    private void Save(string folder, ModelCard? card)
    {
        // A copy, so that the model in the pipe stays as it is.
        using var model = Model.Clone();
        model.Card = card;
        if (IsBound(nameof(CellDiameter)))
            model.CellDiameter = CellDiameter;
        if (IsBound(nameof(PixelSize)))
            model.PixelSize = PixelSize;
        ModelFolder.Save(model, folder, HalfPrecision);
    }

    private static ModelCard CreateCard(Hashtable table)
    {
        var words = new Hashtable(table, StringComparer.OrdinalIgnoreCase);
        var scores = words[nameof(ModelCard.Scores)];
        words.Remove(nameof(ModelCard.Scores));
        var card = OptionTable.Apply(new ModelCard(), words);
        return scores is null ? card : card with { Scores = ReadScores(scores) };
    }

    private static SortedDictionary<string, double> ReadScores(object table)
    {
        if (((table as PSObject)?.BaseObject ?? table) is not IDictionary scores)
            throw new CellSegException(nameof(ModelCard.Scores), "it is no table", "Give numbers by name, such as @{ AP50 = 0.87 }");
        var numbers = new SortedDictionary<string, double>(StringComparer.Ordinal);
        foreach (DictionaryEntry score in scores)
        {
            // PowerShell makes a 0 of null.
            numbers[$"{score.Key}"] = score.Value is not null
                && LanguagePrimitives.TryConvertTo(score.Value, CultureInfo.InvariantCulture, out double number) && double.IsFinite(number)
                ? number
                : throw new CellSegException($"{score.Key}", $"the score '{score.Value}' is no number", "Give numbers by name, such as @{ AP50 = 0.87 }");
        }
        return numbers;
    }
}

using System.Text.Json;
using System.Text.Json.Serialization;
using CellSeg.Decoding;
using CellSeg.Files;
using CellSeg.Models.Serialization;
using CellSeg.Models.Specifications;

namespace CellSeg.Models;

/// <summary>
/// A saved model: a folder with <c>model.json</c> (graph, decoder, provenance) and <c>weights.safetensors</c>.
/// Neither is ever run.
/// </summary>
public static class ModelFolder
{
    /// <summary>The version of the layout that this library writes, and the newest that it reads.</summary>
    public const int FormatVersion = 1;

    private const string SettingsName = "model.json", WeightsName = "weights.safetensors";

    /// <summary>How the settings of a model are written.</summary>
    internal static JsonSerializerOptions Json { get; } = new()
    {
        WriteIndented = true,
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        AllowDuplicateProperties = false,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectNullableAnnotations = true,
        Converters = { new JsonStringEnumConverter(allowIntegerValues: false) },
    };

    /// <summary>
    /// Saves a model. A model that was in the folder is replaced as a whole, the weights before the settings that belong to them, or
    /// stays as it was.
    /// </summary>
    /// <param name="model">The model.</param>
    /// <param name="folder">Made when missing.</param>
    /// <param name="halfPrecision">Whether weights are rounded to 16 bits, which halves the file; tensors with numbers above 65504 are not.</param>
    /// <exception cref="CellSegException">
    /// The folder cannot be written to, a weight to round is not finite, or a setting of the model is out of its range.
    /// </exception>
    public static void Save(SegmentationModel model, string folder, bool halfPrecision = false)
    {
        ArgumentNullException.ThrowIfNull(model);
        var weights = model.GetWeights();
        Save(model, halfPrecision ? weights.ToDictionary(weight => weight.Key, weight => weight.Value.ToFloat16(weight.Key)) : weights, folder);
    }

    /// <summary>Saves a model with other weights than it has now.</summary>
    /// <exception cref="CellSegException">The folder cannot be written to, or a setting of the model is out of its range.</exception>
    internal static void Save(SegmentationModel model, IReadOnlyDictionary<string, SafetensorsTensor> weights, string folder)
    {
        var settings = new Settings
        {
            FormatVersion = FormatVersion,
            Name = model.Name,
            Specification = model.Specification,
            Decoder = model.Decoder,
            Training = model.Training,
            CellDiameter = model.CellDiameter,
            PixelSize = model.PixelSize,
            Card = model.Card,
        };
        settings.Validate();
        string text = JsonSerializer.Serialize(settings, Json) + "\n";
        var files = new FileSet();
        files.Add(
            Path.Combine(folder, WeightsName),
            temporary => SafetensorsFile.Write(temporary, weights, new Dictionary<string, string> { ["format"] = "pt" }));
        files.Add(Path.Combine(folder, SettingsName), temporary => File.WriteAllText(temporary, text));
        files.Write();
    }

    /// <summary>Whether there is a model in a folder, intact or not.</summary>
    public static bool Exists(string folder) => File.Exists(Path.Combine(folder, SettingsName)) || File.Exists(Path.Combine(folder, WeightsName));

    /// <summary>Loads a model.</summary>
    /// <param name="folder">A folder that <see cref="Save(SegmentationModel, string, bool)"/> wrote.</param>
    /// <exception cref="CellSegException">The folder is missing, incomplete, damaged or of a newer version.</exception>
    public static SegmentationModel Load(string folder)
    {
        var settings = ReadSettings(folder);
        string weightsPath = Path.Combine(folder, WeightsName);
        // A few digits in the settings can ask for a network of gigabytes: the weights tell first whether it was ever made.
        SegmentationModel.CheckWeights(settings.Specification, SafetensorsFile.ReadHeader(weightsPath), weightsPath);
        var model = SegmentationModel.Create(settings.Specification, settings.Name, SafetensorsFile.Read(weightsPath).Tensors, weightsPath);
        (model.Decoder, model.Training) = (settings.Decoder, settings.Training);
        (model.CellDiameter, model.PixelSize, model.Card) = (settings.CellDiameter, settings.PixelSize, settings.Card);
        return model;
    }

    /// <summary>Reads what a model is without its weights, and without libtorch.</summary>
    /// <param name="folder">A folder that <see cref="Save(SegmentationModel, string, bool)"/> wrote.</param>
    /// <exception cref="CellSegException">The folder or its settings are missing, damaged or of a newer version.</exception>
    public static SavedModel Describe(string folder)
    {
        var settings = ReadSettings(folder);
        return new SavedModel
        {
            Name = settings.Name,
            Path = folder,
            Specification = settings.Specification,
            Decoder = settings.Decoder,
            CellDiameter = settings.CellDiameter,
            PixelSize = settings.PixelSize,
            Training = settings.Training,
            Card = settings.Card,
        };
    }

    private static Settings ReadSettings(string folder)
    {
        string path = Path.Combine(folder, SettingsName);
        if (!File.Exists(path))
        {
            throw new CellSegException(
                folder, Directory.Exists(folder) || File.Exists(folder) ? $"this is no model folder: there is no {SettingsName}" : "there is no such folder",
                "Give a folder that Export-SegmentationModel or Start-ModelTraining wrote")
            {
                IsMissing = !Directory.Exists(folder) && !File.Exists(folder),
            };
        }
        try
        {
            byte[] text = File.ReadAllBytes(path);
            CheckVersion(text, path);
            var settings = JsonSerializer.Deserialize<Settings>(text, Json) ?? throw new JsonException("it is empty");
            settings.Validate();
            if (settings.Decoder.GetType() != settings.Specification.GetSchema().DefaultDecoder.GetType())
                throw new JsonException($"its decoder is not that of the schema {settings.Specification.Schema}");
            return settings;
        }
        catch (CellSegException e) when (e.Target != path)
        {
            throw new CellSegException(path, $"{e.Target} is not possible: {e.Reason}", e.Remedy, e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException or InvalidOperationException or NotSupportedException)
        {
            throw new CellSegException(path, $"the model's settings cannot be read ({e.Message.TrimEnd('.')})", "Restore the file or train the model again", e);
        }
    }

    /// <summary>The version comes first: fields of a later one would only give a puzzling message.</summary>
    private static void CheckVersion(byte[] text, string path)
    {
        using var document = JsonDocument.Parse(text, new JsonDocumentOptions { AllowDuplicateProperties = false });
        if (document.RootElement.ValueKind != JsonValueKind.Object || !document.RootElement.TryGetProperty("formatVersion", out var version)
            || version.ValueKind != JsonValueKind.Number)
            return;
        if (version.GetDouble() > FormatVersion)
        {
            throw new CellSegException(
                path, $"the model was saved in version {version.GetRawText()} of the format, this module reads up to {FormatVersion}",
                "Update the module");
        }
        if (version.GetDouble() != FormatVersion)
            throw new JsonException($"there is no version {version.GetRawText()} of the format");
    }

    private sealed record Settings
    {
        public required int FormatVersion { get; init; }

        public required string Name { get; init; }

        public required ModelSpecification Specification { get; init; }

        public required DecoderOptions Decoder { get; init; }

        public TrainingProvenance? Training { get; init; }

        [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
        public double? CellDiameter { get; init; }

        [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
        public double? PixelSize { get; init; }

        [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
        public ModelCard? Card { get; init; }

        /// <summary>Throws when a value is out of its range.</summary>
        /// <exception cref="CellSegException">One is.</exception>
        public void Validate()
        {
            Specification.Validate();
            Decoder.Validate();
            Training?.Targets?.Distances.Validate();
            Training?.Targets?.Pixelwise.Validate();
            Require.Above(CellDiameter, 0.0);
            Require.Above(PixelSize, 0.0);
            foreach (var (score, value) in Card?.Scores ?? new Dictionary<string, double>())
                Require.That(double.IsFinite(value), value, $"a finite number for the score {score}", nameof(ModelCard.Scores));
        }
    }
}

using System.Text.Json;
using System.Text.Json.Serialization;

namespace CellSeg.Studies.Plans;

/// <summary>How the files of a study are written and read: unknown names, names given twice, and numbers for choices are errors.</summary>
internal static class StudyJson
{
    /// <summary>The one set of options for all files of a study.</summary>
    public static JsonSerializerOptions Options { get; } = new()
    {
        WriteIndented = true,
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        PropertyNameCaseInsensitive = true,
        AllowDuplicateProperties = false,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        // Scores that divide nothing by nothing.
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        Converters = { new JsonStringEnumConverter(allowIntegerValues: false) },
    };

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="remedy">What to do where it cannot be read, without a full stop.</param>
    /// <exception cref="CellSegException">It is missing, no JSON, or has a name or value that is not possible; the reason says where.</exception>
    public static T Read<T>(string path, string remedy) where T : class
    {
        try
        {
            return JsonSerializer.Deserialize<T>(File.ReadAllBytes(path), Options) ?? throw new JsonException("it is empty");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException or NotSupportedException)
        {
            string place = (e as JsonException)?.Path is { Length: > 1 } name ? $" at {name[2..]}" : "";
            throw new CellSegException(path, $"the file cannot be read{place} ({e.Message.Split(" Path: ")[0].TrimEnd('.')})", remedy, e);
        }
    }

    /// <summary>The text of a file, the same for the same values.</summary>
    public static string Write<T>(T value) => JsonSerializer.Serialize(value, Options).ReplaceLineEndings("\n") + "\n";
}

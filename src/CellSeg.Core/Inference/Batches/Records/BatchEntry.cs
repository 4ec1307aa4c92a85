using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace CellSeg.Inference.Batches.Records;

/// <summary>A line of a batch record.</summary>
public sealed record BatchEntry
{
    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        RespectNullableAnnotations = true,
        // Names and units as people write them; nobody makes a web page of it.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false) },
    };

    /// <summary>What is said of the image.</summary>
    public required BatchState State { get; init; }

    /// <summary>The image.</summary>
    public required BatchInput Input { get; init; }

    /// <summary>Cells found.</summary>
    public int? CellCount { get; init; }

    /// <summary>Mean pixels of a cell; null where there is none.</summary>
    public double? MeanArea { get; init; }

    /// <summary>The diameter of a circle with the median area of the cells, in pixels; null where there is none.</summary>
    public double? MedianDiameter { get; init; }

    /// <summary>Micrometres a pixel; null where it is not known.</summary>
    public double? PixelSize { get; init; }

    /// <summary>Pixels that the network saw for each pixel of the image, along each side.</summary>
    public double? Scale { get; init; }

    /// <summary>What is odd about the image.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>Why it could not be segmented, and the remedy.</summary>
    public string? Reason { get; init; }

    /// <summary>Seconds from opening the image to its files.</summary>
    public double? Seconds { get; init; }

    /// <summary>The files, with lengths and checksums when they are there.</summary>
    public IReadOnlyList<BatchFile> Outputs { get; init; } = [];

    /// <summary>The name of the model; those of several are joined by " + ".</summary>
    public string? Model { get; init; }

    /// <summary>What tells the model from others, see <see cref="Models.ModelHash"/>; those of several are joined by " + ".</summary>
    public string? ModelHash { get; init; }

    /// <summary>The options that change what is found.</summary>
    public JsonObject? Options { get; init; }

    /// <summary>The version of the module.</summary>
    public required string Version { get; init; }

    /// <summary>The machine.</summary>
    public required string Machine { get; init; }

    /// <summary>When the line was written, UTC.</summary>
    public required DateTime Time { get; init; }

    /// <summary>Reads a line.</summary>
    /// <param name="line">Its text.</param>
    /// <returns>Null where it is not whole, or no such line.</returns>
    public static BatchEntry? Parse(ReadOnlySpan<byte> line)
    {
        try
        {
            return JsonSerializer.Deserialize<BatchEntry>(line, Json);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or NotSupportedException)
        {
            return null;
        }
    }

    /// <summary>The line, with its end.</summary>
    public byte[] ToLine() => [.. JsonSerializer.SerializeToUtf8Bytes(this, Json), (byte)'\n'];
}

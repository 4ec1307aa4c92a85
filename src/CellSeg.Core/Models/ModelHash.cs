using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace CellSeg.Models;

/// <summary>A number for all of a model that decides which cells it finds, to tell whether two models are the same.</summary>
public static class ModelHash
{
    /// <summary>
    /// The SHA-256 of graph, decoder options, the cells and pixels that the model knows best, and weights, as 64 hexadecimal digits.
    /// A model that was saved and loaded has that of before, one that was rounded on the way has another. Names, cards and how it
    /// was trained count for nothing.
    /// </summary>
    /// <param name="model">The model.</param>
    public static string Compute(SegmentationModel model)
    {
        ArgumentNullException.ThrowIfNull(model);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Append(hash, JsonSerializer.SerializeToUtf8Bytes(
            new { model.Specification, model.Decoder, model.CellDiameter, model.PixelSize }, ModelFolder.Json));
        foreach (var (name, weight) in model.GetWeights().OrderBy(weight => weight.Key, StringComparer.Ordinal))
        {
            Append(hash, Encoding.UTF8.GetBytes($"{name} {weight.Type.Name} {string.Join(' ', weight.Shape)}"));
            Append(hash, weight.Data);
        }
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <summary>With its length, so that one part cannot end where another begins.</summary>
    private static void Append(IncrementalHash hash, ReadOnlySpan<byte> part)
    {
        Span<byte> length = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(length, part.Length);
        hash.AppendData(length);
        hash.AppendData(part);
    }
}

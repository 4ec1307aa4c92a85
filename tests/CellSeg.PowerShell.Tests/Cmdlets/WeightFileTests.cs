using System.Buffers.Binary;
using System.Text;
using System.Text.Json.Nodes;

namespace CellSeg.Tests.Cmdlets;

public sealed class WeightFileTests : IDisposable
{
    private const string Weights = "weights.safetensors";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Each_model_with_bad_weights_is_one_error_and_the_others_are_imported()
    {
        Staged.Script("""
            param($Folder)
            foreach ($name in 'a', 'b-turned', 'c-short', 'd-weightless', 'e') { New-SegmentationModel -Name $name | Export-SegmentationModel -Path "$Folder/$name" }
            """, _folder.Path).Succeeded();
        TurnFirstMatrix(Path.Combine(_folder.Path, "b-turned", Weights));
        CutInHalf(Path.Combine(_folder.Path, "c-short", Weights));
        File.Delete(Path.Combine(_folder.Path, "d-weightless", Weights));
        Directory.CreateDirectory(Path.Combine(_folder.Path, "f-empty"));

        var result = Staged.Script("""
            param($Folder)
            Import-SegmentationModel "$Folder/*" -ErrorAction SilentlyContinue -ErrorVariable problems | ForEach-Object Name
            """ + Scripts.PrintErrors + Scripts.PrintMessages, _folder.Path).Succeeded();

        Assert.Equal(
            ["a", "e", "ModelUnreadable|InvalidData|" + Weights, "ModelUnreadable|InvalidData|" + Weights, "ModelUnreadable|ObjectNotFound|" + Weights, "ModelUnreadable|InvalidData|f-empty"],
            result.Lines[..6]);
        // File, reason and remedy.
        Assert.Matches(@"b-turned.weights\.safetensors: the weight '.*' has the shape .*, the model needs .*\. Use weights", result.Lines[6]);
        Assert.Matches(@"c-short.weights\.safetensors: .*\. .*\.$", result.Lines[7]);
        Assert.Matches(@"d-weightless.weights\.safetensors: .*\. .*\.$", result.Lines[8]);
        Assert.Matches(@"f-empty: this is no model folder: .*\. Give a folder", result.Lines[9]);
    }

    [Fact]
    public void Bad_weights_of_a_backbone_end_the_command()
    {
        string good = Path.Combine(_folder.Path, "model", Weights), other = Path.Combine(_folder.Path, "other.safetensors"), text = Path.Combine(_folder.Path, "text.safetensors");
        Staged.Script("param($Folder) New-SegmentationModel | Export-SegmentationModel -Path $Folder", Path.GetDirectoryName(good)!).Succeeded();
        File.Copy(good, other);
        CutInHalf(good);
        File.WriteAllText(text, "no weights");

        var result = Staged.Script("""
            param($Good, $Other, $Text)
            foreach ($path in $Good, $Other, $Text, "$Text.none") {
                try { New-SegmentationModel -BackboneWeightPath $path } catch { $problems = $_; $problems.Exception.Message
            """ + Scripts.PrintErrors + "}}", good, other, text).Succeeded();

        Assert.Equal(8, result.Lines.Length);
        Assert.Equal(
            ["BackboneWeightsUnusable|InvalidData|" + Weights, "BackboneWeightsUnusable|InvalidData|other.safetensors", "BackboneWeightsUnusable|InvalidData|text.safetensors", "BackboneWeightsUnusable|ObjectNotFound|text.safetensors.none"],
            result.Lines.Where((_, i) => i % 2 == 1));
        // The whole model's weights have other names than those of a published backbone.
        Assert.Contains("is missing", result.Lines[2], StringComparison.Ordinal);
    }

    /// <summary>Exchanges the sizes of a weight in the header; the file stays as long as it was.</summary>
    private static void TurnFirstMatrix(string path)
    {
        byte[] content = File.ReadAllBytes(path);
        int length = (int)BinaryPrimitives.ReadInt64LittleEndian(content);
        var header = JsonNode.Parse(content.AsSpan(8, length))!.AsObject();
        var shape = header.Select(pair => pair.Value!["shape"]).OfType<JsonArray>().First(shape => shape.Count > 1 && (long)shape[0]! != (long)shape[1]!);
        (long first, long second) = ((long)shape[0]!, (long)shape[1]!);
        (shape[0], shape[1]) = (second, first);
        byte[] turned = Encoding.UTF8.GetBytes(header.ToJsonString());
        byte[] size = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(size, turned.Length);
        File.WriteAllBytes(path, [.. size, .. turned, .. content.AsSpan(8 + length)]);
    }

    private static void CutInHalf(string path) => File.WriteAllBytes(path, File.ReadAllBytes(path)[..^((int)new FileInfo(path).Length / 2)]);
}

using System.Buffers.Binary;
using System.Text;
using CellSeg.Core.Tests.Support;
using CellSeg.Models.Serialization;
using CellSeg.Numerics;

namespace CellSeg.Core.Tests.Models.Serialization;

public sealed class SafetensorsFileTests : IDisposable
{
    private static readonly Dictionary<string, SafetensorsTensor> Sample = new()
    {
        ["a.weight"] = new(SafetensorsType.Float32, [2, 3], [.. Enumerable.Range(0, 24).Select(i => (byte)i)]),
        ["b.half"] = new(SafetensorsType.Find("F16")!, [4], [0, 0x3C, 0, 0xC0, 1, 2, 3, 4]),
        ["b.brain"] = new(SafetensorsType.Find("BF16")!, [2, 1], [0x80, 0x3F, 0, 0xC0]),
        ["c.count"] = new(SafetensorsType.Find("I64")!, [], [7, 0, 0, 0, 0, 0, 0, 0]),
        ["d.none"] = new(SafetensorsType.Float32, [0, 5], []),
    };

    private static readonly Dictionary<string, string> Metadata = new() { ["format"] = "pt", ["note"] = "größer \"quoted\"" };

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Tensors_of_all_types_come_back_and_are_written_to_the_same_bytes_again()
    {
        string first = _folder["first.safetensors"], second = _folder["second.safetensors"];
        SafetensorsFile.Write(first, Sample, Metadata);
        var content = SafetensorsFile.Read(first);
        Assert.True(Weights.AreEqual(Sample, content.Tensors));
        Assert.All(Sample, pair => Assert.Equal(pair.Value.Type, content.Tensors[pair.Key].Type));
        Assert.Equal(Metadata, content.Metadata);
        SafetensorsFile.Write(second, content.Tensors.Reverse().ToDictionary(), content.Metadata);
        Assert.Equal(File.ReadAllBytes(first), File.ReadAllBytes(second));
    }

    [Fact]
    public void The_file_is_laid_out_as_the_format_asks()
    {
        string path = _folder["small.safetensors"];
        SafetensorsFile.Write(path, new Dictionary<string, SafetensorsTensor> { ["x"] = new(SafetensorsType.Float32, [1], [1, 2, 3, 4]) });
        byte[] bytes = File.ReadAllBytes(path);
        int header = (int)BinaryPrimitives.ReadUInt64LittleEndian(bytes);
        Assert.Equal(0, header % 8);
        Assert.Equal("""{"x":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""", Encoding.UTF8.GetString(bytes, 8, header).TrimEnd());
        Assert.Equal([1, 2, 3, 4], bytes[(8 + header)..]);
    }

    [Theory]
    [InlineData("""{"x":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""", true)]
    [InlineData("""{"x":{"dtype":"F16","shape":[2],"data_offsets":[0,4]}}""", true)]
    [InlineData("""{"x":{"dtype":"F32","shape":[2],"data_offsets":[0,4]}}""", false)]
    [InlineData("""{"x":{"dtype":"F32","shape":[-1,-1],"data_offsets":[0,4]}}""", false)]
    [InlineData("""{"x":{"dtype":"F32","shape":[1.5],"data_offsets":[0,4]}}""", false)]
    [InlineData("""{"x":{"dtype":"F32","shape":[4611686018427387905],"data_offsets":[0,4]}}""", false)]
    [InlineData("""{"x":{"dtype":"F32","shape":[4294967296,4294967296,0],"data_offsets":[0,4]}}""", false)]
    [InlineData("""{"x":{"dtype":"F32","shape":[1],"data_offsets":[0,8]}}""", false)]
    [InlineData("""{"x":{"dtype":"F32","shape":[1],"data_offsets":[4,0]}}""", false)]
    [InlineData("""{"x":{"dtype":"F32","shape":[1],"data_offsets":[-4,0]}}""", false)]
    [InlineData("""{"x":{"dtype":"F32","shape":[1],"data_offsets":[0,4,8]}}""", false)]
    [InlineData("""{"x":{"dtype":"F32","shape":[0],"data_offsets":[0,0]}}""", false)]
    [InlineData("""{"x":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"y":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""", false)]
    [InlineData("""{"x":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"x":{"dtype":"F32","shape":[0],"data_offsets":[4,4]}}""", false)]
    [InlineData("""{"x":{"dtype":"F31","shape":[1],"data_offsets":[0,4]}}""", false)]
    [InlineData("""{"x":{"dtype":1,"shape":[1],"data_offsets":[0,4]}}""", false)]
    [InlineData("""{"x":{"shape":[1],"data_offsets":[0,4]}}""", false)]
    [InlineData("""{"x":[1]}""", false)]
    [InlineData("""{"__metadata__":{"a":1},"x":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""", false)]
    [InlineData("""{"__metadata__":[],"x":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""", false)]
    [InlineData("""{"\uD800":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""", false)]
    [InlineData("""{"x":{"dtype":"\uD800","shape":[1],"data_offsets":[0,4]}}""", false)]
    [InlineData("""[]""", false)]
    [InlineData("""null""", false)]
    [InlineData("", false)]
    public void Headers_that_do_not_describe_the_values_are_refused(string header, bool isIntact)
    {
        byte[] length = new byte[8], text = Encoding.UTF8.GetBytes(header);
        BinaryPrimitives.WriteInt64LittleEndian(length, text.Length);
        string path = _folder.Write("hand-made.safetensors", [.. length, .. text, 1, 2, 3, 4]);
        if (isIntact)
            Assert.Equal([1, 2, 3, 4], SafetensorsFile.Read(path).Tensors["x"].Data);
        else
            Assert.Equal(path, Assert.Throws<CellSegException>(() => SafetensorsFile.Read(path)).Target);
    }

    [Fact]
    public void Every_truncation_and_every_addition_is_refused()
    {
        byte[] intact = Intact(out _);
        for (int length = 0; length < intact.Length; length++)
            AssertRefused(intact[..length]);
        AssertRefused([.. intact, 0]);
    }

    [Fact]
    public void A_flipped_bit_is_refused_or_gives_tensors_that_fit_their_shape()
    {
        byte[] intact = Intact(out int dataStart);
        var random = new RandomSource(1);
        for (int i = 0; i < 400; i++)
        {
            byte[] damaged = [.. intact];
            int position = random.Next(dataStart);
            damaged[position] ^= (byte)(1 << random.Next(8));
            string path = _folder.Write("damaged.safetensors", damaged);
            try
            {
                var tensors = SafetensorsFile.Read(path).Tensors.Values;
                Assert.All(tensors, tensor => Assert.Equal(tensor.Data.Length, tensor.Shape.Aggregate(1L, (a, b) => a * b) * tensor.Type.Size));
                Assert.Equal(damaged[dataStart..], tensors.SelectMany(tensor => tensor.Data));
            }
            catch (CellSegException e)
            {
                Assert.Equal(path, e.Target);
            }
        }
    }

    [Fact]
    public void A_flipped_bit_of_the_values_changes_one_tensor_and_nothing_else()
    {
        byte[] intact = Intact(out int dataStart);
        for (int position = dataStart; position < intact.Length; position++)
        {
            byte[] damaged = [.. intact];
            damaged[position] ^= 1;
            var content = SafetensorsFile.Read(_folder.Write("damaged.safetensors", damaged));
            Assert.Single(Sample, pair => !pair.Value.Data.SequenceEqual(content.Tensors[pair.Key].Data));
        }
    }

    [Theory]
    [InlineData("[2,3]")]
    [InlineData("[0,24]")]
    [InlineData("[24,28]")]
    [InlineData("\"F16\"")]
    public void Numbers_of_the_header_that_were_edited_are_refused(string original)
    {
        string header = Encoding.Latin1.GetString(Intact(out _));
        Assert.Contains(original, header, StringComparison.Ordinal);
        var random = new RandomSource(2);
        int changed = 0;
        while (changed < 30)
        {
            char[] edited = original.ToCharArray();
            int place = random.Next(edited.Length);
            if (!char.IsAsciiDigit(edited[place]))
                continue;
            edited[place] = (char)('0' + random.Next(10));
            if (new string(edited) == original)
                continue;
            changed++;
            AssertRefused(Encoding.Latin1.GetBytes(header.Replace(original, new string(edited), StringComparison.Ordinal)));
        }
    }

    [Fact]
    public void A_missing_file_is_refused_by_name()
    {
        string path = _folder["none.safetensors"];
        Assert.Equal(path, Assert.Throws<CellSegException>(() => SafetensorsFile.Read(path)).Target);
    }

    private void AssertRefused(byte[] content)
    {
        string path = _folder.Write("damaged.safetensors", content);
        Assert.Equal(path, Assert.Throws<CellSegException>(() => SafetensorsFile.Read(path)).Target);
    }

    private byte[] Intact(out int dataStart)
    {
        string path = _folder["intact.safetensors"];
        SafetensorsFile.Write(path, Sample, Metadata);
        byte[] bytes = File.ReadAllBytes(path);
        dataStart = 8 + (int)BinaryPrimitives.ReadUInt64LittleEndian(bytes);
        return bytes;
    }
}

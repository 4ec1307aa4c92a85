using System.Buffers.Binary;
using CellSeg.Core.Tests.Support;
using CellSeg.Files;
using CellSeg.Imaging;
using CellSeg.Imaging.Arrays;
using CellSeg.Imaging.Codecs;

namespace CellSeg.Core.Tests.Imaging.Arrays;

public sealed class NpyArrayTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("|b1", "0100 01")]
    [InlineData("|u1", "00 FF 07")]
    [InlineData("|i1", "00 FF 07")]
    [InlineData("<u2", "0000 0102 FFFF")]
    [InlineData("<i2", "0000 0102 FEFF")]
    [InlineData("<u4", "00000000 01020000 000000F0")]
    [InlineData("<i4", "00000000 01020000 FEFFFFFF")]
    [InlineData("<u8", "0000000000000000 0102000000000000 0000000001000000")]
    [InlineData("<i8", "0000000000000000 0102000000000000 FEFFFFFFFFFFFFFF")]
    [InlineData("<f2", "0000 003C 00C1")]
    [InlineData("<f4", "00000000 0000803F 000020C0")]
    [InlineData("<f8", "0000000000000000 000000000000F03F 00000000000004C0")]
    public void Numbers_of_all_types_and_both_byte_orders_are_read(string type, string little)
    {
        byte[] bytes = Convert.FromHexString(little.Replace(" ", ""));
        int size = bytes.Length / 3;
        float[] expected = [.. bytes.Chunk(size).Select(number => Value(type, number))];
        byte[] big = [.. bytes.Chunk(size).SelectMany(number => number.Reverse())];
        foreach (var (descr, data) in ((string, byte[])[])[(type, bytes), (type.Replace('<', '>'), big)])
        {
            var array = Open(NpyFile.Make(descr, "(1, 3)", data));
            Assert.Equal(expected, StoredPixels.ToImage(array.ReadImage(0, 1, 3, 1), "x").Pixels);
            Assert.Equal(expected[2], StoredPixels.ToImage(array.ReadImage(2, 1, 1, 1), "x").Pixels[0]);
            Assert.Equal(descr, array.Header.Type.ToString());
        }
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(1)]
    public void An_array_of_other_than_the_bytes_of_its_shape_is_refused(int more)
    {
        byte[] file = NpyFile.Make("(2, 3)", [1, 2, 3, 4, 5, 6]);
        Array.Resize(ref file, file.Length + more);
        var problem = Assert.Throws<CellSegException>(() => Open(file));
        Assert.EndsWith("a.npy", problem.Target, StringComparison.Ordinal);
        Assert.Contains("(2, 3)", problem.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_written_to_after_it_was_opened_is_no_longer_read()
    {
        string path = _folder.Write("a.npy", NpyFile.Make("(2,)", [1, 2]));
        var array = NpyArray.Open(FileBytes.Open(path));
        Assert.Equal([1, 0, 0, 0, 2, 0, 0, 0], array.Read(0, 2));
        using (var file = new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete))
            file.WriteByte(0);
        Assert.Contains("changed", Assert.Throws<CellSegException>(() => array.Read(0, 2)).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Many_threads_read_their_own_parts()
    {
        var array = Open(NpyFile.Make("(100, 50)", [.. Enumerable.Range(0, 5000)]));
        Parallel.For(0, 2000, i =>
        {
            int row = i % 100;
            byte[] numbers = array.Read(row * 50, 50);
            for (int k = 0; k < 50; k++)
                Assert.Equal((row * 50) + k, BinaryPrimitives.ReadInt32LittleEndian(numbers.AsSpan(k * 4)));
        });
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(1000)]
    public void A_stream_makes_the_array_that_its_blocks_are(int bufferLength)
    {
        var stream = NpyStream.Create(
            SampleType.UInt16, [4, 3], 4, block => [.. Enumerable.Range(0, 3).SelectMany(i => BitConverter.GetBytes((ushort)((block * 3) + i)))]);
        using var copy = new MemoryStream();
        stream.CopyTo(copy, bufferLength);
        Assert.Equal(stream.Length, copy.Length);
        var array = Open(copy.ToArray());
        Assert.Equal("(4, 3)", array.Header.ShapeText);
        Assert.Equal(Enumerable.Range(0, 12).SelectMany(i => BitConverter.GetBytes((ushort)i)), array.Read(0, 12));
    }

    private NpyArray Open(byte[] content) => NpyArray.Open(FileBytes.Open(_folder.Write("a.npy", content)));

    private static float Value(string type, byte[] little) => type switch
    {
        "|b1" or "|u1" => little[0],
        "|i1" => (sbyte)little[0],
        "<u2" => BinaryPrimitives.ReadUInt16LittleEndian(little),
        "<i2" => BinaryPrimitives.ReadInt16LittleEndian(little),
        "<u4" => BinaryPrimitives.ReadUInt32LittleEndian(little),
        "<i4" => BinaryPrimitives.ReadInt32LittleEndian(little),
        "<u8" => BinaryPrimitives.ReadUInt64LittleEndian(little),
        "<i8" => BinaryPrimitives.ReadInt64LittleEndian(little),
        "<f2" => (float)BinaryPrimitives.ReadHalfLittleEndian(little),
        "<f4" => BinaryPrimitives.ReadSingleLittleEndian(little),
        _ => (float)BinaryPrimitives.ReadDoubleLittleEndian(little),
    };
}

using System.Text;
using CellSeg.Core.Tests.Support;
using CellSeg.Imaging.Arrays;
using CellSeg.Imaging.Codecs;

namespace CellSeg.Core.Tests.Imaging.Arrays;

public sealed class NpyHeaderTests
{
    [Theory]
    [InlineData(1, "{'descr': '<u2', 'fortran_order': False, 'shape': (4, 96, 96, 1), }", "(4, 96, 96, 1)")]
    [InlineData(2, "{\"shape\":(3,),\"descr\":\"<u2\",\"fortran_order\":False}", "(3,)")]
    [InlineData(3, "  { 'fortran_order' : False , 'shape' : ( ) , 'descr' : '<u2' }   ", "()")]
    [InlineData(1, "{'descr': '<u2', 'fortran_order': False, 'shape': (4L, 96L), }", "(4, 96)")]
    [InlineData(1, "{'descr': '<u2', 'fortran_order': True, 'shape': (7, 1), }", "(7, 1)")]
    public void Headers_of_all_versions_are_read(int version, string text, string shape)
    {
        byte[] file = NpyFile.MakeRaw(version, text, [1, 2, 3]);
        var header = NpyHeader.Read(new MemoryStream(file), "a");
        Assert.Equal((SampleType.UInt16, shape, file.Length - 3), (header.Type.Sample, header.ShapeText, header.Length));
    }

    [Theory]
    [InlineData("{'descr': '<u2', 'fortran_order': False}", "does not tell")]
    [InlineData("{'descr': '<u2', 'fortran_order': False, 'shape': (2, 3), 'more': True}", "does not tell")]
    [InlineData("{'descr': '<u2', 'fortran_order': 0, 'shape': (2, 3)}", "character")]
    [InlineData("{'descr': '<u2', 'fortran_order': False, 'shape': (2, -3)}", "character")]
    [InlineData("{'descr': '<u2', 'fortran_order': False, 'shape': (2, 3)} + x", "character")]
    [InlineData("{'descr': '<u2', 'descr': '<u2', 'fortran_order': False, 'shape': (2, 3)}", "twice")]
    [InlineData("{'descr': '<u2', 'fortran_order': False, 'shape': __import__('os')}", "character")]
    [InlineData("{'descr': '<u2", "no end")]
    [InlineData("{'descr': [('a', '<i4'), 'fortran_order': False, 'shape': (2, 3)}", "no end")]
    [InlineData("", "character")]
    [InlineData("{'descr': '<u2', 'fortran_order': False, 'shape': (9000000000, 9000000000)}", "larger than any file")]
    [InlineData("{'descr': '<u2', 'fortran_order': True, 'shape': (2, 3)}", "Fortran")]
    [InlineData("{'descr': '|O', 'fortran_order': False, 'shape': (2, 3)}", "pickle")]
    [InlineData("{'descr': [('a', '<i4')], 'fortran_order': False, 'shape': (2, 3)}", "type")]
    [InlineData("{'descr': '<U8', 'fortran_order': False, 'shape': (2, 3)}", "type <U8")]
    [InlineData("{'descr': '<c8', 'fortran_order': False, 'shape': (2, 3)}", "type <c8")]
    [InlineData("{'descr': '<f16', 'fortran_order': False, 'shape': (2, 3)}", "type <f16")]
    [InlineData("{'descr': '', 'fortran_order': False, 'shape': (2, 3)}", "type")]
    public void Other_headers_are_refused_with_the_reason(string text, string reason)
    {
        var problem = Assert.Throws<CellSegException>(() => NpyHeader.Read(new MemoryStream(NpyFile.MakeRaw(1, text, [])), "x.npy"));
        Assert.Equal("x.npy", problem.Target);
        Assert.Contains(reason, problem.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(4, 0)]
    [InlineData(0, 0)]
    [InlineData(1, 1)]
    public void Other_versions_are_refused(byte major, byte minor)
    {
        byte[] file = NpyFile.Make("(1,)", [1]);
        (file[6], file[7]) = (major, minor);
        Assert.Contains("version", Assert.Throws<CellSegException>(() => NpyHeader.Read(new MemoryStream(file), "x")).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_header_that_says_to_be_long_is_refused_without_reading_it()
    {
        byte[] file = [0x93, .. "NUMPY"u8, 2, 0, 0xFF, 0xFF, 0xFF, 0x7F];
        Assert.Contains("longer than any", Assert.Throws<CellSegException>(() => NpyHeader.Read(new MemoryStream(file), "x")).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_header_that_is_cut_off_anywhere_is_refused()
    {
        byte[] file = NpyFile.Make("(1, 2)", [1, 2]);
        for (int length = 0; length < file.Length - 8; length++)
            Assert.Equal("x", Assert.Throws<CellSegException>(() => NpyHeader.Read(new MemoryStream(file, 0, length), "x")).Target);
    }

    /// <summary>The bytes are those of NumPy 1.24: <c>numpy.save(f, numpy.zeros((2, 2, 3, 1), '&lt;u2'))</c>.</summary>
    [Fact]
    public void A_header_is_written_as_numpy_does()
    {
        NpyHeader.Create(NpyType.Native(SampleType.UInt16), [2, 2, 3, 1], out byte[] bytes);
        string text = "{'descr': '<u2', 'fortran_order': False, 'shape': (2, 2, 3, 1), }".PadRight(117);
        Assert.Equal((byte[])[0x93, .. "NUMPY"u8, 1, 0, 0x76, 0, .. Encoding.ASCII.GetBytes(text), 0x0A], bytes);
    }

    [Fact]
    public void What_is_written_is_read()
    {
        foreach (var type in Enum.GetValues<SampleType>())
        {
            foreach (long[] shape in (long[][])[[], [5], [1, 2, 3, 4, 5], [.. Enumerable.Repeat(1_000_000_000L, 1)]])
            {
                var written = NpyHeader.Create(NpyType.Native(type), shape, out byte[] bytes);
                var read = NpyHeader.Read(new MemoryStream(bytes), "x");
                Assert.Equal((written.Type, written.ShapeText, written.Length, 0), (read.Type, read.ShapeText, read.Length, bytes.Length % 64));
            }
        }
    }
}

using CellSeg.Files;
using CellSeg.Imaging.Codecs;

namespace CellSeg.Imaging.Arrays;

/// <summary>A <c>.npy</c> file that is made while it is read, block by block, so that an array of any size is written from little memory.</summary>
internal sealed class NpyStream : PlacedStream
{
    private readonly byte[] _header;
    private readonly long _blockLength;
    private readonly Func<long, byte[]> _makeBlock;

    private byte[] _block = [];
    private long _index = -1;

    private NpyStream(byte[] bytes, NpyHeader header, long blocks, Func<long, byte[]> makeBlock)
        : base(header.FileLength)
        => (_header, _blockLength, _makeBlock) = (bytes, (header.FileLength - header.Length) / blocks, makeBlock);

    /// <summary>Describes the array.</summary>
    /// <param name="type">What its numbers are.</param>
    /// <param name="shape">The lengths of the axes, all above 0.</param>
    /// <param name="blocks">How many blocks it is cut into, of equal length.</param>
    /// <param name="makeBlock">Gives the numbers of a block, counted from 0, in their order and in the byte order of this machine.</param>
    public static NpyStream Create(SampleType type, IReadOnlyList<long> shape, long blocks, Func<long, byte[]> makeBlock)
    {
        var header = NpyHeader.Create(NpyType.Native(type), shape, out byte[] bytes);
        return new NpyStream(bytes, header, blocks, makeBlock);
    }

    /// <inheritdoc/>
    protected override int ReadAt(long position, Span<byte> buffer)
    {
        var rest = position < _header.Length ? _header.AsSpan((int)position) : FindRest(position - _header.Length);
        int count = Math.Min(rest.Length, buffer.Length);
        rest[..count].CopyTo(buffer);
        return count;
    }

    /// <summary>What is left of the block that a number lies in.</summary>
    private Span<byte> FindRest(long place)
    {
        var (index, start) = Math.DivRem(place, _blockLength);
        if (index != _index)
        {
            _block = _makeBlock(index);
            if (_block.Length != _blockLength)
                throw new InvalidOperationException($"Block {index} has {_block.Length} bytes, not {_blockLength}.");
            _index = index;
        }
        return _block.AsSpan((int)start);
    }
}

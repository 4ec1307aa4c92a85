using System.Text;
using CellSeg.Imaging.Tiff.Structure;

namespace CellSeg.Imaging.Tiff;

/// <summary>
/// The names that ImageJ gives the planes of a stack. They stand in two fields of the first page: one has the lengths of
/// the parts of the other, whose first part tells the kinds of parts that follow and how many there are of each.
/// </summary>
internal static class ImageJMetadata
{
    private const int LabelKind = ('l' << 24) | ('a' << 16) | ('b' << 8) | 'l';

    private const int HeadLength = 4, KindLength = 8;

    /// <summary>Reads the names in the order of the planes; none when there are none or they make no sense.</summary>
    public static IReadOnlyList<string> ReadLabels(TiffReader reader, TiffDirectory directory)
    {
        if (directory[TiffTag.ImageJMetadata] is not { } field || directory[TiffTag.ImageJMetadataCounts] is not { Count: > 1 })
            return [];
        try
        {
            return ReadLabels(reader, directory.Numbers(reader, TiffTag.ImageJMetadataCounts), reader.ReadBytes(field));
        }
        catch (Exception e) when (e is InvalidDataException or ArgumentOutOfRangeException)
        {
            // Names are a courtesy: the pixels are right without them.
            return [];
        }
    }

    private static List<string> ReadLabels(TiffReader reader, long[] lengths, byte[] parts)
    {
        var encoding = reader.IsLittleEndian ? Encoding.Unicode : Encoding.BigEndianUnicode;
        int next = 1, at = (int)lengths[0];
        var names = new List<string>();
        for (int kind = HeadLength; kind < lengths[0]; kind += KindLength)
        {
            long count = reader.ToNumber(parts.AsSpan(kind + 4, 4));
            for (int i = 0; i < count && next < lengths.Length; i++)
            {
                int length = (int)lengths[next++];
                if (reader.ToNumber(parts.AsSpan(kind, 4)) == LabelKind)
                    names.Add(encoding.GetString(parts.AsSpan(at, length)));
                at += length;
            }
        }
        return names;
    }
}

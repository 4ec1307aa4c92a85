using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;
using System.Text;

namespace CellSeg.Models.Compute;

/// <summary>What this machine's processor says of itself (CPUID), as far as it decides how numbers are computed.</summary>
internal static class Processor
{
    // Leaf 7: sub-leaf 0 has AVX-512 and AMX, sub-leaf 1 bfloat16 with AVX-512.
    private const int Features = 7, Avx512 = 1 << 16, AmxBFloat16 = 1 << 22, Avx512BFloat16 = 1 << 5;

    // Where Intel and AMD describe their caches. Bits 0 to 4 of EAX are the kind, which is 0 where there is none.
    private const int IntelCaches = 4, AmdCaches = unchecked((int)0x8000001D), KindMask = 0x1F;

    private const int FirstExtended = unchecked((int)0x80000000), FirstName = unchecked((int)0x80000002), LastName = unchecked((int)0x80000004);

    /// <summary>The name that the maker gave it, such as "AMD EPYC"; the architecture where it has none.</summary>
    public static string Name { get; } = ReadName();

    /// <summary>Whether it has AMX for bfloat16.</summary>
    public static bool HasAmx { get; } = (Read(Features, 0).Edx & AmxBFloat16) != 0;

    /// <summary>Whether it has AVX-512 instructions for bfloat16.</summary>
    public static bool HasAvx512BFloat16 { get; } = (Read(Features, 1).Eax & Avx512BFloat16) != 0;

    /// <summary>Whether it multiplies bfloat16 in hardware. Elsewhere libtorch has no fast way to do it.</summary>
    public static bool MultipliesBFloat16 => HasAmx || HasAvx512BFloat16;

    /// <summary>
    /// Whether it does not tell how large its caches are, as in some virtual machines. oneDNN 3.7 then divides by zero
    /// or blocks loops wrongly in convolutions of 1x1 pixels and many channels.
    /// </summary>
    public static bool HidesCaches { get; } = X86Base.IsSupported && !HasCaches(IntelCaches) && !HasCaches(AmdCaches);

    /// <summary>The widest instructions that matter here, for people.</summary>
    public static string InstructionSet
        => !X86Base.IsSupported ? $"{RuntimeInformation.ProcessArchitecture}"
            : HasAmx ? "AMX with bfloat16"
            : HasAvx512BFloat16 ? "AVX-512 with bfloat16"
            : (Read(Features, 0).Ebx & Avx512) != 0 ? "AVX-512 without bfloat16"
            : Avx2.IsSupported ? "AVX2" : "SSE";

    private static bool HasCaches(int leaf) => (Read(leaf, 0).Eax & KindMask) != 0;

    private static string ReadName()
    {
        var name = new StringBuilder();
        Span<byte> part = stackalloc byte[4 * sizeof(int)];
        for (int leaf = FirstName; leaf <= LastName; leaf++)
        {
            var (eax, ebx, ecx, edx) = Read(leaf, 0);
            BinaryPrimitives.WriteInt32LittleEndian(part, eax);
            BinaryPrimitives.WriteInt32LittleEndian(part[4..], ebx);
            BinaryPrimitives.WriteInt32LittleEndian(part[8..], ecx);
            BinaryPrimitives.WriteInt32LittleEndian(part[12..], edx);
            name.Append(Encoding.ASCII.GetString(part));
        }
        string text = name.ToString().Replace("\0", "", StringComparison.Ordinal).Trim();
        return text.Length > 0 ? text : $"{RuntimeInformation.ProcessArchitecture}";
    }

    /// <summary>All zero where the processor does not have the leaf, for which others answer with the last one that they have.</summary>
    private static (int Eax, int Ebx, int Ecx, int Edx) Read(int leaf, int subLeaf)
    {
        if (!X86Base.IsSupported)
            return default;
        uint last = (uint)X86Base.CpuId(leaf < 0 ? FirstExtended : 0, 0).Eax;
        return (uint)leaf <= last ? X86Base.CpuId(leaf, subLeaf) : default;
    }
}

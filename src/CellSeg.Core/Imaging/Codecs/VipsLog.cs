using NetVips;

namespace CellSeg.Imaging.Codecs;

/// <summary>
/// Keeps libvips from writing its warnings to the process' standard error, which belongs to the program that uses
/// this library. What makes a file unusable comes as an exception in any case; an odd tag of a TIFF does not matter.
/// </summary>
internal static class VipsLog
{
    // Native code holds on to the delegate: the field keeps it from being collected.
    private static readonly Log.LogDelegate Ignore = (_, _, _) => { };

    private static readonly Lazy<uint> Handler = new(() => Log.SetLogHandler("VIPS", Enums.LogLevelFlags.Warning, Ignore));

    /// <summary>Turns the warnings off, once.</summary>
    public static void Silence() => _ = Handler.Value;

    /// <summary>Forgets messages that are left over from other files, so that an error speaks of its own.</summary>
    public static void Clear()
    {
        // Making an exception is what empties the library's list of messages.
        _ = new VipsException("");
    }
}

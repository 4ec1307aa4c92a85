using NetVips;

namespace CellSeg.Imaging.Codecs;

/// <summary>
/// What libvips says beside its results. Its warnings do not go to the process' standard error, which belongs to the
/// program that uses this library; and where it gives an image with black parts for what it could not decode, the
/// messages that it leaves are all that tells of it.
/// </summary>
internal static class VipsLog
{
    private static readonly Lock Gate = new();

    private static string? _warning;

    // Native code holds on to the delegate: the field keeps it from being collected.
    private static readonly Log.LogDelegate Remember = (_, _, message) => _warning ??= message;

    private static readonly Lazy<uint> Handler = new(() => Log.SetLogHandler("VIPS", Enums.LogLevelFlags.Warning, Remember));

    /// <summary>Decodes an image whose decoding has no reason to leave a message, one at a time in the process.</summary>
    /// <param name="decode">Reads all of its pixels.</param>
    /// <exception cref="InvalidDataException">Part of the image could not be decoded.</exception>
    /// <exception cref="VipsException">Nothing could be.</exception>
    public static T Watch<T>(Func<T> decode)
    {
        _ = Handler.Value;
        lock (Gate)
        {
            TakeErrors();
            _warning = null;
            var image = decode();
            string message = TakeErrors();
            return message.Length == 0 && _warning is null ? image : throw new InvalidDataException(message.Length > 0 ? message : _warning);
        }
    }

    /// <summary>The messages of errors since they were last taken. Making an exception is what takes them from the library.</summary>
    private static string TakeErrors() => new VipsException("").Message.Trim();
}

using System.Text.Json;

namespace CellSeg.Files.Json;

/// <summary>
/// Reads a JSON file whose outermost object holds long lists, one element after the other: files of gigabytes in the
/// memory of their largest element.
/// </summary>
internal static class JsonSections
{
    private const int FirstBuffer = 1 << 16, LargestElement = 1 << 28;

    /// <summary>Takes an element; false ends the reading.</summary>
    /// <param name="section">The name of the outermost property that holds it.</param>
    /// <param name="element">The element, which is gone afterwards.</param>
    /// <param name="place">Where it stands.</param>
    public delegate bool Take(string section, JsonElement element, JsonPlace place);

    /// <summary>Reads a file from its beginning.</summary>
    /// <param name="path">The file.</param>
    /// <param name="take">Takes the elements of each array, and the values of each object, that is a property of the outermost object.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <exception cref="CellSegException">The file cannot be read, is no JSON, or is not an object.</exception>
    public static void Read(string path, Take take, CancellationToken cancellationToken = default)
    {
        try
        {
            using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete);
            new Parser(stream, take, cancellationToken).Run();
        }
        catch (JsonException e)
        {
            throw new CellSegException(path, $"the file is no intact JSON ({FirstSentence(e.Message)})", "Export or download it again", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CellSegException(path, $"the file cannot be read ({e.Message.TrimEnd('.')})", "Check the path and its permissions", e);
        }
    }

    private static string FirstSentence(string message) => message.Split(". ")[0].TrimEnd('.');

    private sealed class Parser(Stream stream, Take take, CancellationToken cancellationToken)
    {
        private byte[] _buffer = new byte[FirstBuffer];
        private int _length;
        private long _start;
        private bool _isEnd;
        private string? _section;

        public void Run()
        {
            var state = new JsonReaderState();
            bool isGoingOn = true;
            while (isGoingOn)
            {
                Fill();
                cancellationToken.ThrowIfCancellationRequested();
                var reader = new Utf8JsonReader(_buffer.AsSpan(0, _length), _isEnd, state);
                isGoingOn = ReadElements(ref reader) && !_isEnd;
                state = reader.CurrentState;
                int consumed = (int)reader.BytesConsumed;
                _buffer.AsSpan(consumed, _length - consumed).CopyTo(_buffer);
                (_length, _start) = (_length - consumed, _start + consumed);
            }
        }

        /// <summary>Adds what the buffer has room for; a full one is too small for the element that it begins with.</summary>
        private void Fill()
        {
            if (_length == _buffer.Length)
            {
                if (_length >= LargestElement)
                    throw new JsonException(FormattableString.Invariant($"one element has more than {LargestElement} bytes"));
                Array.Resize(ref _buffer, _buffer.Length * 2);
            }
            int read = stream.ReadAtLeast(_buffer.AsSpan(_length), _buffer.Length - _length, throwOnEndOfStream: false);
            _isEnd = _length + read < _buffer.Length;
            _length += read;
        }

        /// <returns>False where nobody wants more.</returns>
        private bool ReadElements(ref Utf8JsonReader reader)
        {
            while (true)
            {
                // What is not whole in the buffer is read again with more behind it.
                var before = reader;
                if (!reader.Read())
                    return true;
                switch (reader.CurrentDepth, reader.TokenType)
                {
                    case (0, JsonTokenType.StartObject or JsonTokenType.EndObject):
                        break;
                    case (0, _):
                        throw new JsonException("it is not an object");
                    case (1, JsonTokenType.PropertyName):
                        _section = reader.GetString();
                        break;
                    case (1, JsonTokenType.StartArray or JsonTokenType.StartObject or JsonTokenType.EndArray or JsonTokenType.EndObject):
                        break;
                    case (1, _):
                        break;
                    case (2, JsonTokenType.PropertyName):
                        break;
                    default:
                        if (!ReadElement(ref reader, out bool isWhole))
                            return false;
                        if (isWhole)
                            break;
                        reader = before;
                        return true;
                }
            }
        }

        private bool ReadElement(ref Utf8JsonReader reader, out bool isWhole)
        {
            long first = _start + reader.TokenStartIndex;
            isWhole = JsonDocument.TryParseValue(ref reader, out var document);
            if (!isWhole)
                return true;
            using (document)
                return take(_section!, document!.RootElement, new JsonPlace(first, (int)(_start + reader.BytesConsumed - first)));
        }
    }
}

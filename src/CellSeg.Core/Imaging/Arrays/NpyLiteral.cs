using System.Globalization;

namespace CellSeg.Imaging.Arrays;

/// <summary>
/// Reads the text of a <c>.npy</c> header, which is written as a dictionary of Python: texts, truth values and tuples of whole
/// numbers, nothing of which is ever run.
/// </summary>
/// <param name="text">The text, with its blanks.</param>
internal sealed class NpyLiteral(string text)
{
    private int _at;

    /// <summary>The values by their names. A value that begins with a bracket, as of records, is its text up to the last one.</summary>
    /// <exception cref="FormatException">It is no such dictionary.</exception>
    public IReadOnlyDictionary<string, object> Read()
    {
        var values = new Dictionary<string, object>();
        Expect('{');
        while (!Take('}'))
        {
            string name = ReadText();
            Expect(':');
            if (!values.TryAdd(name, ReadValue()))
                throw new FormatException($"it has {name} twice");
            if (!Take(','))
            {
                Expect('}');
                break;
            }
        }
        return Peek() == '\0' ? values : throw Unexpected();
    }

    private object ReadValue() => Peek() switch
    {
        '\'' or '"' => ReadText(),
        '(' => ReadNumbers(),
        '[' => ReadList(),
        _ => ReadWord() switch { "True" => true, "False" => false, _ => throw Unexpected() },
    };

    private string ReadText()
    {
        char quote = Peek();
        if (quote is not ('\'' or '"'))
            throw Unexpected();
        int end = text.IndexOf(quote, ++_at);
        if (end < 0)
            throw new FormatException("a text in it has no end");
        string value = text[_at..end];
        _at = end + 1;
        return value.Contains('\\') ? throw new FormatException("a text in it has a backslash") : value;
    }

    private long[] ReadNumbers()
    {
        var numbers = new List<long>();
        Expect('(');
        while (!Take(')'))
        {
            // Python 2 ended long numbers with an L.
            if (!long.TryParse(ReadWord().TrimEnd('L'), NumberStyles.None, CultureInfo.InvariantCulture, out long number))
                throw Unexpected();
            numbers.Add(number);
            if (!Take(','))
            {
                Expect(')');
                break;
            }
        }
        return [.. numbers];
    }

    private string ReadList()
    {
        int start = _at, end = text.LastIndexOf(']');
        if (end < start)
            throw new FormatException("a list in it has no end");
        _at = end + 1;
        return text[start.._at];
    }

    private string ReadWord()
    {
        Peek();
        int start = _at;
        while (_at < text.Length && char.IsAsciiLetterOrDigit(text[_at]))
            _at++;
        return text[start.._at];
    }

    /// <summary>The next character that is no blank; 0 at the end.</summary>
    private char Peek()
    {
        while (_at < text.Length && text[_at] is ' ' or '\n' or '\r' or '\t')
            _at++;
        return _at < text.Length ? text[_at] : '\0';
    }

    private bool Take(char wanted)
    {
        if (Peek() != wanted)
            return false;
        _at++;
        return true;
    }

    private void Expect(char wanted)
    {
        if (!Take(wanted))
            throw Unexpected();
    }

    private FormatException Unexpected() => new(FormattableString.Invariant($"it is not written as NumPy does, at character {_at}"));
}

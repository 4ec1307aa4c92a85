namespace CellSeg.Decoding;

/// <summary>Makes cells of what a network predicts. A decoder may be used from several threads at once.</summary>
/// <typeparam name="TOptions">Its options.</typeparam>
public abstract class CellDecoder<TOptions> where TOptions : DecoderOptions, new()
{
    /// <summary>Checks the options.</summary>
    /// <param name="options">How to decode; the defaults when null.</param>
    /// <exception cref="CellSegException">An option is out of its range.</exception>
    private protected CellDecoder(TOptions? options)
    {
        Options = options ?? new TOptions();
        Options.Validate();
    }

    /// <summary>How predictions are decoded.</summary>
    public TOptions Options { get; }
}

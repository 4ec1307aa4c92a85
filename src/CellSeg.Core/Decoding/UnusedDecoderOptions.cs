using CellSeg.Decoding.Steps;

namespace CellSeg.Decoding;

/// <summary>Which options of a decoder change nothing of the cells that it makes.</summary>
public static class UnusedDecoderOptions
{
    /// <summary>Finds them.</summary>
    /// <param name="options">The options.</param>
    /// <param name="hasForeground">Whether the network predicts foreground, where it is one of distances.</param>
    public static IEnumerable<UnusedOption> Find(DecoderOptions options, bool hasForeground) => options switch
    {
        WatershedDecoderOptions watershed => FindPeaks(watershed.MarkerMethod).Append(hasForeground
            ? new UnusedOption(nameof(WatershedDecoderOptions.OuterThreshold), "this network predicts foreground, whose threshold is ForegroundThreshold")
            : new UnusedOption(
                nameof(WatershedDecoderOptions.ForegroundThreshold), "this network predicts no foreground; that of its outer distance is OuterThreshold")),
        DiscretisedWatershedDecoderOptions { MarkerMethod: var method } => method == MarkerMethod.ProminentPeaks
            ? FindPeaks(method)
            : FindPeaks(method).Append(new UnusedOption(nameof(DiscretisedWatershedDecoderOptions.Smoothing), Other(method))),
        _ => [],
    };

    private static IEnumerable<UnusedOption> FindPeaks(MarkerMethod method)
    {
        bool isByProminence = method == MarkerMethod.ProminentPeaks;
        return [new(isByProminence ? nameof(WatershedDecoderOptions.PeakRadius) : nameof(WatershedDecoderOptions.Prominence), Other(method))];
    }

    private static string Other(MarkerMethod method) => $"it is not for the marker method {method}";
}

namespace CellSeg.Imaging.Regions;

/// <summary>
/// The pixels of one cell, and what they sum up to in each channel. The mask is a list of runs, so that a cell takes no more room
/// than its pixels, however far apart its pieces lie.
/// </summary>
/// <param name="box">Id, bounding box and area.</param>
/// <param name="channels">Channels of the image; 0 without one.</param>
internal sealed class CellRegion(CellBox box, int channels)
{
    private readonly IntensitySum[] _intensities = new IntensitySum[channels];

    /// <summary>Id, bounding box and area.</summary>
    public CellBox Box => box;

    /// <summary>The runs by rows from the top, those of a row from the left; runs of a row do not touch.</summary>
    public List<CellRun> Runs { get; } = [];

    /// <summary>The intensities in each channel.</summary>
    public IEnumerable<ChannelIntensity> Intensities => _intensities.Select(sum => sum.GetIntensity());

    /// <summary>Adds the intensities of some pixels.</summary>
    /// <param name="channel">The channel, from 0.</param>
    /// <param name="values">Those of the pixels, in the order of the runs.</param>
    public void AddIntensities(int channel, ReadOnlySpan<float> values) => _intensities[channel].Add(values);
}

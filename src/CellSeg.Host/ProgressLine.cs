using System.Globalization;
using System.Management.Automation;
using System.Text;

namespace CellSeg.Host;

/// <summary>
/// Progress as one line that is written over itself: what the innermost activity says, the percentage of it and the
/// remaining time. Writes nothing where there is no terminal.
/// </summary>
/// <param name="writer">Where the line goes.</param>
/// <param name="enabled">False where <paramref name="writer"/> is no terminal.</param>
internal sealed class ProgressLine(TextWriter writer, bool enabled)
{
    private const long MinimumMillisecondsBetween = 100;

    private readonly List<(long Source, ProgressRecord Record)> activities = [];
    private bool visible;
    private long lastWritten = -MinimumMillisecondsBetween;

    public void Show(long source, ProgressRecord record)
    {
        if (!enabled)
            return;
        int index = activities.FindIndex(entry => entry.Source == source && entry.Record.ActivityId == record.ActivityId);
        if (record.RecordType == ProgressRecordType.Completed)
        {
            if (index >= 0)
                activities.RemoveAt(index);
            if (activities.Count == 0)
                Clear();
            return;
        }
        if (index >= 0)
            activities[index] = (source, record);
        else
            activities.Add((source, record));
        if (Environment.TickCount64 - lastWritten < MinimumMillisecondsBetween)
            return;
        lastWritten = Environment.TickCount64;
        visible = true;
        writer.Write("\r" + Fit(Describe(activities[^1].Record), Width()) + "\e[K");
    }

    public void Clear()
    {
        if (!visible)
            return;
        visible = false;
        // The next record is shown at once: what was on the screen is gone.
        lastWritten = -MinimumMillisecondsBetween;
        writer.Write("\r\e[K");
    }

    /// <summary>The line for a record, whatever the width of the terminal.</summary>
    public static string Describe(ProgressRecord record)
    {
        var line = new StringBuilder(record.Activity);
        if (!string.IsNullOrWhiteSpace(record.StatusDescription))
            line.Append(": ").Append(record.StatusDescription);
        if (record.PercentComplete >= 0)
            line.Append(CultureInfo.InvariantCulture, $"  {record.PercentComplete} %");
        if (record.SecondsRemaining >= 0)
        {
            var remaining = TimeSpan.FromSeconds(record.SecondsRemaining);
            line.Append("  ").Append(remaining.ToString(remaining.TotalHours >= 1 ? @"h\:mm\:ss" : @"m\:ss", CultureInfo.InvariantCulture)).Append(" left");
        }
        return line.Replace('\n', ' ').Replace('\r', ' ').ToString();
    }

    // One column stays free: writing in the last one makes some terminals start a new line.
    private static string Fit(string line, int width) => line.Length < width ? line : line[..Math.Max(0, width - 1)];

    private static int Width()
    {
        try
        {
            return Console.WindowWidth > 0 ? Console.WindowWidth : 80;
        }
        catch (IOException)
        {
            return 80;
        }
    }
}

using System.Management.Automation.Host;

namespace CellSeg.Host;

/// <summary>The screen, as far as there is one. What a script without a terminal cannot use is refused.</summary>
internal sealed class ConsoleRawInterface : PSHostRawUserInterface
{
    /// <summary>Wide enough for the tables of the module when the output goes to a file or a log.</summary>
    private const int RedirectedWidth = 120;
    private const int RedirectedHeight = 50;

    public override ConsoleColor BackgroundColor { get; set; } = ConsoleColor.Black;

    public override ConsoleColor ForegroundColor { get; set; } = ConsoleColor.Gray;

    public override Size BufferSize { get => WindowSize; set { } }

    public override Coordinates CursorPosition { get; set; }

    public override int CursorSize { get; set; } = 25;

    public override bool KeyAvailable => false;

    public override Size MaxPhysicalWindowSize => WindowSize;

    public override Size MaxWindowSize => WindowSize;

    public override Coordinates WindowPosition { get; set; }

    public override Size WindowSize { get => Measure(); set { } }

    public override string WindowTitle { get; set; } = "CellSeg";

    public override void FlushInputBuffer()
    {
    }

    public override BufferCell[,] GetBufferContents(Rectangle rectangle) => throw NoScreen();

    public override KeyInfo ReadKey(ReadKeyOptions options) => throw NoScreen();

    public override void ScrollBufferContents(Rectangle source, Coordinates destination, Rectangle clip, BufferCell fill)
        => throw NoScreen();

    public override void SetBufferContents(Coordinates origin, BufferCell[,] contents) => throw NoScreen();

    public override void SetBufferContents(Rectangle rectangle, BufferCell fill) => throw NoScreen();

    private static Size Measure()
    {
        if (Console.IsOutputRedirected)
            return new Size(RedirectedWidth, RedirectedHeight);
        try
        {
            // A pseudo-terminal that nobody has sized says zero.
            return Console.WindowWidth > 0 ? new Size(Console.WindowWidth, Math.Max(Console.WindowHeight, 1)) : new Size(RedirectedWidth, RedirectedHeight);
        }
        catch (IOException)
        {
            return new Size(RedirectedWidth, RedirectedHeight);
        }
    }

    private static NotSupportedException NoScreen() => new("This host has no screen buffer.");
}

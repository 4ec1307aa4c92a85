using System.Text;

namespace CellSeg.Host;

internal static class Program
{
    private static int Main(string[] args)
    {
        // The engine reads this before it does anything else.
        Environment.SetEnvironmentVariable("POWERSHELL_TELEMETRY_OPTOUT", "1");
        UseUtf8();

        HostArguments arguments;
        try
        {
            arguments = HostArguments.Parse(args);
        }
        catch (ArgumentException e)
        {
            Console.Error.WriteLine($"cellseg: {e.Message}");
            Console.Error.WriteLine(HostArguments.Usage);
            return ExitCodes.BadUsage;
        }
        if (arguments.ShowHelp)
        {
            Console.Out.WriteLine(HostArguments.Usage);
            return ExitCodes.Success;
        }

        using var session = new EngineSession();
        return session.Run(arguments);
    }

    private static void UseUtf8()
    {
        try
        {
            // Without a byte order mark, which the reader of a redirected stream would take for text.
            Console.OutputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
        }
        catch (IOException)
        {
            // A process without a console has nothing to set.
        }
    }
}

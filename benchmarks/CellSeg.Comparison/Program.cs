using System.Diagnostics;
using System.Globalization;
using CellSeg.Comparison;

if (args.Length < 2)
{
    Console.Error.WriteLine(
        "usage: CellSeg.Comparison FOLDER OPERATION[,OPERATION…]  [REPEATS]\n"
        + "       CellSeg.Comparison FOLDER ceiling|lost [PART OF A ROW'S NAME]");
    return 2;
}
var folder = new RawFolder(args[0]);
if (args[1] == "ceiling")
{
    Ceiling.Report(folder, args.Length > 2 ? args[2] : "");
    return 0;
}
if (args[1] == "lost")
{
    Ceiling.ReportLost(folder, args.Length > 2 ? args[2] : "");
    return 0;
}
int repeats = args.Length > 2 ? int.Parse(args[2], CultureInfo.InvariantCulture) : 0;
foreach (string name in args[1].Split(','))
{
    var operation = Operations.Create(name, folder);
    operation.Run();
    operation.Write();
    if (repeats > 0)
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name} {Measure(operation.Run, repeats):f3}"));
}
return 0;

// Milliseconds, the least of several runs after the compiler had a few seconds to settle: what else the machine does can
// only add to it.
static double Measure(Action run, int repeats)
{
    var clock = Stopwatch.StartNew();
    while (clock.ElapsedMilliseconds < 3000)
        run();
    double least = double.PositiveInfinity;
    for (int i = 0; i < repeats; i++)
    {
        clock.Restart();
        run();
        least = Math.Min(least, clock.Elapsed.TotalMilliseconds);
    }
    return least;
}

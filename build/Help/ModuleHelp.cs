using System.Reflection;
using System.Runtime.Loader;
using System.Xml.Linq;

namespace CellSeg.Build.Help;

/// <summary>The help of the module: made of the pages in docs/en-US, of the cmdlets' classes, and of what their code says of parameters.</summary>
public sealed class ModuleHelp
{
    private const string Culture = "en-US", Cmdlets = "CellSeg.PowerShell", AboutPrefix = "about_";

    private static readonly string Pages = Repository.At("docs", Culture);

    private readonly IReadOnlyList<CmdletFacts> _cmdlets;
    private readonly IReadOnlyList<string> _files = [.. Directory.EnumerateFiles(Pages, "*.md", SearchOption.AllDirectories)];

    private ModuleHelp(IReadOnlyList<CmdletFacts> cmdlets) => _cmdlets = cmdlets;

    /// <summary>Reads the cmdlets that have been built for a platform.</summary>
    /// <exception cref="BuildException">They have not been built, or something has no help.</exception>
    public static ModuleHelp Read(string runtime, string configuration)
    {
        string folder = Repository.At("artifacts", "build", "bin", Cmdlets, $"{configuration.ToLowerInvariant()}_{runtime}");
        string file = Path.Combine(folder, $"{Cmdlets}.dll");
        if (!File.Exists(file))
            throw new BuildException($"the cmdlets have not been built ({Path.GetRelativePath(Repository.Root, file)}); ./build.sh build does it");
        var docs = new XmlDocs();
        foreach (string name in (string[])["CellSeg.Core", Cmdlets])
            docs.Add(XDocument.Load(Path.Combine(folder, $"{name}.xml")));
        return new ModuleHelp(new CmdletReader(docs).Read(Load(folder, Cmdlets)));
    }

    /// <summary>Writes the help into a module's folder.</summary>
    /// <exception cref="BuildException">A cmdlet has no page, or a page lacks something.</exception>
    public void Write(string module)
    {
        string folder = Path.Combine(module, Culture);
        Directory.CreateDirectory(folder);
        var help = MamlWriter.Write(_cmdlets.Select(cmdlet => (cmdlet, HelpPage.Parse(cmdlet.Name, File.ReadAllText(FindPage(cmdlet))))));
        help.Save(Path.Combine(folder, $"{Cmdlets}.dll-Help.xml"));
        foreach (string file in _files.Where(file => Path.GetFileName(file).StartsWith(AboutPrefix, StringComparison.Ordinal)))
        {
            string name = Path.GetFileNameWithoutExtension(file);
            File.WriteAllText(Path.Combine(folder, $"{name}.help.txt"), AboutTopic.Convert(name, File.ReadAllText(file)));
        }
    }

    /// <summary>Writes the generated blocks of the pages anew.</summary>
    /// <returns>The pages that have changed.</returns>
    public IReadOnlyList<string> Refresh()
    {
        var stale = FindStale();
        foreach (var (file, text) in stale)
            File.WriteAllText(file, text);
        return [.. stale.Select(page => Path.GetRelativePath(Repository.Root, page.File))];
    }

    /// <summary>The pages whose generated blocks are no longer what the code says, with what they should be.</summary>
    public IReadOnlyList<(string File, string Text)> FindStale() =>
    [
        .. from cmdlet in _cmdlets
           let file = FindPage(cmdlet)
           let present = File.ReadAllText(file).ReplaceLineEndings("\n")
           let wanted = HelpPage.Fill(cmdlet, present)
           where wanted != present
           select (file, wanted),
    ];

    private string FindPage(CmdletFacts cmdlet)
        => _files.FirstOrDefault(file => Path.GetFileNameWithoutExtension(file) == cmdlet.Name)
            ?? throw new BuildException($"{cmdlet.Name} has no page in {Path.GetRelativePath(Repository.Root, Pages)}");

    private static Assembly Load(string folder, string name)
    {
        // Read into memory, so that the next build can replace the files.
        var context = new AssemblyLoadContext(name);
        context.Resolving += (_, wanted) => Path.Combine(folder, $"{wanted.Name}.dll") is var file && File.Exists(file)
            ? context.LoadFromStream(new MemoryStream(File.ReadAllBytes(file)))
            : null;
        return context.LoadFromAssemblyName(new AssemblyName(name));
    }
}

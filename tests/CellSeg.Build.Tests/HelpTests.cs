using System.Management.Automation;
using System.Xml.Linq;
using CellSeg.Build;
using CellSeg.Build.Help;

namespace CellSeg.Tests;

public sealed class HelpTests
{
    private const string Page = """
        # Get-Thing

        Gets a thing.

        <!-- generated: syntax -->
        old
        <!-- end -->

        ## Description

        It is `one`, see [there](x.md),
        of many.

        ## Examples

        ### The first

        ```powershell
        Get-Thing
        ```

        ### The second

        <!-- only parsed: it takes a thing -->
        ```powershell
        Get-Thing -Kind Big
        ```

        Of this size.

        <!-- generated: parameters -->
        <!-- end -->

        ## Related links

        - [Set-Thing](Set-Thing.md)
        """;

    private static readonly XmlDocs Docs = MakeDocs(
        ("P:CellSeg.Tests.HelpTests.GetThingCommand.Kind", "What <c>kind</c> of <see cref=\"T:CellSeg.Tests.Thing\"/>."),
        ("P:CellSeg.Tests.HelpTests.GetThingCommand.Count", "How many."),
        ("F:CellSeg.Tests.HelpTests.ThingKind.Big", "Large."), ("F:CellSeg.Tests.HelpTests.ThingKind.Small", "Little."));

    public enum ThingKind
    {
        Small,
        Big,
    }

    [Fact]
    public void The_pages_have_the_syntax_and_the_parameters_of_the_code()
        => Assert.Empty(ModuleHelp.Read(Repository.OwnRuntime, "Release").FindStale()
            .Select(page => $"{page.File} is no longer true; ./build.sh pages writes it anew"));

    [Fact]
    public void A_cmdlet_is_read_from_its_class_and_its_docs()
    {
        var cmdlet = new CmdletReader(Docs).Read(typeof(GetThingCommand));

        Assert.Equal(["Kind", "Count", "WhatIf", "Confirm"], cmdlet.Parameters.Select(parameter => parameter.Name));
        var (kind, count) = (cmdlet.Parameters[0], cmdlet.Parameters[1]);
        Assert.Equal(["What `kind` of Thing."], kind.Text);
        Assert.Equal([("Small", "Little."), ("Big", "Large.")], kind.Choices);
        Assert.Equal(("Small", 0, "True (ByValue)"), (kind.Default, kind.Position, kind.PipelineInput));
        Assert.Equal(("3", "0 or more", "int"), (count.Default, count.Range, count.TypeName));
        Assert.Equal(["n"], count.Aliases);
        Assert.Equal("Get-Thing [[-Kind] <ThingKind>] [-Count <int>] [-WhatIf] [-Confirm] [<CommonParameters>]", cmdlet.DescribeSyntax(cmdlet.Sets[0]));
    }

    [Fact]
    public void A_parameter_or_a_value_without_a_summary_is_named()
    {
        var problem = Assert.Throws<BuildException>(() => new CmdletReader(new XmlDocs()).Read(typeof(GetThingCommand)));
        Assert.StartsWith("Get-Thing -Count has no help", problem.Message, StringComparison.Ordinal);

        var docs = MakeDocs(
            ("P:CellSeg.Tests.HelpTests.GetThingCommand.Kind", "What kind."), ("P:CellSeg.Tests.HelpTests.GetThingCommand.Count", "How many."),
            ("F:CellSeg.Tests.HelpTests.ThingKind.Big", "Large."));
        problem = Assert.Throws<BuildException>(() => new CmdletReader(docs).Read(typeof(GetThingCommand)));
        Assert.StartsWith("the value Small of Get-Thing -Kind has no help", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_page_is_read_without_its_generated_blocks()
    {
        var page = HelpPage.Parse("Get-Thing", Page);

        Assert.Equal("Gets a thing.", page.Synopsis);
        Assert.Equal(["It is `one`, see [there](x.md), of many."], page.Description);
        Assert.Equal([("The first", "Get-Thing"), ("The second", "Get-Thing -Kind Big")], page.Examples.Select(example => (example.Title, example.Code)));
        Assert.Equal(["Of this size."], page.Examples[1].Remarks);
        Assert.Equal(["[Set-Thing](Set-Thing.md)"], page.Links);
    }

    [Theory]
    [InlineData("# Get-Thing", "# Get-Other", "does not begin")]
    [InlineData("### The second", "The second", "has 1 examples")]
    [InlineData("```powershell\nGet-Thing\n```", "Get-Thing", "has no ```powershell")]
    [InlineData("## Related links", "## Links", "has no ## Related links")]
    public void A_page_that_lacks_something_is_refused(string part, string other, string problem)
    {
        string page = Page.ReplaceLineEndings("\n").Replace(part, other, StringComparison.Ordinal);

        Assert.Contains(problem, Assert.Throws<BuildException>(() => HelpPage.Parse("Get-Thing", page)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_page_is_filled_once_and_then_stays_as_it_is()
    {
        var cmdlet = new CmdletReader(Docs).Read(typeof(GetThingCommand));

        string filled = HelpPage.Fill(cmdlet, Page);

        Assert.DoesNotContain("old", filled, StringComparison.Ordinal);
        Assert.Contains("### -Kind \\<ThingKind\\>", filled, StringComparison.Ordinal);
        Assert.Contains("- `Big`: Large.", filled, StringComparison.Ordinal);
        Assert.Equal(filled, HelpPage.Fill(cmdlet, filled));
        Assert.Equal(HelpPage.Parse("Get-Thing", Page).Examples.Count, HelpPage.Parse("Get-Thing", filled).Examples.Count);
    }

    [Fact]
    public void Help_of_PowerShell_has_what_the_page_and_the_class_say()
    {
        var cmdlet = new CmdletReader(Docs).Read(typeof(GetThingCommand));
        var help = MamlWriter.Write([(cmdlet, HelpPage.Parse("Get-Thing", Page))]);

        string Text(string name) => string.Join('|', help.Descendants().Where(element => element.Name.LocalName == name).Select(element => element.Value));
        Assert.Contains("It is one, see there, of many.", Text("description"), StringComparison.Ordinal);
        Assert.Equal("Get-Thing|Get-Thing -Kind Big", Text("code"));
        Assert.StartsWith("Small|3|False", string.Join('|', help.Descendants().Where(element => element.Name.LocalName == "parameters")
            .Descendants().Where(element => element.Name.LocalName == "defaultValue").Select(element => element.Value)), StringComparison.Ordinal);
    }

    [Fact]
    public void A_topic_is_broken_at_80_columns_and_code_is_not()
    {
        string words = string.Join(' ', Enumerable.Repeat("word", 40));
        const string Start = "# about_Thing\n\nShort.\n\n";
        string text = AboutTopic.Convert(
            "about_Thing", $"{Start}## One `thing`\n\n{words}\n\n- {words}\n- b\n\n```powershell\nGet-Thing |\n    x\n```\n");

        Assert.StartsWith(
            "TOPIC\n    about_Thing\n\nSHORT DESCRIPTION\n    Short.\n\nLONG DESCRIPTION\nONE THING\n    word", text, StringComparison.Ordinal);
        Assert.All(text.Split('\n'), line => Assert.InRange(line.Length, 0, 80));
        Assert.Contains("\n    - word", text, StringComparison.Ordinal);
        Assert.Contains("\n      word", text, StringComparison.Ordinal);
        Assert.EndsWith("    - b\n\n      Get-Thing |\n          x\n", text, StringComparison.Ordinal);
        Assert.Throws<BuildException>(() => AboutTopic.Convert("about_Thing", $"{Start}```powershell\n{words}\n```\n"));
    }

    private static XmlDocs MakeDocs(params (string Name, string Summary)[] members)
    {
        var docs = new XmlDocs();
        docs.Add(XDocument.Parse(
            $"<doc>{string.Concat(members.Select(member => $"<member name=\"{member.Name}\"><summary>{member.Summary}</summary></member>"))}</doc>"));
        return docs;
    }

    [Cmdlet(VerbsCommon.Get, "Thing", SupportsShouldProcess = true)]
    public sealed class GetThingCommand : PSCmdlet
    {
        [Parameter]
        [Alias("n")]
        [ValidateRange(0, int.MaxValue)]
        public int Count { get; set; } = 3;

        [Parameter(Position = 0, ValueFromPipeline = true)]
        public ThingKind Kind { get; set; }

        [Parameter(DontShow = true)]
        public SwitchParameter Hidden { get; set; }
    }
}

using System.Xml.Linq;

namespace CellSeg.Build.Help;

/// <summary>Writes help as <c>Get-Help</c> reads it, in PowerShell's language of XML (MAML).</summary>
public static class MamlWriter
{
    private static readonly XNamespace Msh = "http://msh";
    private static readonly XNamespace Maml = "http://schemas.microsoft.com/maml/2004/10";
    private static readonly XNamespace Command = "http://schemas.microsoft.com/maml/dev/command/2004/10";
    private static readonly XNamespace Dev = "http://schemas.microsoft.com/maml/dev/2004/10";

    /// <summary>Makes the help of a module's cmdlets.</summary>
    public static XDocument Write(IEnumerable<(CmdletFacts Facts, HelpPage Page)> cmdlets) => new(
        new XElement(Msh + "helpItems", new XAttribute("schema", "maml"), cmdlets.Select(cmdlet => Write(cmdlet.Facts, cmdlet.Page))));

    private static XElement Write(CmdletFacts facts, HelpPage page) => new(
        Command + "command",
        new XAttribute(XNamespace.Xmlns + "maml", Maml), new XAttribute(XNamespace.Xmlns + "command", Command),
        new XAttribute(XNamespace.Xmlns + "dev", Dev),
        new XElement(
            Command + "details",
            new XElement(Command + "name", facts.Name), new XElement(Command + "verb", facts.Verb), new XElement(Command + "noun", facts.Noun),
            Paragraphs(Maml + "description", [page.Synopsis])),
        Paragraphs(Maml + "description", page.Description),
        new XElement(Command + "syntax", facts.Sets.Select(set => new XElement(
            Command + "syntaxItem",
            new XElement(Maml + "name", facts.Name),
            facts.GetSyntax(set).Select(item => Write(item.Parameter, item.Use, describe: false))))),
        new XElement(Command + "parameters", facts.Parameters.Select(parameter => Write(
            parameter, new ParameterUse("", parameter.IsMandatory, parameter.Position), describe: true))),
        Types(Command + "inputTypes", Command + "inputType", facts.Inputs),
        Types(Command + "returnValues", Command + "returnValue", facts.Outputs),
        page.Notes.Count == 0 ? null : new XElement(Maml + "alertSet", new XElement(Maml + "alert", Paragraphs(page.Notes))),
        new XElement(Command + "examples", page.Examples.Select((example, number) => new XElement(
            Command + "example",
            new XElement(Maml + "title", $"--- Example {number + 1}: {PlainText.Of(example.Title)} ---"),
            new XElement(Dev + "code", example.Code),
            // An empty paragraph keeps the next title apart.
            new XElement(Dev + "remarks", Paragraphs([.. example.Remarks, ""]))))),
        new XElement(Command + "relatedLinks", page.Links.Select(link => new XElement(
            Maml + "navigationLink", new XElement(Maml + "linkText", PlainText.Of(link)), new XElement(Maml + "uri")))));

    private static XElement Write(ParameterFacts parameter, ParameterUse use, bool describe) => new(
        Command + "parameter",
        new XAttribute("required", Text(use.IsMandatory)),
        new XAttribute("variableLength", Text(parameter.TakesSeveral)),
        new XAttribute("globbing", Text(parameter.TakesWildcards)),
        new XAttribute("pipelineInput", describe ? parameter.PipelineInput : ParameterFacts.DescribePipeline([use])),
        new XAttribute("position", use.Position is { } position ? $"{position}" : "named"),
        new XAttribute("aliases", parameter.Aliases.Count > 0 ? string.Join(", ", parameter.Aliases) : "none"),
        new XElement(Maml + "name", parameter.Name),
        describe ? Paragraphs(Maml + "description", Describe(parameter)) : null,
        parameter.IsSwitch ? null : new XElement(
            Command + "parameterValue",
            new XAttribute("required", "true"), new XAttribute("variableLength", Text(parameter.TakesSeveral)), parameter.TypeName),
        new XElement(Dev + "type", new XElement(Maml + "name", parameter.TypeName), new XElement(Maml + "uri")),
        new XElement(Dev + "defaultValue", parameter.Default));

    private static IEnumerable<string> Describe(ParameterFacts parameter) =>
    [
        .. parameter.Text,
        .. parameter.Choices.Select(choice => $"- {choice.Value}: {choice.Text}"),
        .. parameter.Range is { } range ? [$"Accepted range: {range}."] : (string[])[],
    ];

    private static XElement Types(XName list, XName item, IReadOnlyList<(string Type, string Text)> types) => new(
        list, (types.Count > 0 ? types : [("None", "")]).Select(type => new XElement(
            item, new XElement(Dev + "type", new XElement(Maml + "name", type.Type)), Paragraphs(Maml + "description", [type.Text]))));

    private static XElement Paragraphs(XName name, IEnumerable<string> paragraphs) => new(name, Paragraphs(paragraphs));

    private static IEnumerable<XElement> Paragraphs(IEnumerable<string> paragraphs)
        => paragraphs.Select(paragraph => new XElement(Maml + "para", PlainText.Of(paragraph)));

    private static string Text(bool value) => value ? "true" : "false";
}

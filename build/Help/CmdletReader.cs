using System.Collections;
using System.Globalization;
using System.Management.Automation;
using System.Reflection;

namespace CellSeg.Build.Help;

/// <summary>
/// Reads the classes of cmdlets. Their attributes are read as they are written in the assembly: the library that modules are compiled
/// against has no code in its attributes.
/// </summary>
/// <param name="docs">The summaries of the cmdlets' assembly and of those with their types.</param>
public sealed class CmdletReader(XmlDocs docs)
{
    /// <summary>The type of parameters without a value.</summary>
    public const string SwitchName = "SwitchParameter";

    private const string AllSets = "__AllParameterSets", OptionOf = "OptionOfAttribute`1", WhatIf = "WhatIf", Confirm = "Confirm";

    private static readonly Dictionary<Type, string> Accelerators = new()
    {
        [typeof(string)] = "string", [typeof(int)] = "int", [typeof(long)] = "long", [typeof(double)] = "double", [typeof(bool)] = "bool",
        [typeof(object)] = "object", [typeof(TimeSpan)] = "timespan", [typeof(Hashtable)] = "hashtable",
    };

    /// <summary>Reads all cmdlets of an assembly, by name.</summary>
    /// <exception cref="BuildException">A parameter, or a value of one, has no summary.</exception>
    public IReadOnlyList<CmdletFacts> Read(Assembly assembly)
        => [.. from type in assembly.GetTypes() where Find<CmdletAttribute>(type) is not null select Read(type) into cmdlet orderby cmdlet.Name select cmdlet];

    /// <summary>Reads one cmdlet.</summary>
    /// <exception cref="BuildException">A parameter, or a value of one, has no summary.</exception>
    public CmdletFacts Read(Type type)
    {
        var cmdlet = Find<CmdletAttribute>(type)!;
        var (verb, noun) = ((string)cmdlet.ConstructorArguments[0].Value!, (string)cmdlet.ConstructorArguments[1].Value!);
        var properties = type.GetProperties().Where(IsShown).ToList();
        string? first = Get<string>(cmdlet, "DefaultParameterSetName");
        string[] sets = [.. properties.SelectMany(FindAll<ParameterAttribute>).Select(NameOfSet).Where(set => set != AllSets).Distinct()
            .OrderBy(set => set == first ? 0 : 1)];
        if (sets.Length == 0)
            sets = [AllSets];
        object instance = Activator.CreateInstance(type)!;
        var parameters = properties.Select(property => Read(property, $"{verb}-{noun}", sets, instance)).ToList();
        if (Get<bool>(cmdlet, "SupportsShouldProcess"))
            parameters.AddRange(RiskParameters(sets));
        var facts = new CmdletFacts(verb, noun, sets, parameters, [.. FindAll<OutputTypeAttribute>(type).SelectMany(OutputTypes).Select(Describe)]);
        // As they stand in the syntax.
        var order = sets.SelectMany(facts.GetSyntax).Select(item => item.Parameter).Distinct().ToList();
        return facts with { Parameters = [.. parameters.OrderBy(parameter => parameter.Name is WhatIf or Confirm).ThenBy(order.IndexOf)] };
    }

    private static bool IsShown(PropertyInfo property)
        => FindAll<ParameterAttribute>(property).ToList() is { Count: > 0 } uses && !uses.Exists(use => Get<bool>(use, "DontShow"));

    private ParameterFacts Read(PropertyInfo property, string cmdlet, string[] sets, object instance)
    {
        var text = docs.Find(property);
        if (text.Count == 0)
            throw new BuildException($"{cmdlet} -{property.Name} has no help: its property in {property.DeclaringType!.Name} has no summary");
        var type = Bare(property.PropertyType);
        var single = type.IsArray ? Bare(type.GetElementType()!) : type;
        return new ParameterFacts
        {
            Name = property.Name,
            TypeName = NameOf(single) + (type.IsArray ? "[]" : ""),
            Text = text,
            Uses = [.. FindAll<ParameterAttribute>(property).SelectMany(use => Uses(use, sets))],
            Default = Describe(FindDefault(property, instance)),
            Aliases = [.. FindAll<AliasAttribute>(property).SelectMany(Strings)],
            Choices = [.. ValuesOf(single).Select(value => Choice(value, cmdlet, property.Name))],
            Range = Find<ValidateRangeAttribute>(property) is { } range ? DescribeRange(range) : null,
            TakesWildcards = Find<SupportsWildcardsAttribute>(property) is not null,
        };
    }

    private static IEnumerable<ParameterUse> Uses(CustomAttributeData use, string[] sets)
    {
        int position = use.NamedArguments.Any(argument => argument.MemberName == "Position") ? Get<int>(use, "Position") : -1;
        return (NameOfSet(use) is var name && name == AllSets ? sets : [name]).Select(set => new ParameterUse(
            set, Get<bool>(use, "Mandatory"), position < 0 ? null : position,
            Get<bool>(use, "ValueFromPipeline"), Get<bool>(use, "ValueFromPipelineByPropertyName")));
    }

    private static FieldInfo[] ValuesOf(Type type) => type.IsEnum ? type.GetFields(BindingFlags.Public | BindingFlags.Static) : [];

    private (string Value, string Text) Choice(FieldInfo value, string cmdlet, string parameter)
        => docs.Find(value) is { Count: > 0 } text
            ? (value.Name, string.Join(' ', text))
            : throw new BuildException($"the value {value.Name} of {cmdlet} -{parameter} has no help: it has no summary");

    /// <summary>The value where a parameter is left out: that of the option which it sets, or its own.</summary>
    private static object? FindDefault(PropertyInfo property, object instance)
    {
        var option = property.GetCustomAttributesData().FirstOrDefault(attribute => attribute.AttributeType.Name == OptionOf);
        if (option is null)
            return property.GetValue(instance);
        object? value = Activator.CreateInstance(option.AttributeType.GenericTypeArguments[0]);
        string path = (string?)option.ConstructorArguments.FirstOrDefault().Value ?? property.Name;
        foreach (string part in path.Split('.'))
            value = value?.GetType().GetProperty(part)!.GetValue(value);
        return value;
    }

    private static string Describe(object? value) => value switch
    {
        null or "" => "None",
        SwitchParameter => "False",
        string text => text,
        TimeSpan span => span == TimeSpan.Zero ? "None" : span.ToString("c", CultureInfo.InvariantCulture),
        IEnumerable values => string.Join(", ", values.Cast<object>().Select(Describe)) is { Length: > 0 } text ? text : "None",
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString() is { Length: > 0 } text ? text : "None",
    };

    private static string DescribeRange(CustomAttributeData range)
    {
        object least = range.ConstructorArguments[0].Value!, most = range.ConstructorArguments[1].Value!;
        bool hasEnd = most is not (int.MaxValue or double.MaxValue);
        if (least is double.Epsilon)
            return hasEnd ? $"above 0, to {Describe(most)}" : "above 0";
        return hasEnd ? $"{Describe(least)} to {Describe(most)}" : $"{Describe(least)} or more";
    }

    private (string Type, string Text) Describe(Type type) => (NameOf(type), string.Join(' ', docs.Find(type)));

    private static IEnumerable<ParameterFacts> RiskParameters(string[] sets)
    {
        ParameterUse[] uses = [.. sets.Select(set => new ParameterUse(set))];
        yield return new ParameterFacts
        {
            Name = WhatIf, TypeName = SwitchName, Uses = uses, Default = "False", Aliases = ["wi"],
            Text = ["Tells what would be done, and leaves everything as it is."],
        };
        yield return new ParameterFacts
        {
            Name = Confirm, TypeName = SwitchName, Uses = uses, Default = "False", Aliases = ["cf"],
            Text = ["Asks before anything is done."],
        };
    }

    private static Type Bare(Type type) => Nullable.GetUnderlyingType(type) ?? type;

    private static string NameOf(Type type) => Accelerators.GetValueOrDefault(type, type.Name);

    private static string NameOfSet(CustomAttributeData parameter) => Get<string>(parameter, "ParameterSetName") ?? AllSets;

    private static IEnumerable<Type> OutputTypes(CustomAttributeData output)
        => ((IEnumerable<CustomAttributeTypedArgument>)output.ConstructorArguments[0].Value!).Select(type => (Type)type.Value!);

    private static IEnumerable<string> Strings(CustomAttributeData alias)
        => ((IEnumerable<CustomAttributeTypedArgument>)alias.ConstructorArguments[0].Value!).Select(name => (string)name.Value!);

    private static T? Get<T>(CustomAttributeData attribute, string name)
        => attribute.NamedArguments.FirstOrDefault(argument => argument.MemberName == name).TypedValue.Value is T value ? value : default;

    private static CustomAttributeData? Find<T>(MemberInfo member) where T : Attribute => FindAll<T>(member).FirstOrDefault();

    private static IEnumerable<CustomAttributeData> FindAll<T>(MemberInfo member) where T : Attribute
        => member.GetCustomAttributesData().Where(attribute => attribute.AttributeType.FullName == typeof(T).FullName);
}

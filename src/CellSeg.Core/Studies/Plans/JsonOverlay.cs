using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace CellSeg.Studies.Plans;

/// <summary>Some options of a record as JSON: those that differ from where one starts.</summary>
internal static class JsonOverlay
{
    /// <summary>A copy of a record with other values.</summary>
    /// <param name="options">The record that one starts from.</param>
    /// <param name="values">Values by name; those of a record within the record are an object. Capital and small letters are the same.</param>
    /// <param name="place">Where the values stand, for messages.</param>
    /// <param name="reserved">Names of properties that are settled elsewhere, those of a record within the record behind a point.</param>
    /// <exception cref="CellSegException">There is no such option, or its type does not take the value; the target is its place.</exception>
    public static T Apply<T>(T options, JsonObject values, string place, IReadOnlyList<string> reserved) where T : class
    {
        var all = JsonSerializer.SerializeToNode(options, StudyJson.Options)!.AsObject();
        Merge(all, values, typeof(T), place, "", reserved);
        try
        {
            return all.Deserialize<T>(StudyJson.Options)!;
        }
        catch (JsonException e)
        {
            throw new CellSegException($"{place}{e.Path?[1..]}", "its type does not take this value", "Give a value of its type", e);
        }
    }

    /// <summary>The values in which a record differs from another.</summary>
    /// <param name="options">The record.</param>
    /// <param name="origin">The one that <see cref="Apply"/> is to start from.</param>
    public static JsonObject Find<T>(T options, T origin) where T : class
        => Subtract(
            JsonSerializer.SerializeToNode(options, StudyJson.Options)!.AsObject(), JsonSerializer.SerializeToNode(origin, StudyJson.Options)!.AsObject());

    private static void Merge(JsonObject all, JsonObject values, Type type, string place, string prefix, IReadOnlyList<string> reserved)
    {
        var properties = type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(property => property.CanWrite).ToList();
        foreach (var (name, value) in values)
        {
            var property = properties.Find(property => property.Name.Equals(name, StringComparison.OrdinalIgnoreCase));
            if (property is null || reserved.Contains(prefix + property.Name))
            {
                throw new CellSegException(
                    $"{place}.{name}", property is null ? "there is no option of this name" : "the study settles it itself",
                    $"Choose among {string.Join(", ", properties.Select(property => property.Name).Where(one => !reserved.Contains(prefix + one)).Order())}");
            }
            string key = JsonNamingPolicy.CamelCase.ConvertName(property.Name);
            if (value is JsonObject record && all[key] is JsonObject inner)
                Merge(inner, record, property.PropertyType, $"{place}.{key}", $"{prefix}{property.Name}.", reserved);
            else
                all[key] = value?.DeepClone();
        }
    }

    private static JsonObject Subtract(JsonObject options, JsonObject origin)
    {
        var difference = new JsonObject();
        foreach (var (name, value) in options)
        {
            var before = origin[name];
            if (JsonNode.DeepEquals(value, before))
                continue;
            difference[name] = value is JsonObject record && before is JsonObject inner ? Subtract(record, inner) : value?.DeepClone();
        }
        return difference;
    }
}

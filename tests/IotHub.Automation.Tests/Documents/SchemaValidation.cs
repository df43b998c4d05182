using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace IotHub.Automation.Tests.Documents;

/// <summary>As much of JSON Schema (draft 2020-12) as the exported schemas use. A keyword that it does not know is a failure, so that none goes unchecked.</summary>
internal sealed class SchemaValidation(JsonObject root)
{
    private static readonly HashSet<string> Annotations = ["$schema", "$id", "$defs", "title", "description", "default", "examples"];

    /// <summary>What is wrong with a document, one line each; empty where it is as the schema says.</summary>
    public List<string> Check(JsonNode? node) => Check(root, node, string.Empty);

    private static string KindOf(JsonNode? node) => node?.GetValueKind() switch
    {
        JsonValueKind.Object => "object",
        JsonValueKind.Array => "array",
        JsonValueKind.String => "string",
        JsonValueKind.Number => "number",
        JsonValueKind.True or JsonValueKind.False => "boolean",
        _ => "null",
    };

    private List<string> Check(JsonNode schema, JsonNode? node, string path)
    {
        if (schema is JsonValue flag)
        {
            return flag.GetValue<bool>() ? [] : [$"{path}: nothing may stand here"];
        }

        var faults = new List<string>();
        foreach (var (keyword, value) in schema.AsObject().Where(member => !Annotations.Contains(member.Key)))
        {
            faults.AddRange(Keyword(schema.AsObject(), keyword, value!, node, path));
        }

        return faults;
    }

    private IEnumerable<string> Keyword(JsonObject schema, string keyword, JsonNode value, JsonNode? node, string path)
    {
        var text = KindOf(node) == "string" ? node!.GetValue<string>() : null;
        double? number = KindOf(node) == "number" ? double.Parse(node!.ToJsonString(), CultureInfo.InvariantCulture) : null;
        var list = node as JsonArray;
        var map = node as JsonObject;
        switch (keyword)
        {
            case "$ref":
                return Check(root["$defs"]![value.GetValue<string>()["#/$defs/".Length..]]!, node, path);
            case "type":
                var types = value is JsonArray several ? several.Select(type => type!.GetValue<string>()) : [value.GetValue<string>()];
                return One(types.Any(type => type == KindOf(node) || (type == "integer" && number is { } whole && Math.Floor(whole).Equals(whole))));
            case "enum":
                return One(value.AsArray().Any(entry => JsonNode.DeepEquals(entry, node)));
            case "const":
                return One(JsonNode.DeepEquals(value, node));
            case "pattern":
                return One(text is null || Regex.IsMatch(text, value.GetValue<string>(), RegexOptions.CultureInvariant, TimeSpan.FromSeconds(5)));
            case "minLength":
                return One(text is null || text.Length >= value.GetValue<int>());
            case "maxLength":
                return One(text is null || text.Length <= value.GetValue<int>());
            case "minimum":
                return One(number is null || number >= value.GetValue<double>());
            case "maximum":
                return One(number is null || number <= value.GetValue<double>());
            case "minItems":
                return One(list is null || list.Count >= value.GetValue<int>());
            case "maxItems":
                return One(list is null || list.Count <= value.GetValue<int>());
            case "minProperties":
                return One(map is null || map.Count >= value.GetValue<int>());
            case "maxProperties":
                return One(map is null || map.Count <= value.GetValue<int>());
            case "required":
                return One(map is null || value.AsArray().All(name => map.ContainsKey(name!.GetValue<string>())));
            case "items":
                return list is null ? [] : list.SelectMany((item, index) => Check(value, item, $"{path}/{index}"));
            case "properties":
                return map is null ? [] : value.AsObject().Where(member => map.ContainsKey(member.Key)).SelectMany(member => Check(member.Value!, map[member.Key], $"{path}/{member.Key}"));
            case "patternProperties":
                return [];
            case "additionalProperties":
                return map is null ? [] : map.Where(member => schema["properties"]?[member.Key] is null && !member.Key.StartsWith("//", StringComparison.Ordinal)).SelectMany(member => Check(value, member.Value, $"{path}/{member.Key}"));
            case "anyOf":
                return One(value.AsArray().Any(choice => Check(choice!, node, path).Count == 0));
            case "oneOf":
                return One(value.AsArray().Count(choice => Check(choice!, node, path).Count == 0) == 1);
            default:
                return [$"{path}: unknown keyword {keyword}"];
        }

        IEnumerable<string> One(bool isRight) => isRight ? [] : [$"{path}: not as {keyword} {value.ToJsonString()[..Math.Min(80, value.ToJsonString().Length)]} says"];
    }
}

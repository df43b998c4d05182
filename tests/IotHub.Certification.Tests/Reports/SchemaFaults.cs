using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace IotHub.Certification.Tests.Reports;

/// <summary>Checks JSON against the part of JSON Schema that the report's schema uses; a keyword that is not known is a fault of the test.</summary>
internal static class SchemaFaults
{
    public static IEnumerable<string> Of(JsonNode root, JsonNode schema, JsonNode? value, string path) =>
        schema.AsObject().SelectMany(rule => OfRule(root, schema, rule.Key, rule.Value!, value, path));

    private static IEnumerable<string> OfRule(JsonNode root, JsonNode schema, string keyword, JsonNode rule, JsonNode? value, string path) => keyword switch
    {
        "$schema" or "title" or "description" or "$defs" or "format" => [],
        "$ref" => Of(root, root["$defs"]![rule.GetValue<string>().Split('/')[^1]]!, value, path),
        "type" => IsOfType(rule.GetValue<string>(), value) ? [] : [$"{path} is no {rule}"],
        "const" => JsonNode.DeepEquals(rule, value) ? [] : [$"{path} is not {rule}"],
        "enum" => rule.AsArray().Any(one => JsonNode.DeepEquals(one, value)) ? [] : [$"{path} is {value}"],
        "minimum" => value!.GetValue<double>() >= rule.GetValue<double>() ? [] : [$"{path} is {value}"],
        "minLength" => value!.GetValue<string>().Length >= rule.GetValue<int>() ? [] : [$"{path} is too short"],
        "maxLength" => value!.GetValue<string>().Length <= rule.GetValue<int>() ? [] : [$"{path} is too long"],
        "pattern" => Regex.IsMatch(value!.GetValue<string>(), rule.GetValue<string>()) ? [] : [$"{path} is {value}"],
        "minItems" => value!.AsArray().Count >= rule.GetValue<int>() ? [] : [$"{path} has too few"],
        "required" => rule.AsArray().Select(name => name!.GetValue<string>()).Where(name => !value!.AsObject().ContainsKey(name)).Select(name => $"{path} lacks {name}"),
        "additionalProperties" => value!.AsObject().Where(member => schema["properties"]![member.Key] is null).Select(member => $"{path} has {member.Key}"),
        "properties" => rule.AsObject().Where(member => value!.AsObject().ContainsKey(member.Key)).SelectMany(member => Of(root, member.Value!, value![member.Key], $"{path}/{member.Key}")),
        "items" => value!.AsArray().SelectMany((item, index) => Of(root, rule, item, $"{path}/{index}")),
        _ => throw new NotSupportedException(keyword),
    };

    private static bool IsOfType(string type, JsonNode? value) => (type, value?.GetValueKind()) switch
    {
        ("object", JsonValueKind.Object) or ("array", JsonValueKind.Array) or ("string", JsonValueKind.String) or ("number", JsonValueKind.Number) => true,
        ("integer", JsonValueKind.Number) => value!.GetValue<double>() % 1 == 0,
        _ => false,
    };
}

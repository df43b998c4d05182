using System.Collections.Immutable;
using System.Text.Json.Nodes;
using IotHub.Insights.Consent;

namespace IotHub.Insights.UsageEvents;

/// <summary>A type of usage event: what it may hold, and for what it is recorded. Strict: what is not listed does not leave.</summary>
/// <param name="Name">Its name, <c>device.bound</c>.</param>
/// <param name="Version">Rises with each change of the fields.</param>
/// <param name="Class">The consent that it needs.</param>
/// <param name="Fields">Its fields, in order.</param>
public sealed record UsageSchema(string Name, int Version, ConsentClass Class, ImmutableArray<UsageField> Fields)
{
    /// <summary>The CloudEvents type.</summary>
    public string Type => $"com.mihub.{Name}.v{Version}";

    /// <summary>The CloudEvents dataschema.</summary>
    public string Address => $"urn:mihub:schema:{Name}:{Version}";

    /// <summary>True for what is counted through the day and told once, after it.</summary>
    public bool IsRolledUp => Fields.Any(one => one.Name == "day");

    /// <summary>Everything that is wrong with the data of an event, each with its field; empty when nothing is.</summary>
    public ImmutableArray<string> Faults(JsonObject data)
    {
        var faults = ImmutableArray.CreateBuilder<string>();
        foreach (var (name, value) in data)
        {
            var field = Fields.FirstOrDefault(one => one.Name == name);
            if (field is null)
            {
                faults.Add($"{Name}: /{name} is not part of version {Version}");
            }
            else if ((value is null ? "must not be null" : field.Fault(value)) is { } fault)
            {
                faults.Add($"{Name}: /{name} {fault}");
            }
        }

        foreach (var field in Fields.Where(field => field.IsRequired && !data.ContainsKey(field.Name)))
        {
            faults.Add($"{Name}: /{field.Name} is missing");
        }

        return faults.ToImmutable();
    }

    /// <summary>Its JSON Schema, draft 2020-12.</summary>
    public JsonObject ToJsonSchema() => new()
    {
        ["$schema"] = "https://json-schema.org/draft/2020-12/schema",
        ["$id"] = Address,
        ["title"] = Type,
        ["description"] = $"Data of the usage event {Name}; recorded only under the consent class {Class}.",
        ["type"] = "object",
        ["properties"] = new JsonObject([.. Fields.Select(field => KeyValuePair.Create<string, JsonNode?>(field.Name, field.Schema()))]),
        ["required"] = new JsonArray([.. Fields.Where(field => field.IsRequired).Select(field => JsonValue.Create(field.Name))]),
        ["additionalProperties"] = false,
    };
}

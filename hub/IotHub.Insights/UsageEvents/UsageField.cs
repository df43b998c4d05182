using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace IotHub.Insights.UsageEvents;

/// <summary>What a field of a usage event may hold. There is no kind for free text, on purpose.</summary>
/// <param name="Name">The field.</param>
/// <param name="IsRequired">False where it may be left out.</param>
public abstract record UsageField(string Name, bool IsRequired)
{
    /// <summary>Says what is wrong with a value; null when nothing is.</summary>
    public abstract string? Fault(JsonNode value);

    /// <summary>Its JSON Schema, draft 2020-12.</summary>
    public abstract JsonObject Schema();

    /// <summary>One of a few words.</summary>
    public sealed record Choice(string Name, ImmutableArray<string> Words, bool IsRequired = true) : UsageField(Name, IsRequired)
    {
        /// <inheritdoc/>
        public override string? Fault(JsonNode value) => value.GetValueKind() == JsonValueKind.String && Words.Contains(value.GetValue<string>())
            ? null
            : $"must be one of {string.Join(", ", Words)}";

        /// <inheritdoc/>
        public override JsonObject Schema() => new() { ["enum"] = new JsonArray([.. Words.Select(word => JsonValue.Create(word))]) };
    }

    /// <summary>A whole number within bounds.</summary>
    public sealed record Whole(string Name, long Least, long Most, bool IsRequired = true) : UsageField(Name, IsRequired)
    {
        /// <inheritdoc/>
        public override string? Fault(JsonNode value) => value.GetValueKind() == JsonValueKind.Number && TryRead(value, out var number) && number >= Least && number <= Most
            ? null
            : string.Create(CultureInfo.InvariantCulture, $"must be a whole number from {Least} to {Most}");

        /// <inheritdoc/>
        public override JsonObject Schema() => new() { ["type"] = "integer", ["minimum"] = Least, ["maximum"] = Most };

        private static bool TryRead(JsonNode value, out long number) =>
            long.TryParse(value.ToJsonString(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out number);
    }

    /// <summary>Yes or no.</summary>
    public sealed record Flag(string Name, bool IsRequired = true) : UsageField(Name, IsRequired)
    {
        /// <inheritdoc/>
        public override string? Fault(JsonNode value) => value.GetValueKind() is JsonValueKind.True or JsonValueKind.False ? null : "must be true or false";

        /// <inheritdoc/>
        public override JsonObject Schema() => new() { ["type"] = "boolean" };
    }

    /// <summary>A name out of a published list, of a fixed form: a contract's type, a hash, a version.</summary>
    public sealed record Form(string Name, UsageForm Of, bool IsRequired = true) : UsageField(Name, IsRequired)
    {
        /// <inheritdoc/>
        public override string? Fault(JsonNode value) => value.GetValueKind() == JsonValueKind.String && Of.Pattern.IsMatch(value.GetValue<string>())
            ? null
            : $"must be {Of.Words}";

        /// <inheritdoc/>
        public override JsonObject Schema() => new() { ["type"] = "string", ["pattern"] = Of.Pattern.ToString().Replace("\\z", "$", StringComparison.Ordinal) };
    }

    /// <summary>Several different words of a few.</summary>
    public sealed record Choices(string Name, ImmutableArray<string> Words, bool IsRequired = true) : UsageField(Name, IsRequired)
    {
        /// <inheritdoc/>
        public override string? Fault(JsonNode value)
        {
            var isList = value is JsonArray list
                && list.All(item => item?.GetValueKind() == JsonValueKind.String && Words.Contains(item.GetValue<string>()))
                && list.Select(item => item!.GetValue<string>()).Distinct(StringComparer.Ordinal).Count() == list.Count;
            return isList ? null : $"must be a list of different ones of {string.Join(", ", Words)}";
        }

        /// <inheritdoc/>
        public override JsonObject Schema() => new()
        {
            ["type"] = "array",
            ["items"] = new JsonObject { ["enum"] = new JsonArray([.. Words.Select(word => JsonValue.Create(word))]) },
            ["uniqueItems"] = true,
        };
    }
}

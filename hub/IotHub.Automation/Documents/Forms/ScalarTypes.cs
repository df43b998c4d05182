using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using IotHub.Automation.Compilation;
using IotHub.Contracts.Json;

namespace IotHub.Automation.Documents.Forms;

/// <summary>true or false.</summary>
internal sealed class FlagType : FormType
{
    public override void Check(JsonNodeAt node, string name, FormCheck check)
    {
        if (!node.TryGetBoolean(out _))
        {
            check.Faults.Error(node, "type", $"\"{name}\" must be true or false, found {node.Describe()}.");
        }
    }

    public override JsonObject Schema(SchemaDefinitions definitions) => definitions.OrInput(new JsonObject { ["type"] = "boolean" });
}

/// <summary>Only true: a member that says something by being there.</summary>
internal sealed class OnlyTrueType : FormType
{
    public override void Check(JsonNodeAt node, string name, FormCheck check)
    {
        if (node.Kind != JsonValueKind.True)
        {
            check.Faults.Error(node, "type", $"\"{name}\" can only be true, found {node.Describe()}.", "Leave it out where it does not apply.");
        }
    }

    public override JsonObject Schema(SchemaDefinitions definitions) => new() { ["const"] = true };
}

/// <summary>Text of bounded length.</summary>
internal sealed class TextType(int lengthMax, int lengthMin = 0) : FormType
{
    public override void Check(JsonNodeAt node, string name, FormCheck check)
    {
        if (node.Text is not { } text)
        {
            check.Faults.Error(node, "type", $"\"{name}\" must be text, found {node.Describe()}.");
        }
        else if (text.Length > lengthMax)
        {
            check.Faults.Error(node, "limit", $"\"{name}\" has {text.Length} characters; at most {lengthMax} are allowed.");
        }
        else if (text.Length < lengthMin)
        {
            check.Faults.Error(node, "empty", $"\"{name}\" is empty.");
        }
    }

    public override JsonObject Schema(SchemaDefinitions definitions)
    {
        var schema = new JsonObject { ["type"] = "string", ["maxLength"] = lengthMax };
        if (lengthMin > 0)
        {
            schema["minLength"] = lengthMin;
        }

        return schema;
    }
}

/// <summary>An id: lower-case letters, digits, single hyphens between them.</summary>
/// <param name="code">Code of the fault: <c>id</c>, <c>scene.id</c>.</param>
/// <param name="what">What the id is of, with an example, for the message.</param>
internal sealed class IdType(string code, string what) : FormType
{
    public static bool IsId(string id) => id.Length is > 0 and <= AutomationLimits.IdLengthMax && id[0] != '-' && id[^1] != '-'
        && !id.Contains("--", StringComparison.Ordinal) && id.All(letter => char.IsAsciiLetterLower(letter) || char.IsAsciiDigit(letter) || letter == '-');

    public override void Check(JsonNodeAt node, string name, FormCheck check)
    {
        if (node.Text is not { } id)
        {
            check.Faults.Error(node, "type", $"\"{name}\" must be text, found {node.Describe()}.");
        }
        else if (!IsId(id))
        {
            var guess = string.Join('-', id.ToLowerInvariant().Split([' ', '_', '.', '/', '-'], StringSplitOptions.RemoveEmptyEntries));
            check.Faults.Error(node, code, $"\"{name}\" is {what}: at most {AutomationLimits.IdLengthMax} lower-case letters, digits and single hyphens between them; found {node.Describe()}.",
                IsId(guess) ? $"Did you mean \"{guess}\"?" : null);
        }
    }

    public override JsonObject Schema(SchemaDefinitions definitions) => definitions.OrInput(definitions.Refer("id", () => new JsonObject
    {
        ["type"] = "string",
        ["pattern"] = "^[a-z0-9]+(-[a-z0-9]+)*$",
        ["maxLength"] = AutomationLimits.IdLengthMax,
    }));
}

/// <summary>A number within bounds.</summary>
internal sealed class NumberType(double? minimum = null, double? maximum = null, bool isWhole = false) : FormType
{
    public override void Check(JsonNodeAt node, string name, FormCheck check)
    {
        double number;
        if (isWhole && node.TryGetInt64(out var whole))
        {
            number = whole;
        }
        else if (isWhole || !node.TryGetNumber(out number))
        {
            check.Faults.Error(node, "type", $"\"{name}\" must be a {(isWhole ? "whole " : string.Empty)}number, found {node.Describe()}.",
                double.TryParse(node.Text, NumberStyles.Float, CultureInfo.InvariantCulture, out _) ? "Leave the quotation marks out." : null);
            return;
        }

        if (number < minimum || number > maximum)
        {
            check.Faults.Error(node, "range", $"\"{name}\" is {Bounds()}, found {node.Raw}.");
        }
    }

    public override JsonObject Schema(SchemaDefinitions definitions)
    {
        var schema = new JsonObject { ["type"] = isWhole ? "integer" : "number" };
        if (minimum is { } least)
        {
            schema["minimum"] = least;
        }

        if (maximum is { } most)
        {
            schema["maximum"] = most;
        }

        return definitions.OrInput(schema);
    }

    private string Bounds() => (minimum, maximum) switch
    {
        ({ } least, { } most) => string.Create(CultureInfo.InvariantCulture, $"{least} to {most}"),
        ({ } least, null) => string.Create(CultureInfo.InvariantCulture, $"at least {least}"),
        _ => string.Create(CultureInfo.InvariantCulture, $"at most {maximum}"),
    };
}

/// <summary>One of a few words.</summary>
internal sealed class WordType(string code, params ImmutableArray<string> words) : FormType
{
    public ImmutableArray<string> Words => words;

    public override void Check(JsonNodeAt node, string name, FormCheck check)
    {
        if (node.Text is not { } text || !words.Contains(text))
        {
            check.Faults.Error(node, code, $"\"{name}\" is {(words.Length == 1 ? string.Empty : "one of ")}{string.Join(", ", words)}, found {node.Describe()}.",
                NearestName.Suggest(node.Text ?? string.Empty, words));
        }
    }

    public override JsonObject Schema(SchemaDefinitions definitions) => definitions.OrInput(new JsonObject { ["enum"] = new JsonArray([.. words.Select(word => JsonValue.Create(word))]) });
}

/// <summary>A duration, <c>1h30m</c>.</summary>
internal sealed class DurationType : FormType
{
    public override void Check(JsonNodeAt node, string name, FormCheck check) => WrittenValues.Duration(node, check.Faults);

    public override JsonObject Schema(SchemaDefinitions definitions) => definitions.OrInput(definitions.Refer("duration", () => new JsonObject
    {
        ["type"] = "string",
        ["pattern"] = "^([0-9]+d)?([0-9]+h)?([0-9]+m)?([0-9]+s)?([0-9]+ms)?$",
        ["minLength"] = 2,
        ["description"] = "Whole numbers with d, h, m, s, ms, largest first: \"90s\", \"5m\", \"1h30m\". 1 ms to 31 days.",
        ["examples"] = new JsonArray("5m", "90s", "1h30m"),
    }));
}

/// <summary>A duration with a sign, <c>-30m</c>.</summary>
internal sealed class OffsetType : FormType
{
    public override void Check(JsonNodeAt node, string name, FormCheck check) => WrittenValues.Offset(node, name, check.Faults);

    public override JsonObject Schema(SchemaDefinitions definitions) => definitions.OrInput(definitions.Refer("offset", () => new JsonObject
    {
        ["type"] = "string",
        ["pattern"] = "^[+-]?([0-9]+h)?([0-9]+m)?([0-9]+s)?$",
        ["description"] = "A duration, with - for earlier; at most 12 hours.",
        ["examples"] = new JsonArray("-30m", "1h"),
    }));
}

/// <summary>A time of the day, <c>07:00</c>.</summary>
internal sealed class TimeOfDayType : FormType
{
    public override void Check(JsonNodeAt node, string name, FormCheck check) => WrittenValues.Time(node, check.Faults);

    public override JsonObject Schema(SchemaDefinitions definitions) => definitions.OrInput(definitions.Refer("time", () => new JsonObject
    {
        ["type"] = "string",
        ["pattern"] = "^([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9])?$",
        ["description"] = "Local time of the home.",
        ["examples"] = new JsonArray("07:00"),
    }));
}

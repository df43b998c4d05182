using System.Text.Json;
using System.Text.Json.Nodes;
using IotHub.Automation.Schedules.Days;
using IotHub.Contracts.Json;

namespace IotHub.Automation.Documents.Forms;

/// <summary>An address, <c>hall-lamp/light.on</c>. Its parts are looked up later, with better words than a form could find.</summary>
internal sealed class AddressType : FormType
{
    public override void Check(JsonNodeAt node, string name, FormCheck check)
    {
        // The home says what is wrong with it, whatever it is.
    }

    public override JsonObject Schema(SchemaDefinitions definitions) => definitions.OrInput(definitions.Refer("address", () => new JsonObject
    {
        ["type"] = "string",
        ["pattern"] = "^[a-z0-9-]+/[^/]+$",
        ["description"] = "device/service.name",
        ["examples"] = new JsonArray("hall-light/light.on"),
    }));
}

/// <summary>A constant that the home's contracts check.</summary>
internal sealed class ConstantType : FormType
{
    public override void Check(JsonNodeAt node, string name, FormCheck check)
    {
        if (node.Kind is JsonValueKind.Object or JsonValueKind.Array or JsonValueKind.Null)
        {
            check.Faults.Error(node, "value.type", $"\"{name}\" takes true, false, a number or text, found {node.Describe()}.");
        }
    }

    public override JsonObject Schema(SchemaDefinitions definitions) => definitions.Refer("constant", () => new JsonObject { ["type"] = new JsonArray("boolean", "number", "string") });
}

/// <summary>An expression in text.</summary>
internal sealed class ExpressionType : FormType
{
    public override void Check(JsonNodeAt node, string name, FormCheck check)
    {
        if (node.Text is null)
        {
            check.Faults.Error(node, "type", $"\"{name}\" must be an expression in text, found {node.Describe()}.");
        }
        else if (string.IsNullOrWhiteSpace(node.Text))
        {
            check.Faults.Error(node, "empty", $"\"{name}\" is empty.");
        }
    }

    public override JsonObject Schema(SchemaDefinitions definitions) => definitions.Refer("expression", () => new JsonObject
    {
        ["type"] = "string",
        ["minLength"] = 1,
        ["maxLength"] = 1000,
        ["description"] = "See expressions.md.",
        ["examples"] = new JsonArray("hall/temperature-humidity-sensor.temperature < 18"),
    });
}

/// <summary>Text in which <c>{{ expression }}</c> may stand.</summary>
internal sealed class MessageType(int lengthMax) : FormType
{
    private readonly TextType _text = new(lengthMax);

    public override void Check(JsonNodeAt node, string name, FormCheck check) => _text.Check(node, name, check);

    public override JsonObject Schema(SchemaDefinitions definitions) => _text.Schema(definitions);
}

/// <summary>One day of the week.</summary>
internal sealed class DayType : FormType
{
    public override void Check(JsonNodeAt node, string name, FormCheck check) => WrittenValues.Day(node, check.Faults);

    public override JsonObject Schema(SchemaDefinitions definitions) => definitions.OrInput(definitions.Refer("day", () => new JsonObject
    {
        ["enum"] = new JsonArray([.. WeekdayNames.All.Select(day => JsonValue.Create(day))]),
    }));
}

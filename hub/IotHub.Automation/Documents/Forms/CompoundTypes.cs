using System.Text.Json;
using System.Text.Json.Nodes;
using IotHub.Contracts.Json;

namespace IotHub.Automation.Documents.Forms;

/// <summary>A list.</summary>
internal sealed class ListType(FormType item, int countMax, bool mayBeEmpty = false) : FormType
{
    public override void Check(JsonNodeAt node, string name, FormCheck check)
    {
        if (node.Kind != JsonValueKind.Array)
        {
            check.Faults.Error(node, "type", $"\"{name}\" must be a list, found {node.Describe()}.", "Put it in [ ].");
            return;
        }

        if (node.Items.IsEmpty && !mayBeEmpty)
        {
            check.Faults.Error(node, "empty", $"\"{name}\" is an empty list.");
        }

        check.CheckCount(node, name, node.Items.Length, countMax);
        foreach (var one in node.Items)
        {
            item.Check(one, name, check);
        }
    }

    public override JsonObject Schema(SchemaDefinitions definitions)
    {
        var schema = new JsonObject { ["type"] = "array", ["items"] = item.Schema(definitions), ["maxItems"] = countMax };
        if (!mayBeEmpty)
        {
            schema["minItems"] = 1;
        }

        return schema;
    }
}

/// <summary>One, or a list of one or more.</summary>
internal sealed class OneOrMoreType(FormType item, int countMax) : FormType
{
    private readonly ListType _list = new(item, countMax);

    public override void Check(JsonNodeAt node, string name, FormCheck check) => (node.Kind == JsonValueKind.Array ? _list : item).Check(node, name, check);

    public override JsonObject Schema(SchemaDefinitions definitions) =>
        new() { ["anyOf"] = new JsonArray(item.Schema(definitions), _list.Schema(definitions)) };
}

/// <summary>An object whose members have names of the author's.</summary>
/// <param name="value">What each holds.</param>
/// <param name="countMax">How many at most.</param>
/// <param name="nameRule">What is wrong with a name; null where any will do.</param>
/// <param name="mayBeEmpty">True where it may have no members.</param>
internal sealed class MapType(FormType value, int countMax, Action<JsonMemberAt, FormCheck>? nameRule = null, bool mayBeEmpty = false) : FormType
{
    public override void Check(JsonNodeAt node, string name, FormCheck check)
    {
        if (!check.IsObject(node, $"\"{name}\""))
        {
            return;
        }

        var members = FormCheck.MembersOf(node);
        if (members.IsEmpty && !mayBeEmpty)
        {
            check.Faults.Error(node, "empty", name == "set" ? "\"set\" sets nothing." : $"\"{name}\" is empty.");
        }

        check.CheckCount(node, name, members.Length, countMax);
        foreach (var member in members)
        {
            check.CheckDuplicate(member);
            nameRule?.Invoke(member, check);
            value.Check(member.Value, member.Name, check);
        }
    }

    public override JsonObject Schema(SchemaDefinitions definitions)
    {
        var schema = new JsonObject
        {
            ["type"] = "object",
            ["patternProperties"] = new JsonObject { ["^//"] = true },
            ["additionalProperties"] = value.Schema(definitions),
            ["maxProperties"] = countMax,
        };
        if (!mayBeEmpty)
        {
            schema["minProperties"] = 1;
        }

        return schema;
    }
}

/// <summary>An object of one kind.</summary>
internal sealed class ObjectType(Form form) : FormType
{
    public override void Check(JsonNodeAt node, string name, FormCheck check) => check.Check(node, $"\"{name}\"", form);

    public override JsonObject Schema(SchemaDefinitions definitions) => definitions.Refer(form.Name, () => definitions.Object(form));
}

/// <summary>An object of one of several kinds. The set is asked for late, since conditions hold conditions.</summary>
internal sealed class KindsType(Func<FormSet> set) : FormType
{
    public override void Check(JsonNodeAt node, string name, FormCheck check) => check.Check(node, set());

    public override JsonObject Schema(SchemaDefinitions definitions) => definitions.OneOf(set());
}

/// <summary>What may stand there depends on whether it is text, a number, a list or an object.</summary>
/// <param name="expected">All of it in words, for the message.</param>
internal sealed class ShapeType(string expected) : FormType
{
    public FormType? Text { get; init; }

    public FormType? Number { get; init; }

    public FormType? Flag { get; init; }

    public FormType? List { get; init; }

    public FormType? Object { get; init; }

    /// <summary>Code of the fault where none fits.</summary>
    public string Code { get; init; } = "type";

    /// <summary>What to write where a number stands in the place of text; null for no guess.</summary>
    public Func<JsonNodeAt, string?>? Guess { get; init; }

    public override void Check(JsonNodeAt node, string name, FormCheck check)
    {
        var type = node.Kind switch
        {
            JsonValueKind.String => Text,
            JsonValueKind.Number => Number,
            JsonValueKind.True or JsonValueKind.False => Flag,
            JsonValueKind.Array => List,
            JsonValueKind.Object => Object,
            _ => null,
        };
        if (type is null)
        {
            check.Faults.Error(node, Code, $"\"{name}\" is {expected}, found {node.Describe()}.", Guess?.Invoke(node));
        }
        else
        {
            type.Check(node, name, check);
        }
    }

    public override JsonObject Schema(SchemaDefinitions definitions) =>
        new() { ["anyOf"] = new JsonArray([.. new[] { Text, Number, Flag, List, Object }.OfType<FormType>().Select(type => type.Schema(definitions))]) };
}

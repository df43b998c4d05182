using System.Collections.Immutable;
using System.Text.Json;
using IotHub.Automation.Compilation;
using IotHub.Contracts.Json;

namespace IotHub.Automation.Documents;

/// <summary>Reads whole documents: their form, not what they name.</summary>
internal static class DocumentReader
{
    /// <summary>The automation; null where the text is not a JSON object.</summary>
    public static AutomationDocument? ReadAutomation(ReadOnlyMemory<byte> utf8Json, string idDefault, DocumentFaults faults)
    {
        var members = new MemberReader(faults);
        if (Parse(utf8Json, "An automation", members) is not { } root)
        {
            return null;
        }

        members.CheckNames(root, "An automation", DocumentMembers.Automation);
        var id = members.Id(root, idDefault);
        var triggers = new TriggerReader(members);
        var actions = new ActionReader(members);
        return new AutomationDocument
        {
            Id = id,
            Name = members.Text(root, "name", id, AutomationLimits.NameLengthMax),
            Description = members.Text(root, "description", string.Empty, AutomationLimits.DescriptionLengthMax),
            Enabled = members.Boolean(root, "enabled", absent: true),
            Mode = ReadMode(root, members),
            Triggers = [.. List(root, "triggers", AutomationLimits.TriggersMax, members).Select((node, index) => triggers.Read(node, index + 1)).OfType<TriggerDocument>()],
            Conditions = root.TryGet("conditions", out var conditions) ? new ConditionReader(members).ReadAll(conditions) : [],
            Actions = [.. List(root, "actions", AutomationLimits.ActionsMax, members).Select(actions.Read).OfType<ActionDocument>()],
        };
    }

    /// <summary>The scene; null where the text is not a JSON object.</summary>
    public static SceneDocument? ReadScene(ReadOnlyMemory<byte> utf8Json, string idDefault, DocumentFaults faults)
    {
        var members = new MemberReader(faults);
        if (Parse(utf8Json, "A scene", members) is not { } root)
        {
            return null;
        }

        members.CheckNames(root, "A scene", DocumentMembers.Scene);
        var id = members.Id(root, idDefault);
        ImmutableArray<JsonMemberAt> values = [];
        if (root.TryGet("set", out var set))
        {
            values = new ActionReader(members).ReadValues(set);
        }
        else
        {
            faults.Error(root, "member.missing", "A scene needs \"set\".");
        }

        return new SceneDocument
        {
            Id = id,
            Name = members.Text(root, "name", id, AutomationLimits.NameLengthMax),
            Icon = members.Text(root, "icon", string.Empty, AutomationLimits.NameLengthMax),
            Description = members.Text(root, "description", string.Empty, AutomationLimits.DescriptionLengthMax),
            Values = values,
        };
    }

    private static JsonNodeAt? Parse(ReadOnlyMemory<byte> utf8Json, string what, MemberReader members)
    {
        if (utf8Json.Length > AutomationLimits.DocumentBytesMax)
        {
            members.Faults.Add(new Contracts.Diagnostics.Diagnostic(Contracts.Diagnostics.DiagnosticSeverity.Error, $"{members.Faults.Kind}.limit", string.Empty, 1, 1,
                $"The document has {utf8Json.Length} bytes; at most {AutomationLimits.DocumentBytesMax} are allowed."));
            return null;
        }

        if (!PositionedJson.TryParse(utf8Json, AutomationLimits.JsonDepthMax, out var root, out var fault))
        {
            members.Faults.Add(fault);
            return null;
        }

        return members.IsObject(root, what) ? root : null;
    }

    private static RunMode ReadMode(JsonNodeAt root, MemberReader members)
    {
        if (!root.TryGet("mode", out var value))
        {
            return RunMode.Single;
        }

        switch (value.Text)
        {
            case "single":
                return RunMode.Single;
            case "restart":
                return RunMode.Restart;
            default:
                members.Faults.Error(value, "mode", $"\"mode\" is single or restart, found {value.Describe()}.", NearestName.Suggest(value.Text ?? string.Empty, ["single", "restart"]));
                return RunMode.Single;
        }
    }

    private static ImmutableArray<JsonNodeAt> List(JsonNodeAt root, string name, int countMax, MemberReader members)
    {
        if (!root.TryGet(name, out var value))
        {
            members.Faults.Error(root, "member.missing", $"An automation needs \"{name}\".");
            return [];
        }

        if (value.Kind != JsonValueKind.Array)
        {
            members.Faults.Error(value, "type", $"\"{name}\" must be a list, found {value.Describe()}.", value.Kind == JsonValueKind.Object ? "Put it in [ ]." : null);
            return [];
        }

        if (value.Items.IsEmpty)
        {
            members.Faults.Error(value, "empty", $"\"{name}\" is an empty list.");
        }

        members.CheckCount(value, name, value.Items.Length, countMax);
        return value.Items;
    }
}

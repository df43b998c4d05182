using System.Collections.Immutable;
using IotHub.Automation.Compilation;
using IotHub.Contracts.Json;

namespace IotHub.Automation.Documents;

/// <summary>Reads actions.</summary>
internal sealed class ActionReader(MemberReader members)
{
    private static readonly ImmutableArray<(string, ImmutableArray<string>, ImmutableArray<string>)> Kinds =
    [
        ("set", ["set"], DocumentMembers.SetAction),
        ("call", ["call"], DocumentMembers.CallAction),
        ("wait", ["wait"], DocumentMembers.WaitAction),
        ("scene", ["scene"], DocumentMembers.SceneAction),
    ];

    /// <summary>The action; null where its form is wrong.</summary>
    public ActionDocument? Read(JsonNodeAt node)
    {
        if (!members.IsObject(node, "An action"))
        {
            return null;
        }

        switch (members.KindOf(node, "An action", Kinds))
        {
            case "set" when node.TryGet("set", out var values):
                return new ActionDocument.Set(node, ReadValues(values));
            case "call" when node.TryGet("call", out var address):
                ImmutableArray<JsonMemberAt> arguments = [];
                if (node.TryGet("in", out var given) && members.IsObject(given, "\"in\""))
                {
                    arguments = given.Properties.RemoveAll(MemberReader.IsComment);
                }

                return new ActionDocument.Call(node, address, arguments);
            case "wait":
                return members.Duration(node, "wait") is { } duration ? new ActionDocument.Wait(node, duration) : null;
            case "scene" when node.TryGet("scene", out var scene):
                if (scene.Text is { } id && MemberReader.IsId(id))
                {
                    return new ActionDocument.Scene(node, scene);
                }

                members.Faults.Error(scene, "scene.id", $"\"scene\" is the id of a scene, such as \"evening\", found {scene.Describe()}.");
                return null;
            default:
                return null;
        }
    }

    /// <summary>What is to be set: an object of addresses and values.</summary>
    public ImmutableArray<JsonMemberAt> ReadValues(JsonNodeAt node)
    {
        if (!members.IsObject(node, "\"set\""))
        {
            return [];
        }

        var values = node.Properties.RemoveAll(MemberReader.IsComment);
        if (values.IsEmpty)
        {
            members.Faults.Error(node, "empty", "\"set\" sets nothing.");
        }

        members.CheckCount(node, "set", values.Length, AutomationLimits.ValuesMax);
        return values;
    }
}

using System.Collections.Immutable;
using IotHub.Contracts.Json;
using IotHub.Contracts.Model;

namespace IotHub.Contracts.Parsing;

/// <summary>Reads services. Addresses are given afterwards, to all services of a device together, by <see cref="ContractAssembly"/>.</summary>
internal sealed class ServiceReader(FaultList faults)
{
    private static readonly string[] ServiceMembers = ["iid", "type", "description", "properties", "actions", "events"];
    private static readonly string[] ActionMembers = ["iid", "type", "description", "in", "out", "confirm"];
    private static readonly string[] EventMembers = ["iid", "type", "description", "arguments"];

    /// <param name="node">The service.</param>
    /// <param name="iid">Its number.</param>
    /// <param name="others">Properties that the service has already, which actions and events may name too; default for none.</param>
    public ContractService Read(JsonNodeAt node, int iid, ImmutableArray<ContractProperty> others = default)
    {
        NodeReading.CheckMembers(node, ServiceMembers, faults);
        var type = NodeReading.ReadType(node, $"service-{iid}", faults);

        // The numbers of the actions first: a property may name the one that resets it.
        var actions = NodeReading.ReadObjects(node, "actions", faults);
        var actionIids = NodeReading.ReadIids(actions, faults);
        var properties = ReadProperties(node, iid, actionIids.ToHashSet());
        var arguments = others.IsDefaultOrEmpty ? properties : others.AddRange(properties);
        return new ContractService
        {
            Iid = iid,
            Key = string.Empty,
            Type = type,
            Description = NodeReading.ReadDescription(node, faults),
            Properties = properties,
            Actions = ReadActions(actions, actionIids, iid, arguments),
            Events = ReadEvents(node, iid, arguments),
        };
    }

    private ImmutableArray<ContractProperty> ReadProperties(JsonNodeAt service, int serviceIid, HashSet<int> actions)
    {
        var nodes = NodeReading.ReadObjects(service, "properties", faults);
        var iids = NodeReading.ReadIids(nodes, faults);
        var properties = ImmutableArray.CreateBuilder<ContractProperty>(nodes.Length);
        for (var i = 0; i < nodes.Length; i++)
        {
            var property = PropertyReader.Read(nodes[i], iids[i], serviceIid, faults);
            properties.Add(property with { Consumable = ExtensionReader.CheckReset(property.Consumable, actions, nodes[i], faults) });
        }

        return properties.MoveToImmutable();
    }

    private ImmutableArray<ContractAction> ReadActions(
        ImmutableArray<JsonNodeAt> nodes, ImmutableArray<int> iids, int serviceIid, ImmutableArray<ContractProperty> properties)
    {
        var actions = ImmutableArray.CreateBuilder<ContractAction>(nodes.Length);
        for (var i = 0; i < nodes.Length; i++)
        {
            NodeReading.CheckMembers(nodes[i], ActionMembers, faults);
            var type = NodeReading.ReadType(nodes[i], $"action-{iids[i]}", faults);
            actions.Add(new ContractAction
            {
                Key = string.Empty,
                ServiceIid = serviceIid,
                Iid = iids[i],
                Type = type,
                Description = NodeReading.ReadDescription(nodes[i], faults),
                In = ArgumentReader.Read(nodes[i], "in", properties, faults),
                Out = ArgumentReader.Read(nodes[i], "out", properties, faults),
                Confirm = ConfirmReader.ReadOfAction(nodes[i], faults),
            });
        }

        return actions.MoveToImmutable();
    }

    private ImmutableArray<ContractEvent> ReadEvents(JsonNodeAt service, int serviceIid, ImmutableArray<ContractProperty> properties)
    {
        var nodes = NodeReading.ReadObjects(service, "events", faults);
        var iids = NodeReading.ReadIids(nodes, faults);
        var events = ImmutableArray.CreateBuilder<ContractEvent>(nodes.Length);
        for (var i = 0; i < nodes.Length; i++)
        {
            NodeReading.CheckMembers(nodes[i], EventMembers, faults);
            var type = NodeReading.ReadType(nodes[i], $"event-{iids[i]}", faults);
            events.Add(new ContractEvent
            {
                Key = string.Empty,
                ServiceIid = serviceIid,
                Iid = iids[i],
                Type = type,
                Description = NodeReading.ReadDescription(nodes[i], faults),
                Arguments = ArgumentReader.Read(nodes[i], "arguments", properties, faults),
            });
        }

        return events.MoveToImmutable();
    }
}

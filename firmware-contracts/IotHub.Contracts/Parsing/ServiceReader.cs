using System.Collections.Immutable;
using System.Text.Json;
using IotHub.Contracts.Json;
using IotHub.Contracts.Model;

namespace IotHub.Contracts.Parsing;

/// <summary>Reads the services of one device; addresses are unique across all of them.</summary>
internal sealed class ServiceReader(FaultList faults)
{
    private static readonly string[] ServiceMembers = ["iid", "type", "description", "properties", "actions", "events"];
    private static readonly string[] ActionMembers = ["iid", "type", "description", "in", "out"];
    private static readonly string[] EventMembers = ["iid", "type", "description", "arguments"];

    private readonly UniqueNames _services = new("-", StringComparer.Ordinal);
    private readonly UniqueNames _properties = new("-", StringComparer.Ordinal);
    private readonly UniqueNames _actions = new("-", StringComparer.Ordinal);
    private readonly UniqueNames _events = new("-", StringComparer.Ordinal);
    private int _propertyCount;

    public ContractService Read(JsonNodeAt node, int iid)
    {
        NodeReading.CheckMembers(node, ServiceMembers, faults);
        var type = NodeReading.ReadType(node, $"service-{iid}", faults);
        var key = _services.Take(NodeReading.KeyOf(type));

        // The numbers of the actions first: a property may name the one that resets it.
        var actions = NodeReading.ReadObjects(node, "actions", faults);
        var actionIids = NodeReading.ReadIids(actions, faults);
        var properties = ReadProperties(node, iid, key, actionIids.ToHashSet());
        return new ContractService
        {
            Iid = iid,
            Key = key,
            Type = type,
            Description = NodeReading.ReadDescription(node, faults),
            Properties = properties,
            Actions = ReadActions(actions, actionIids, iid, key, properties),
            Events = ReadEvents(node, iid, key, properties),
        };
    }

    private ImmutableArray<ContractProperty> ReadProperties(JsonNodeAt service, int serviceIid, string serviceKey, HashSet<int> actions)
    {
        var nodes = NodeReading.ReadObjects(service, "properties", faults);
        var iids = NodeReading.ReadIids(nodes, faults);
        var properties = ImmutableArray.CreateBuilder<ContractProperty>(nodes.Length);
        for (var i = 0; i < nodes.Length; i++)
        {
            var property = PropertyReader.Read(nodes[i], iids[i], serviceIid, _propertyCount++, faults);
            properties.Add(property with
            {
                Key = _properties.Take($"{serviceKey}.{property.Key}"),
                Consumable = ExtensionReader.CheckReset(property.Consumable, actions, nodes[i], faults),
            });
        }

        return properties.MoveToImmutable();
    }

    private ImmutableArray<ContractAction> ReadActions(
        ImmutableArray<JsonNodeAt> nodes, ImmutableArray<int> iids, int serviceIid, string serviceKey, ImmutableArray<ContractProperty> properties)
    {
        var actions = ImmutableArray.CreateBuilder<ContractAction>(nodes.Length);
        for (var i = 0; i < nodes.Length; i++)
        {
            NodeReading.CheckMembers(nodes[i], ActionMembers, faults);
            var type = NodeReading.ReadType(nodes[i], $"action-{iids[i]}", faults);
            actions.Add(new ContractAction
            {
                Key = _actions.Take($"{serviceKey}.{NodeReading.KeyOf(type)}"),
                ServiceIid = serviceIid,
                Iid = iids[i],
                Type = type,
                Description = NodeReading.ReadDescription(nodes[i], faults),
                In = ReadArguments(nodes[i], "in", properties),
                Out = ReadArguments(nodes[i], "out", properties),
            });
        }

        return actions.MoveToImmutable();
    }

    private ImmutableArray<ContractEvent> ReadEvents(JsonNodeAt service, int serviceIid, string serviceKey, ImmutableArray<ContractProperty> properties)
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
                Key = _events.Take($"{serviceKey}.{NodeReading.KeyOf(type)}"),
                ServiceIid = serviceIid,
                Iid = iids[i],
                Type = type,
                Description = NodeReading.ReadDescription(nodes[i], faults),
                Arguments = ReadArguments(nodes[i], "arguments", properties),
            });
        }

        return events.MoveToImmutable();
    }

    /// <summary>A list of property numbers of the same service; whatever names none is left out.</summary>
    private ImmutableArray<ContractProperty> ReadArguments(JsonNodeAt node, string name, ImmutableArray<ContractProperty> properties)
    {
        if (!node.TryGet(name, out var list))
        {
            faults.Information(node, "contract.arguments.missing", $"\"{name}\" is missing; expected a list of property ids. It is read as empty.");
            return [];
        }

        if (list.Kind != JsonValueKind.Array)
        {
            faults.Warning(list, "contract.arguments.type", $"Found {list.Describe()} as \"{name}\"; expected a list of property ids. It is read as empty.");
            return [];
        }

        var arguments = ImmutableArray.CreateBuilder<ContractProperty>(list.Items.Length);
        foreach (var item in list.Items)
        {
            if (!item.TryGetInt64(out var piid))
            {
                faults.Warning(item, "contract.arguments.item", $"Found {item.Describe()} in \"{name}\"; expected a property id. It is left out.");
            }
            else if (properties.FirstOrDefault(property => property.Iid == piid) is not { } property)
            {
                faults.Warning(item, "contract.arguments.unknown", $"\"{name}\" names property {piid}, which the service does not have. It is left out.");
            }
            else
            {
                arguments.Add(property);
            }
        }

        return arguments.DrainToImmutable();
    }
}

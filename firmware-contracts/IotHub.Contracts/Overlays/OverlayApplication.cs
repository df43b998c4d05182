using System.Collections.Immutable;
using IotHub.Contracts.Json;
using IotHub.Contracts.Model;
using IotHub.Contracts.Parsing;

namespace IotHub.Contracts.Overlays;

/// <summary>One application of an overlay to a contract: changes first, then removals, then what is added.</summary>
internal sealed class OverlayApplication
{
    private readonly FaultList _faults = new("overlay");
    private readonly ILookup<int, OverlayEntry> _changes;
    private readonly ILookup<int, OverlayEntry> _removals;

    private OverlayApplication(ContractOverlay overlay)
    {
        _changes = overlay.Changes.ToLookup(entry => entry.Address.Siid);
        _removals = overlay.Removals.ToLookup(entry => entry.Address.Siid);
    }

    public static OverlayResult Run(ContractOverlay overlay, DeviceContract contract)
    {
        var application = new OverlayApplication(overlay);
        var services = application.Add(overlay.Services, [.. contract.Services.Select(application.Correct).OfType<ContractService>()]);
        application.NameMissing(contract);
        var type = overlay.Type.Version is null ? contract.Type : overlay.Type;
        var corrected = application.Assemble(type, contract, services, overlay);
        return new OverlayResult(application._faults.HasError || corrected is null ? contract : corrected, application._faults.ToImmutable());
    }

    private DeviceContract? Assemble(Urn type, DeviceContract contract, ImmutableArray<ContractService> services, ContractOverlay overlay)
    {
        var place = overlay.Removals.Concat(overlay.Changes).Select(entry => entry.Node).Concat(overlay.Services).FirstOrDefault();
        if (services.IsEmpty && place is not null)
        {
            _faults.Error(place, "overlay.empty", "Nothing of the contract would be left; the overlay is not applied.");
            return null;
        }

        Check("services", services.Length, ContractLimits.ServicesMax);
        Check("properties", services.Sum(service => service.Properties.Length), ContractLimits.PropertiesMax);
        Check("actions", services.Sum(service => service.Actions.Length), ContractLimits.ActionsMax);
        Check("events", services.Sum(service => service.Events.Length), ContractLimits.EventsMax);
        if (_faults.HasError)
        {
            return null;
        }

        var (description, interval) = (contract.Description, contract.ReportInterval);
        foreach (var entry in _changes[0])
        {
            description = NodeCorrection.ReadDescription(description, entry.Node, _faults);
            interval = entry.Node.TryGet("report-interval", out _) ? ExtensionReader.ReadReportInterval(entry.Node, _faults) : interval;
        }

        return ContractAssembly.Build(type, description, interval, services);

        void Check(string what, int count, int limit)
        {
            if (count > limit && place is not null)
            {
                _faults.Error(place, $"overlay.limit.{what}", $"The contract would have {count} {what}; at most {limit} are allowed. The overlay is not applied.");
            }
        }
    }

    /// <summary>A service as it is after changes and removals; null when it is removed.</summary>
    private ContractService? Correct(ContractService service)
    {
        if (_removals[service.Iid].Any(entry => entry.Address.Kind == NodeKind.Service))
        {
            return null;
        }

        var actions = service.Actions.Select(action => action.Iid).ToHashSet();
        var now = new Dictionary<ContractProperty, ContractProperty>(ReferenceEqualityComparer.Instance);
        foreach (var property in service.Properties)
        {
            if (!IsRemoved(NodeKind.Property, service.Iid, property.Iid))
            {
                now[property] = ChangesOf(NodeKind.Property, service.Iid, property.Iid)
                    .Aggregate(property, (corrected, entry) => PropertyCorrection.Apply(corrected, entry.Node, actions, _faults));
            }
        }

        var change = ChangesOf(NodeKind.Service, service.Iid, 0).FirstOrDefault()?.Node;
        return service with
        {
            Type = change is null ? service.Type : NodeCorrection.ReadName(service.Type, change, _faults),
            Description = change is null ? service.Description : NodeCorrection.ReadDescription(service.Description, change, _faults),
            Properties = [.. service.Properties.Where(now.ContainsKey).Select(property => now[property])],
            Actions = [.. service.Actions.Where(action => !IsRemoved(NodeKind.Action, service.Iid, action.Iid)).Select(action => Correct(action, now))],
            Events = [.. service.Events.Where(one => !IsRemoved(NodeKind.Event, service.Iid, one.Iid)).Select(one => Correct(one, now))],
        };
    }

    private ContractAction Correct(ContractAction action, Dictionary<ContractProperty, ContractProperty> now)
    {
        var corrected = action with { In = Keep(action.In, now), Out = Keep(action.Out, now) };
        foreach (var entry in ChangesOf(NodeKind.Action, action.ServiceIid, action.Iid))
        {
            corrected = corrected with
            {
                Type = NodeCorrection.ReadName(corrected.Type, entry.Node, _faults),
                Description = NodeCorrection.ReadDescription(corrected.Description, entry.Node, _faults),
                In = Arguments("in", corrected.In, entry.Node, now),
                Out = Arguments("out", corrected.Out, entry.Node, now),
                Confirm = entry.Node.TryGet("confirm", out _) ? ConfirmReader.ReadOfAction(entry.Node, _faults) : corrected.Confirm,
            };
        }

        return corrected;
    }

    private ContractEvent Correct(ContractEvent one, Dictionary<ContractProperty, ContractProperty> now)
    {
        var corrected = one with { Arguments = Keep(one.Arguments, now) };
        foreach (var entry in ChangesOf(NodeKind.Event, one.ServiceIid, one.Iid))
        {
            corrected = corrected with
            {
                Type = NodeCorrection.ReadName(corrected.Type, entry.Node, _faults),
                Description = NodeCorrection.ReadDescription(corrected.Description, entry.Node, _faults),
                Arguments = Arguments("arguments", corrected.Arguments, entry.Node, now),
            };
        }

        return corrected;
    }

    private ImmutableArray<ContractProperty> Arguments(string name, ImmutableArray<ContractProperty> arguments, JsonNodeAt change, Dictionary<ContractProperty, ContractProperty> now) =>
        change.TryGet(name, out _) ? ArgumentReader.Read(change, name, [.. now.Values], _faults) : arguments;

    // An argument whose property is removed goes with it: nothing could be sent for it.
    private static ImmutableArray<ContractProperty> Keep(ImmutableArray<ContractProperty> arguments, Dictionary<ContractProperty, ContractProperty> now) =>
        [.. arguments.Where(now.ContainsKey).Select(argument => now[argument])];

    private ImmutableArray<ContractService> Add(ImmutableArray<JsonNodeAt> nodes, ImmutableArray<ContractService> services)
    {
        var reader = new ServiceReader(_faults);
        var iids = NodeReading.ReadIids(nodes, _faults);
        var result = services.ToList();
        for (var i = 0; i < nodes.Length; i++)
        {
            var at = result.FindIndex(service => service.Iid == iids[i]);
            if (at < 0)
            {
                result.Add(reader.Read(nodes[i], iids[i]));
            }
            else
            {
                result[at] = Merge(result[at], reader.Read(nodes[i], iids[i], result[at].Properties), nodes[i]);
            }
        }

        return [.. result];
    }

    private ContractService Merge(ContractService service, ContractService added, JsonNodeAt node)
    {
        if (service.Properties.Any(one => added.Properties.Any(other => other.Iid == one.Iid))
            || service.Actions.Any(one => added.Actions.Any(other => other.Iid == one.Iid))
            || service.Events.Any(one => added.Events.Any(other => other.Iid == one.Iid)))
        {
            _faults.Warning(node, "overlay.add.exists", $"Service {service.Iid} has nodes of the added numbers already; nothing is added to it.", "Use \"change\" for nodes that are there.");
            return service;
        }

        return service with
        {
            Properties = service.Properties.AddRange(added.Properties),
            Actions = service.Actions.AddRange(added.Actions),
            Events = service.Events.AddRange(added.Events),
        };
    }

    private void NameMissing(DeviceContract contract)
    {
        foreach (var entry in _changes.Concat(_removals).SelectMany(group => group).Where(entry => entry.Address.Kind != NodeKind.Device && !Has(contract, entry.Address)))
        {
            _faults.Warning(entry.Node, "overlay.no-node", $"{contract.Type.Text} has no {entry.Address}; it is passed over.");
        }
    }

    private bool IsRemoved(NodeKind kind, int siid, int iid) => _removals[siid].Any(entry => entry.Address.Kind == kind && entry.Address.Means(iid));

    private IEnumerable<OverlayEntry> ChangesOf(NodeKind kind, int siid, int iid) => _changes[siid].Where(entry => entry.Address.Kind == kind && entry.Address.Means(iid));

    private static bool Has(DeviceContract contract, NodeAddress address) => contract.Services.Any(service => service.Iid == address.Siid && address.Kind switch
    {
        NodeKind.Service => true,
        NodeKind.Property => service.Properties.Any(property => address.Means(property.Iid)),
        NodeKind.Action => service.Actions.Any(action => address.Means(action.Iid)),
        _ => service.Events.Any(one => address.Means(one.Iid)),
    });
}

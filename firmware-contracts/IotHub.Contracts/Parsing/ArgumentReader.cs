using System.Collections.Immutable;
using System.Text.Json;
using IotHub.Contracts.Json;
using IotHub.Contracts.Model;

namespace IotHub.Contracts.Parsing;

/// <summary>Reads the arguments of actions and events: numbers of properties of the same service. Whatever names none is left out.</summary>
internal static class ArgumentReader
{
    public static ImmutableArray<ContractProperty> Read(JsonNodeAt node, string name, ImmutableArray<ContractProperty> properties, FaultList faults)
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

        if (list.Items.Length > ContractLimits.ArgumentsMax)
        {
            faults.Error(list, "contract.limit.arguments", $"\"{name}\" has {list.Items.Length} entries; at most {ContractLimits.ArgumentsMax} are allowed.");
            return [];
        }

        var arguments = ImmutableArray.CreateBuilder<ContractProperty>(list.Items.Length);
        foreach (var item in list.Items)
        {
            Take(item);
        }

        return arguments.DrainToImmutable();

        void Take(JsonNodeAt item)
        {
            // Some publish each argument as an object, as requests on the wire have it.
            var number = item.Kind == JsonValueKind.Object && (item.TryGet("piid", out var inner) || item.TryGet("iid", out inner)) ? inner : item;
            if (number != item)
            {
                faults.Information(item, "contract.arguments.object", $"Found an object in \"{name}\"; expected a property id. Its number is used.");
            }

            if (!LenientNumber.TryGetInt64(number, faults, out var piid))
            {
                faults.Warning(item, "contract.arguments.item", $"Found {item.Describe()} in \"{name}\"; expected a property id. It is left out.");
            }
            else if (properties.FirstOrDefault(property => property.Iid == piid) is not { } property)
            {
                faults.Warning(item, "contract.arguments.unknown", $"\"{name}\" names property {piid}, which the service does not have. It is left out.");
            }
            else if (arguments.Contains(property))
            {
                faults.Warning(item, "contract.arguments.duplicate", $"\"{name}\" names property {piid} twice; a message can carry it once. It is left out.");
            }
            else
            {
                arguments.Add(property);
            }
        }
    }
}

using System.Collections.Immutable;
using IotHub.Contracts.Model;

namespace IotHub.Contracts.Parsing;

/// <summary>
/// Puts services together into a contract: gives every node its address and every property its position, in order, and lets the arguments
/// of actions and events point at the properties as they then are.
/// </summary>
internal static class ContractAssembly
{
    /// <summary>Puts a contract together; addresses and positions that the services have are replaced.</summary>
    public static DeviceContract Build(Urn type, string description, TimeSpan? reportInterval, IEnumerable<ContractService> services)
    {
        var names = new Names();
        return new DeviceContract(type, description, [.. services.Select(names.Give)]) { ReportInterval = reportInterval };
    }

    private sealed class Names
    {
        private readonly UniqueNames _services = new("-", StringComparer.Ordinal);
        private readonly UniqueNames _properties = new("-", StringComparer.Ordinal);
        private readonly UniqueNames _actions = new("-", StringComparer.Ordinal);
        private readonly UniqueNames _events = new("-", StringComparer.Ordinal);
        private int _count;

        public ContractService Give(ContractService service)
        {
            var key = _services.Take(NodeReading.KeyOf(service.Type));
            var now = new Dictionary<ContractProperty, ContractProperty>(ReferenceEqualityComparer.Instance);
            foreach (var property in service.Properties)
            {
                now[property] = property with { Index = _count++, Key = _properties.Take($"{key}.{NodeReading.KeyOf(property.Type)}"), ServiceIid = service.Iid };
            }

            return service with
            {
                Key = key,
                Properties = [.. service.Properties.Select(property => now[property])],
                Actions =
                [
                    .. service.Actions.Select(action => action with
                    {
                        Key = _actions.Take($"{key}.{NodeReading.KeyOf(action.Type)}"),
                        ServiceIid = service.Iid,
                        In = Now(action.In, now),
                        Out = Now(action.Out, now),
                    }),
                ],
                Events =
                [
                    .. service.Events.Select(one => one with
                    {
                        Key = _events.Take($"{key}.{NodeReading.KeyOf(one.Type)}"),
                        ServiceIid = service.Iid,
                        Arguments = Now(one.Arguments, now),
                    }),
                ],
            };
        }

        private static ImmutableArray<ContractProperty> Now(ImmutableArray<ContractProperty> arguments, Dictionary<ContractProperty, ContractProperty> now) =>
            [.. arguments.Select(argument => now[argument])];
    }
}

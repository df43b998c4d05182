using IotHub.Contracts.Model;

namespace IotHub.Contracts.Comparison;

/// <summary>A node of the one contract beside that of the same address in the other.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Address">Where.</param>
/// <param name="IsThere">False when the other contract has none there.</param>
/// <param name="Differences">How they differ; empty where one is not there.</param>
internal sealed record NodeComparison(ContractNodeKind Kind, string Address, bool IsThere, List<Difference> Differences)
{
    /// <summary>Every property, action and event of a contract, in its order, beside that of another.</summary>
    public static IEnumerable<NodeComparison> All(DeviceContract need, DeviceContract have)
    {
        foreach (var service in need.Services)
        {
            foreach (var property in service.Properties)
            {
                yield return Of(ContractNodeKind.Property, property.Key, have.TryGetProperty(property.Key, out var other) ? PropertyComparison.Compare(property, other) : null);
            }

            foreach (var action in service.Actions)
            {
                yield return Of(ContractNodeKind.Action, action.Key, have.TryGetAction(action.Key, out var other) ? CallComparison.Compare(action, other) : null);
            }

            foreach (var one in service.Events)
            {
                yield return Of(ContractNodeKind.Event, one.Key, have.TryGetEvent(one.Key, out var other) ? CallComparison.Compare(one, other) : null);
            }
        }
    }

    private static NodeComparison Of(ContractNodeKind kind, string address, List<Difference>? differences) => new(kind, address, differences is not null, differences ?? []);
}

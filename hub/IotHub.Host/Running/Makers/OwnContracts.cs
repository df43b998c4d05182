using System.Collections.Immutable;
using IotHub.Api.Makers;
using IotHub.Contracts;
using IotHub.Contracts.Labels;
using IotHub.Contracts.Model;

namespace IotHub.Host.Running.Makers;

/// <summary>Contracts that makers brought along for simulated devices; known until the hub ends.</summary>
internal sealed class OwnContracts(ContractCatalogue catalogue) : IContractSource
{
    /// <summary>How many: a maker works on a few, and each has at most 1 MiB.</summary>
    public const int ContractsMax = 32;

    private readonly Lock _lock = new();
    private ImmutableDictionary<string, DeviceContract> _own = ImmutableDictionary.Create<string, DeviceContract>(StringComparer.OrdinalIgnoreCase);

    /// <inheritdoc/>
    public IReadOnlyCollection<DeviceContract> Contracts => [.. _own.Values];

    /// <inheritdoc/>
    public ContractLabels LabelsOf(DeviceContract contract) => ContractLabels.None;

    /// <summary>One by its exact URN; null where nobody brought it.</summary>
    public DeviceContract? Find(string type) => _own.GetValueOrDefault(type);

    /// <summary>Takes a contract in.</summary>
    /// <returns>False where the hub has one of this URN, or as many as may be.</returns>
    public bool TryAdd(DeviceContract contract, out bool isFull)
    {
        lock (_lock)
        {
            var type = contract.Type.Text;
            isFull = _own.Count >= ContractsMax;
            if (isFull || _own.ContainsKey(type) || catalogue.All.Any(known => string.Equals(known.Type.Text, type, StringComparison.OrdinalIgnoreCase)))
            {
                return false;
            }

            _own = _own.Add(type, contract);
            return true;
        }
    }
}

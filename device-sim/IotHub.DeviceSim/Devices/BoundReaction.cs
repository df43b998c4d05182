using System.Collections.Immutable;
using IotHub.Contracts.Model;
using IotHub.Contracts.Values;

namespace IotHub.DeviceSim.Devices;

/// <summary>A reaction bound to one service of a contract: where a service repeats, each reacts by itself.</summary>
internal sealed class BoundReaction
{
    private readonly ImmutableArray<BoundCondition> _when;
    private readonly ImmutableArray<BoundEffect> _set;
    private readonly TimeSpan _after;
    private DateTimeOffset? _heldSince;

    private BoundReaction(Reaction row, DeviceContract contract, int serviceIid)
    {
        _after = row.After;
        _when = BoundCondition.Bind(row.When, contract, serviceIid);
        _set = BoundEffect.Bind(row.Set, contract, serviceIid);
    }

    /// <summary>When it happens unless its conditions end before; null while they do not hold.</summary>
    public DateTimeOffset? DueAt => _heldSince + _after;

    /// <summary>One for each service that has the property of the first condition; none where no service has.</summary>
    public static IEnumerable<BoundReaction> Bind(Reaction row, DeviceContract contract) =>
        contract.Services
            .Where(service => row.When.Length > 0 && service.Properties.Any(property => property.Type.Name == row.When[0].Property))
            .Select(service => new BoundReaction(row, contract, service.Iid))
            .Where(bound => !bound._set.IsEmpty);

    /// <summary>Takes effect if it is due.</summary>
    /// <returns>What changed.</returns>
    public ImmutableArray<PropertyReading> React(DeviceState state, DateTimeOffset now)
    {
        if (!BoundCondition.AllHold(_when, state))
        {
            _heldSince = null;
            return [];
        }

        _heldSince ??= now;
        if (now - _heldSince < _after)
        {
            return [];
        }

        // What stays true after it took effect is over and done with until it was false in between, or its time has passed again.
        _heldSince = null;
        return [.. _set.SelectMany(effect => effect.Apply(state))];
    }
}

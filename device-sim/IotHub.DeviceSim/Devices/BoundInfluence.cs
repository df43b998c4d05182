using System.Collections.Immutable;
using IotHub.Contracts.Model;
using IotHub.DeviceSim.Rooms;

namespace IotHub.DeviceSim.Devices;

/// <summary>An influence on the room bound to one service of a contract.</summary>
internal sealed class BoundInfluence
{
    private readonly RoomInfluence _row;
    private readonly ImmutableArray<BoundCondition> _while;
    private readonly ContractProperty? _toward;
    private readonly ContractProperty? _scaledBy;

    private BoundInfluence(RoomInfluence row, DeviceContract contract, int serviceIid)
    {
        _row = row;
        _while = BoundCondition.Bind(row.While, contract, serviceIid);
        _toward = row.TowardProperty is null ? null : BehaviourTable.FindNear(contract, serviceIid, row.TowardProperty);
        _scaledBy = row.ScaledBy is null ? null : BehaviourTable.FindNear(contract, serviceIid, row.ScaledBy);
    }

    /// <summary>One for each service that has the property of the first condition; none where no service has.</summary>
    public static IEnumerable<BoundInfluence> Bind(RoomInfluence row, DeviceContract contract) =>
        contract.Services
            .Where(service => row.While.Length > 0 && service.Properties.Any(property => property.Type.Name == row.While[0].Property))
            .Select(service => new BoundInfluence(row, contract, service.Iid));

    /// <summary>How the device acts in its present state; null when it does not.</summary>
    public Influence? Find(DeviceState state)
    {
        if (!BoundCondition.AllHold(_while, state) || (_row.TowardProperty is not null && _toward is null))
        {
            return null;
        }

        var toward = _toward is not null ? state.Get(_toward).ToDouble() : _row.Toward;
        return new Influence(_row.Quantity, toward, _row.Rate * Share(state), _row.Direction);
    }

    private double Share(DeviceState state)
    {
        if (_scaledBy is null)
        {
            return 1;
        }

        var (least, most) = _scaledBy.Range is { } range ? (range.Minimum, range.Maximum)
            : _scaledBy.ValueList is { IsEmpty: false } list ? (list.Min(entry => entry.Value), list.Max(entry => entry.Value)) : (0, 1);
        var way = most > least ? (state.Get(_scaledBy).ToDouble() - least) / (most - least) : 1;
        return _row.LeastShare + ((1 - _row.LeastShare) * way);
    }
}

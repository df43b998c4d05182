using System.Collections.Immutable;
using System.Globalization;
using IotHub.Contracts.Model;
using IotHub.Devices.Commands;
using IotHub.Devices.Registry;

namespace IotHub.Runtime.Availability;

/// <summary>Questions of the hub's own to devices, and which were answered. The oldest is forgotten when there are too many.</summary>
/// <param name="countMax">How many are remembered.</param>
/// <param name="counts">Counts what is sent.</param>
internal sealed class Questions(int countMax, HubCounts counts)
{
    private readonly Dictionary<string, (string Device, bool IsAnswered)> _byId = new(StringComparer.Ordinal);
    private readonly Queue<string> _ids = new();
    private long _last;

    /// <summary>Asks a device for values.</summary>
    public void Ask(Device device, ImmutableArray<ContractProperty> properties, DateTimeOffset now, List<HubOutput> outputs)
    {
        if (_ids.Count >= countMax)
        {
            _byId.Remove(_ids.Dequeue());
        }

        // The time in it, so that a device that remembers its answers does not take it for one of the hub's life before.
        var id = string.Create(CultureInfo.InvariantCulture, $"ask-{now.ToUnixTimeMilliseconds():x}-{++_last}");
        _byId[id] = (device.Name, false);
        _ids.Enqueue(id);
        counts.RequestsSent++;
        outputs.Add(new HubOutput.Question(new DeviceRequest(id, device, null, [], properties, 0)));
    }

    /// <summary>True when an answer is to one of these questions.</summary>
    /// <param name="device">Who answered.</param>
    /// <param name="id">The question's id.</param>
    /// <param name="isRepeated">True when it was answered before.</param>
    public bool TryTake(Device device, string id, out bool isRepeated)
    {
        isRepeated = false;
        if (!_byId.TryGetValue(id, out var question) || question.Device != device.Name)
        {
            return false;
        }

        isRepeated = question.IsAnswered;
        _byId[id] = question with { IsAnswered = true };
        return true;
    }
}

using IotHub.Contracts.Messages;
using IotHub.Devices;
using IotHub.Devices.Availability;
using IotHub.Devices.Registry;

namespace IotHub.Runtime;

/// <content>What devices say, and what becomes of them.</content>
public sealed partial class HubLoop
{
    private void OnDevice(DeviceMessage message, bool isRetained, DateTimeOffset now)
    {
        if (message is DeviceAnnounced announced)
        {
            OnAnnounced(announced, isRetained, now);
            return;
        }

        if (!_home.TryGetByDid(message.Did, out var device))
        {
            if (message is DeviceStatusChanged { IsOnline: var isThere } && _devices.TakeStatus(message.Did, isThere))
            {
                _counts.MessagesAccepted++;
                return;
            }

            var text = _devices.IsFound(message.Did) ? "has announced itself and is not part of this home yet" : "is not part of this home";
            Refuse(new RejectedMessage(message.Did, TopicOf(message), new Rejection(RejectionReason.UnknownDevice, $"{message.Did} {text}.")), now);
            return;
        }

        if (message is DeviceStatusChanged status)
        {
            OnStatus(device, status, isRetained, now);
            _counts.MessagesAccepted++;
            return;
        }

        if (Take(message, device, now) is { } rejection)
        {
            Refuse(rejection, now);
        }
        else
        {
            _counts.MessagesAccepted++;
        }

        if (!isRetained)
        {
            // After what it said is in the state: who is told that it was heard, is told what was heard.
            Hear(device, message is not DeviceResponded, now);
        }
    }

    private RejectedMessage? Take(DeviceMessage message, Device device, DateTimeOffset now)
    {
        switch (message)
        {
            case DevicePropertiesReported reported:
                _commands.TakeReport(device, reported.Properties.Values, now, _outputs, _changes);
                Decide(now);
                return null;
            case DeviceEventReported { Event: var deviceEvent }:
                var cause = _causes.Root(CauseOrigin.Device, device.Name);
                _outputs.Add(new HubOutput.EventOccurred(device, deviceEvent, cause, now));
                RecordEvent(device, deviceEvent, cause, now);
                _engine.OnEvent(device, deviceEvent, cause, now, _effects);
                CarryOutEffects(now);
                return null;
            case DeviceResponded { Response: var response }:
                var isKnown = _commands.TryTakeResponse(device, response, now, _outputs, _changes);
                Decide(now);
                return isKnown ? null : new RejectedMessage(message.Did, "responses", new Rejection(
                    RejectionReason.UnknownRequest, $"{device.Name} answered {response.Id}, which is not waiting for an answer."));
            default:
                throw new InvalidOperationException($"The loop has no step for {message.GetType().Name}.");
        }
    }

    private void OnAnnounced(DeviceAnnounced announced, bool isRetained, DateTimeOffset now)
    {
        var rejection = _devices.TakeAnnounce(announced, now, _outputs, out var changed);
        if (rejection is null)
        {
            _counts.MessagesAccepted++;
            OnDeviceChanged(changed, now);
        }
        else
        {
            Refuse(new RejectedMessage(announced.Did, "announce", rejection), now);
        }

        if (!isRetained && _home.TryGetByDid(announced.Did, out var device))
        {
            _commands.OnRejoined(device);
            Hear(device, false, now);
        }
    }

    private void OnStatus(Device device, DeviceStatusChanged status, bool isRetained, DateTimeOffset now)
    {
        var isOnline = status.IsOnline;
        if (_home.SetOnline(device, isOnline, now))
        {
            _outputs.Add(new HubOutput.OnlineChanged(device, isOnline, now));
        }

        if (!isOnline)
        {
            _availability.OnGone(device, status.Reason, now, _outputs);
        }
        else if (isRetained)
        {
            _availability.OnSaidToBeThere(device, now, _outputs);
        }
        else
        {
            Hear(device, false, now);
        }
    }

    private void Hear(Device device, bool isReport, DateTimeOffset now)
    {
        OnHeardAtStart(device, now);
        if (_availability.OnHeard(device, isReport, now, _outputs))
        {
            _commands.OnBack(device, now, _outputs);
        }
    }

    /// <summary>A name that people read changes nothing that runs; another room does where automations and scenes mean rooms.</summary>
    private void Change(HubInput.ChangeDevice change, DateTimeOffset now)
    {
        var room = _home.TryGetDevice(change.Device, out var before) ? before.Room : null;
        Answer(_devices.Change(change, _outputs));
        if (_home.TryGetDevice(change.Device, out var after) && after.Room != room)
        {
            _scenes.OnDeviceMoved(_outputs);
            _automations.OnDeviceMoved(now, _effects, _outputs);
        }
    }

    /// <summary>
    /// A device leaves, in this order: out of the home, so that nothing further is sent to it; its commands come to their end; its credentials
    /// are taken back (identities of devices are not part of the hub yet; their place is here, before anyone outside is told); then bridges
    /// clear what the bus keeps of it, when they see <see cref="HubOutput.DeviceRetired"/>. Its history stays until it is erased.
    /// </summary>
    private void Retire(HubInput.Retire retire, DateTimeOffset now)
    {
        var liveness = _home.TryGetDevice(retire.Device, out var leaving) ? _availability.Read(leaving) : DeviceLiveness.None;
        Answer(_devices.Retire(retire, liveness.Availability, now, _outputs, out var retired));
        if (retired is not null)
        {
            _commands.OnRetired(retired, now, _outputs);
            _replacement.OnRetired(retired);
            _availability.OnRetired(retired);
            _scenes.OnDeviceChanged(retired.Name, _outputs);
            _documents.OnDeviceChanged(retired.Name, now, _effects, _outputs);
            _automations.OnDeviceChanged(retired.Name, now, _effects, _outputs);
        }
    }

    /// <summary>Other hardware took a name's place: what was asked of the old one ends first, then everyone is told, then documents look again.</summary>
    private void OnReplaced((HubAnswer Answer, Device? Before, Device? After) replaced, DateTimeOffset now)
    {
        if (replaced.Before is { } before)
        {
            _commands.OnRetired(before, now, _outputs, "device.replaced");
            _outputs.AddRange(_replaced);
        }

        _replaced.Clear();
        Answer(replaced.Answer);
        OnDeviceChanged(replaced.After, now);
        Greet(replaced.After, now);
    }

    /// <summary>Hardware that a person took in is there if it said so while it was found, and is asked how it is: it tells that by itself only when something changes.</summary>
    private void Greet(Device? device, DateTimeOffset now)
    {
        if (device is null)
        {
            return;
        }

        if (_devices.TakeThere(device.Did) && _home.SetOnline(device, true, now))
        {
            _outputs.Add(new HubOutput.OnlineChanged(device, true, now));
        }

        _availability.OnSaidToBeThere(device, now, _outputs);
    }

    private void OnDeviceChanged(Device? device, DateTimeOffset now)
    {
        if (device is not null)
        {
            _availability.OnSaved(device, now);

            // Scenes first: an automation may wait for one.
            _scenes.OnDeviceChanged(device.Name, _outputs);
            _documents.OnDeviceChanged(device.Name, now, _effects, _outputs);
            _automations.OnDeviceChanged(device.Name, now, _effects, _outputs);
        }
    }

    private static string TopicOf(DeviceMessage message) => message switch
    {
        DeviceStatusChanged => "status",
        DevicePropertiesReported => "properties",
        DeviceEventReported reported => $"events/{reported.Event.Event.Key}",
        _ => "responses",
    };
}

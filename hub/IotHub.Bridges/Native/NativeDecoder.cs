using System.Collections.Concurrent;
using System.Collections.Frozen;
using IotHub.Contracts;
using IotHub.Contracts.Messages;
using IotHub.Contracts.Model;
using IotHub.Contracts.Topics;
using IotHub.Devices;
using IotHub.Runtime;

namespace IotHub.Bridges.Native;

/// <summary>
/// Turns a publish of the native contract into a device message, checked against the device's contract, or into a refusal with its
/// reason. Called by many connections at once; remembers which contract each device announced.
/// </summary>
/// <param name="catalogue">The contracts that the hub has.</param>
/// <param name="devicesMax">How many announced devices are remembered; further ones are refused until one is retired or the hub starts again.</param>
public sealed class NativeDecoder(ContractCatalogue catalogue, int devicesMax)
{
    private readonly ConcurrentDictionary<string, Announced> _announced = new(StringComparer.Ordinal);

    /// <summary>Dids that another bridge speaks for: what comes on the bus under one of them is refused.</summary>
    public IReadOnlySet<string> Reserved { get; init; } = FrozenSet<string>.Empty;

    /// <summary>Contracts beside the catalogue's, by exact URN, looked for first: a maker's own, while it is worked on. Called by many connections at once.</summary>
    public Func<string, DeviceContract?> FindOwn { get; set; } = static _ => null;

    /// <summary>Tells of a device that is part of the home from before: it may report before it announces itself again.</summary>
    public void Know(string did, DeviceContract contract) => _announced.TryAdd(did, new Announced(contract, InboxLaneOf.Device(contract)));

    /// <summary>A device left the home: its messages are refused until it announces itself again or is adopted.</summary>
    public void Forget(string did) => _announced.TryRemove(did, out _);

    /// <summary>Decodes one publish.</summary>
    /// <param name="topic">The topic.</param>
    /// <param name="payload">The payload; not kept.</param>
    /// <returns>What to post, and in which lane.</returns>
    public DecodedMessage Decode(string topic, ReadOnlySpan<byte> payload)
    {
        if (!DeviceTopics.TryParse(topic, out var parsed))
        {
            return Refused(string.Empty, topic, new Rejection(RejectionReason.UnknownTopic, $"{topic} is not a topic of the device contract."), InboxLane.Telemetry);
        }

        if (Reserved.Contains(parsed.Did))
        {
            var reserved = new Rejection(RejectionReason.UnknownDevice, $"{parsed.Did} is wired to the hub's board; a device on the bus needs another did.");
            return Refused(parsed.Did, topic, reserved, InboxLane.Telemetry);
        }

        if (parsed.Kind == DeviceTopicKind.Announce)
        {
            return DecodeAnnounce(parsed.Did, topic, payload);
        }

        if (!_announced.TryGetValue(parsed.Did, out var device))
        {
            var rejection = new Rejection(RejectionReason.UnknownDevice, $"{parsed.Did} has not announced itself: publish {DeviceTopics.Announce(parsed.Did)} first.");
            return Refused(parsed.Did, topic, rejection, InboxLane.Telemetry);
        }

        DeviceMessage? message = null;
        Rejection? refusal;
        switch (parsed.Kind)
        {
            case DeviceTopicKind.Status:
                if (MessageReader.TryReadStatus(payload, out var isOnline, out refusal))
                {
                    message = new DeviceStatusChanged(parsed.Did, isOnline);
                }

                break;
            case DeviceTopicKind.Properties:
                if (MessageReader.TryReadProperties(payload, device.Contract, out var properties, out refusal))
                {
                    message = new DevicePropertiesReported(parsed.Did, properties);
                }

                break;
            case DeviceTopicKind.Event:
                if (MessageReader.TryReadEvent(payload, device.Contract, parsed.EventKey!, out var deviceEvent, out refusal))
                {
                    message = new DeviceEventReported(parsed.Did, deviceEvent);
                }

                break;
            case DeviceTopicKind.Responses:
                if (MessageReader.TryReadResponse(payload, device.Contract, out var response, out refusal))
                {
                    message = new DeviceResponded(parsed.Did, response);
                }

                break;
            default:
                refusal = new Rejection(RejectionReason.UnknownTopic, $"{topic} is not a topic on which the hub listens.");
                break;
        }

        return message is null
            ? Refused(parsed.Did, topic, refusal!, device.Lane)
            : new DecodedMessage(new HubInput.FromDevice(message), device.Lane);
    }

    private static DecodedMessage Refused(string did, string topic, Rejection rejection, InboxLane lane) =>
        new(new HubInput.Refuse(new RejectedMessage(did, topic, rejection)), lane);

    private DecodedMessage DecodeAnnounce(string did, string topic, ReadOnlySpan<byte> payload)
    {
        if (!MessageReader.TryReadAnnounce(payload, out var announce, out var rejection))
        {
            return Refused(did, topic, rejection, InboxLane.Telemetry);
        }

        var contract = FindOwn(announce.Contract);
        if (contract is null && !catalogue.TryGet(announce.Contract, out contract))
        {
            catalogue.TryGetRefusal(announce.Contract, out var reason);
            return new DecodedMessage(new HubInput.FromDevice(new DeviceAnnounced(did, announce, null, reason)), InboxLane.Telemetry);
        }

        if (_announced.Count >= devicesMax && !_announced.ContainsKey(did))
        {
            var full = new Rejection(RejectionReason.LimitReached, $"{devicesMax} devices have announced themselves, as many as may; {did} was not taken in.");
            return Refused(did, topic, full, InboxLane.Telemetry);
        }

        var device = new Announced(contract, InboxLaneOf.Device(contract));
        _announced[did] = device;
        return new DecodedMessage(new HubInput.FromDevice(new DeviceAnnounced(did, announce, contract)), device.Lane);
    }

    private sealed record Announced(DeviceContract Contract, InboxLane Lane);
}

/// <summary>What a publish became.</summary>
/// <param name="Input">For the inbox.</param>
/// <param name="Lane">Which lane.</param>
public readonly record struct DecodedMessage(HubInput Input, InboxLane Lane);

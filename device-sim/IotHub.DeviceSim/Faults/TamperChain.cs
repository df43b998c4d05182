using System.Collections.Immutable;
using IotHub.Mqtt.Packets;

namespace IotHub.DeviceSim.Faults;

/// <summary>Several tampers one behind the other: what one lets through the next one sees, and delays add up.</summary>
public sealed class TamperChain : IWireTamper
{
    /// <summary>Messages that one message may become; tampers that double each other's messages must come to an end.</summary>
    public const int CopiesMax = 64;

    private ImmutableArray<IWireTamper> _tampers;

    /// <summary>A chain, the one nearest to the device's program first.</summary>
    public TamperChain(ImmutableArray<IWireTamper> tampers) => _tampers = tampers;

    /// <summary>Puts other tampers in place of all.</summary>
    public void Replace(ImmutableArray<IWireTamper> tampers) => _tampers = tampers;

    /// <inheritdoc/>
    public IReadOnlyList<TamperedMessage> Send(DeviceWire message) => Pass(message, static (tamper, wire) => tamper.Send(wire));

    /// <inheritdoc/>
    public IReadOnlyList<TamperedMessage> Receive(DeviceWire message) => Pass(message, static (tamper, wire) => tamper.Receive(wire));

    /// <inheritdoc/>
    public WillMessage? TamperWill(WillMessage will)
    {
        var tampered = will;
        foreach (var tamper in _tampers)
        {
            tampered = tampered is null ? null : tamper.TamperWill(tampered);
        }

        return tampered;
    }

    private IReadOnlyList<TamperedMessage> Pass(DeviceWire message, Func<IWireTamper, DeviceWire, IReadOnlyList<TamperedMessage>> through)
    {
        IReadOnlyList<TamperedMessage> messages = [new TamperedMessage(message)];
        foreach (var tamper in _tampers)
        {
            messages = [.. messages.SelectMany(one => through(tamper, one.Message).Select(next => next with { Delay = one.Delay + next.Delay })).Take(CopiesMax)];
        }

        return messages;
    }
}

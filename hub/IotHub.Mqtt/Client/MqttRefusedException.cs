using IotHub.Mqtt.Packets;

namespace IotHub.Mqtt.Client;

/// <summary>The server said no to a message or a subscription.</summary>
public sealed class MqttRefusedException : Exception
{
    /// <summary>Says what was refused and why.</summary>
    public MqttRefusedException(string message, ReasonCode reasonCode)
        : base(message) => ReasonCode = reasonCode;

    /// <summary>The server's reason, at least 0x80.</summary>
    public ReasonCode ReasonCode { get; }
}

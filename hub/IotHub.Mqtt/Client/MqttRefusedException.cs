using IotHub.Mqtt.Packets;

namespace IotHub.Mqtt.Client;

/// <summary>
/// A message or a subscription was refused: by the server, by the client for what the server announced that it does not take, or by the
/// client's own bounds.
/// </summary>
public sealed class MqttRefusedException : MqttException
{
    /// <summary>Says what was refused and why.</summary>
    /// <param name="message">A sentence.</param>
    /// <param name="reasonCode">At least 0x80.</param>
    /// <param name="reasonString">The server's own words; null without.</param>
    public MqttRefusedException(string message, ReasonCode reasonCode, string? reasonString = null)
        : base(message, reasonCode, reasonString, null)
    {
    }
}

using IotHub.Mqtt.Packets;

namespace IotHub.Mqtt.Client;

/// <summary>A connection could not be made or was given up. The client handles it by trying again.</summary>
public sealed class MqttConnectionException : Exception
{
    /// <summary>Says why.</summary>
    public MqttConnectionException(string message, ReasonCode? reasonCode = null, Exception? innerException = null)
        : base(message, innerException) => ReasonCode = reasonCode;

    /// <summary>The server's reason; null where it gave none.</summary>
    public ReasonCode? ReasonCode { get; }
}

using IotHub.Mqtt.Packets;

namespace IotHub.Mqtt.Client;

/// <summary>A connection could not be made or was given up, or the client has stopped. The client itself tries again.</summary>
public sealed class MqttConnectionException : MqttException
{
    /// <summary>Says why.</summary>
    public MqttConnectionException(string message, ReasonCode? reasonCode = null, Exception? innerException = null)
        : base(message, reasonCode, null, innerException)
    {
    }

    internal MqttConnectionException(string message, ReasonCode reasonCode, MqttProperties properties)
        : base(message, reasonCode, properties.ReasonString, null) => ServerReference = properties.ServerReference;

    /// <summary>Where the server sends the client instead (5.0); null when it does not. The client does not follow: that is the caller's choice.</summary>
    public string? ServerReference { get; }

    /// <summary>True when the server is to be told the reason before the connection is closed, since it was the one at fault.</summary>
    internal bool IsServerAtFault { get; private init; }

    /// <summary>The server broke the protocol.</summary>
    internal static MqttConnectionException Broken(ReasonCode reasonCode, string statement, string message) =>
        new($"The server broke the protocol ({statement}): {message.TrimEnd('.')}.", reasonCode) { IsServerAtFault = true };
}

using IotHub.Mqtt.Packets;

namespace IotHub.Mqtt.Client;

/// <summary>What the client's calls fail with, apart from wrong arguments and cancellation.</summary>
public abstract class MqttException : Exception
{
    private protected MqttException(string message, ReasonCode? reasonCode, string? reasonString, Exception? innerException)
        : base(reasonString is null ? message : $"{message.TrimEnd('.')}: \"{reasonString}\".", innerException)
    {
        ReasonCode = reasonCode;
        ReasonString = reasonString;
    }

    /// <summary>The reason by MQTT; 3.1.1 return codes are translated. Null where there is none, as when a cable is cut.</summary>
    public ReasonCode? ReasonCode { get; }

    /// <summary>What the server wrote for people to read (5.0); null where it wrote nothing. It is the server's word: show it as such.</summary>
    public string? ReasonString { get; }
}

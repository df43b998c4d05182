namespace IotHub.Mqtt.Client;

/// <summary>A message waited longer than its expiry interval and was not sent.</summary>
public sealed class MqttExpiredException : MqttException
{
    internal MqttExpiredException(string topic)
        : base($"A message on {topic} expired before it could be sent.", null, null, null)
    {
    }
}

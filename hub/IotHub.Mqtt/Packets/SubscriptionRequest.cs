namespace IotHub.Mqtt.Packets;

/// <summary>A topic filter with its options (section 3.8.3.1); all options but the QoS are 5.0 only.</summary>
/// <param name="Filter">Topic filter, checked when decoded.</param>
/// <param name="Qos">Highest QoS wanted.</param>
/// <param name="NoLocal">True to get no messages of one's own.</param>
/// <param name="RetainAsPublished">True to keep the retain flag as it was published.</param>
/// <param name="RetainHandling">Whether retained messages are sent on subscribing.</param>
public sealed record SubscriptionRequest(
    string Filter,
    MqttQos Qos = MqttQos.AtMostOnce,
    bool NoLocal = false,
    bool RetainAsPublished = false,
    RetainHandling RetainHandling = RetainHandling.Send);

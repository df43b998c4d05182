namespace IotHub.Mqtt.Packets;

/// <summary>Whether retained messages are sent when a subscription is made (section 3.8.3.1).</summary>
public enum RetainHandling
{
    /// <summary>Always.</summary>
    Send = 0,

    /// <summary>Only when the subscription did not exist.</summary>
    SendIfNew = 1,

    /// <summary>Never.</summary>
    DoNotSend = 2,
}

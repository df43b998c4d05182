using IotHub.Mqtt.Packets;

namespace IotHub.Mqtt.Client;

/// <summary>A message on its way out, with the caller who waits for it.</summary>
internal sealed class PendingPublish(PublishPacket packet)
{
    private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public PublishPacket Packet { get; set; } = packet;

    public bool IsAcknowledged => Packet.Qos != MqttQos.AtMostOnce;

    /// <summary>True once the caller has given up: it is not sent any more.</summary>
    public bool IsAbandoned { get; set; }

    public Task Done => _done.Task;

    public void Complete() => _done.TrySetResult();

    public void Fail(Exception exception) => _done.TrySetException(exception);
}

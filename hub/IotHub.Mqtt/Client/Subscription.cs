using System.Text;
using IotHub.Mqtt.Packets;

namespace IotHub.Mqtt.Client;

/// <summary>A filter with who handles its messages.</summary>
internal sealed class Subscription(string filter, MqttQos qos, Func<MqttMessage, CancellationToken, ValueTask> handler)
{
    private readonly TaskCompletionSource _first = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public string Filter { get; } = filter;

    public byte[] FilterBytes { get; } = Encoding.UTF8.GetBytes(filter);

    public MqttQos Qos { get; } = qos;

    public Func<MqttMessage, CancellationToken, ValueTask> Handler { get; } = handler;

    /// <summary>Completes when the server first granted it.</summary>
    public Task Granted => _first.Task;

    public void Grant() => _first.TrySetResult();

    public void Refuse(ReasonCode reason) =>
        _first.TrySetException(new MqttRefusedException($"The server refused the subscription {Filter}: {reason}.", reason));
}

using System.Text;
using IotHub.Mqtt.Packets;
using IotHub.Mqtt.Topics;

namespace IotHub.Mqtt.Client.Sessions;

/// <summary>A subscription with who handles its messages.</summary>
internal sealed class Subscription
{
    private readonly TaskCompletionSource<MqttQos> _first = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly byte[] _matched;

    public Subscription(MqttSubscription request, Func<MqttMessage, CancellationToken, ValueTask> handler)
    {
        Request = request;
        Handler = handler;
        var filter = Encoding.UTF8.GetBytes(request.Filter);
        _matched = TopicFilter.TrySplitShared(filter, out _, out var inner) ? inner.ToArray() : filter;
    }

    public MqttSubscription Request { get; }

    public string Filter => Request.Filter;

    public Func<MqttMessage, CancellationToken, ValueTask> Handler { get; }

    /// <summary>True while the server's session holds it.</summary>
    public bool IsGranted { get; private set; }

    /// <summary>Completes when the server first granted it, with the QoS it gave.</summary>
    public Task<MqttQos> Granted => _first.Task;

    public bool Matches(ReadOnlySpan<byte> topic) => TopicFilter.Matches(_matched, topic);

    public void Grant(MqttQos qos)
    {
        IsGranted = true;
        _first.TrySetResult(qos);
    }

    /// <summary>The server's session is gone, and this with it.</summary>
    public void Lose() => IsGranted = false;

    /// <returns>False when it had been granted before, so that nobody waits for the answer.</returns>
    public bool Refuse(MqttException exception)
    {
        var isNews = _first.TrySetException(exception);
        _ = _first.Task.Exception;
        return isNews;
    }
}

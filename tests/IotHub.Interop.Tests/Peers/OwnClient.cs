using System.Text;
using System.Threading.Channels;
using IotHub.Mqtt.Client;
using IotHub.Mqtt.Packets;

namespace IotHub.Interop.Tests.Peers;

/// <summary>Our client, running, with what it received.</summary>
internal sealed class OwnClient : IAsyncDisposable
{
    private readonly TimeSpan _timeout;
    private readonly CancellationTokenSource _stop = new();
    private readonly Channel<MqttMessage> _received = Channel.CreateBounded<MqttMessage>(10_000);
    private readonly Task _running;

    public OwnClient(MqttClientOptions options, IMqttConnector? connector = null, TimeSpan? timeout = null)
    {
        _timeout = timeout ?? TimeSpan.FromSeconds(15);
        Client = new MqttClient(options with { BackOffMin = TimeSpan.FromMilliseconds(20), BackOffMax = TimeSpan.FromMilliseconds(200) }, TimeProvider.System, new Random(7), connector);
        _running = Client.RunAsync(_stop.Token);
    }

    public MqttClient Client { get; }

    /// <summary>Waits until the client is connected.</summary>
    public Task ConnectedAsync() => WithinAsync(Client.WaitConnectedAsync);

    public Task<MqttQos> SubscribeAsync(string filter, MqttQos qos) => WithinAsync(limit => Client.SubscribeAsync(
        filter, qos, (message, _) => _received.Writer.WriteAsync(message, CancellationToken.None), limit));

    public Task PublishAsync(string topic, string payload, MqttQos qos, bool retain = false) =>
        WithinAsync(limit => Client.PublishAsync(topic, Encoding.UTF8.GetBytes(payload), qos, retain, limit).AsTask());

    /// <summary>Waits for the next message and compares it.</summary>
    public async Task ExpectAsync(string topic, string payload, MqttQos qos, bool retain = false)
    {
        var message = await WithinAsync(limit => _received.Reader.ReadAsync(limit).AsTask());
        Assert.Equal((topic, payload, qos, retain), (message.Topic, Encoding.UTF8.GetString(message.Payload.Span), message.Qos, message.Retain));
    }

    /// <summary>Sends a message to itself, which must be the next that comes.</summary>
    public async Task ExpectNothingElseAsync(string ownTopic)
    {
        await PublishAsync(ownTopic, "that is all", MqttQos.AtLeastOnce);
        await ExpectAsync(ownTopic, "that is all", MqttQos.AtLeastOnce);
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _running;
        Client.Dispose();
        _stop.Dispose();
    }

    private async Task<T> WithinAsync<T>(Func<CancellationToken, Task<T>> action)
    {
        using var limit = new CancellationTokenSource(_timeout, TimeProvider.System);
        return await action(limit.Token);
    }

    private async Task WithinAsync(Func<CancellationToken, Task> action)
    {
        using var limit = new CancellationTokenSource(_timeout, TimeProvider.System);
        await action(limit.Token);
    }
}

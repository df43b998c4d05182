using System.Text.Json;
using System.Text.Json.Nodes;
using System.Threading.Channels;
using IotHub.Contracts.Topics;
using IotHub.Mqtt.Client;
using IotHub.Mqtt.Packets;

namespace IotHub.EndToEnd.Tests.Durability;

/// <summary>
/// A device that outlives the hub: it connects again by itself, reports all that it knows on each connection, and does a request once, however often it
/// comes; it takes its time for each.
/// </summary>
internal sealed class ScriptedDevice : IAsyncDisposable
{
    private readonly string _did;
    private readonly string _contract;
    private readonly Func<string, JsonNode, JsonObject?> _do;
    private readonly Random _random;
    private readonly MqttClient _client;
    private readonly CancellationTokenSource _stop = new();
    private readonly Channel<bool> _connections = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly Dictionary<string, byte[]> _answered = [];
    private readonly Lock _lock = new();
    private readonly SortedDictionary<string, JsonNode> _values = new(StringComparer.Ordinal);
    private readonly Task _running;

    /// <summary>Makes a device.</summary>
    /// <param name="did">Its id and label.</param>
    /// <param name="contract">Its contract.</param>
    /// <param name="port">The hub's port.</param>
    /// <param name="seed">For the time that it takes.</param>
    /// <param name="act">Told the id and content of each request that is new; gives what a call brings.</param>
    public ScriptedDevice(string did, string contract, int port, int seed, Func<string, JsonNode, JsonObject?> act)
    {
        (_did, _contract, _do, _random) = (did, contract, act, new Random(seed));
        _client = new MqttClient(
            new MqttClientOptions
            {
                Port = port,
                ClientId = did,
                BackOffMin = TimeSpan.FromMilliseconds(100),
                BackOffMax = TimeSpan.FromMilliseconds(800),
                Will = new WillMessage { Topic = DeviceTopics.Status(did), Payload = "offline"u8.ToArray(), Qos = MqttQos.AtLeastOnce, Retain = true },
            },
            TimeProvider.System,
            new Random(seed + 1));
        _client.ConnectionChanged += change =>
        {
            if (change.State == MqttConnectionState.Connected)
            {
                _connections.Writer.TryWrite(true);
            }
        };
        _running = Task.WhenAll(_client.RunAsync(_stop.Token), LiveAsync());
    }

    /// <summary>A value becomes another, and is reported.</summary>
    public async Task ReportAsync(string property, JsonNode value, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            _values[property] = value;
        }

        await ReportAllAsync(cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _running;
        _client.Dispose();
        _stop.Dispose();
    }

    private async Task LiveAsync()
    {
        try
        {
            await _client.SubscribeAsync(DeviceTopics.Requests(_did), MqttQos.AtLeastOnce, TakeAsync, _stop.Token);
            await foreach (var _ in _connections.Reader.ReadAllAsync(_stop.Token))
            {
                var announce = new JsonObject { ["contract"] = _contract, ["label"] = _did };
                await PublishAsync(DeviceTopics.Announce(_did), JsonSerializer.SerializeToUtf8Bytes(announce), true, _stop.Token);
                await PublishAsync(DeviceTopics.Status(_did), "online"u8.ToArray(), true, _stop.Token);
                await ReportAllAsync(_stop.Token);
            }
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // The test is over.
        }
    }

    private async Task ReportAllAsync(CancellationToken cancellationToken)
    {
        byte[] report;
        lock (_lock)
        {
            if (_values.Count == 0)
            {
                return;
            }

            report = JsonSerializer.SerializeToUtf8Bytes(_values);
        }

        await PublishAsync(DeviceTopics.Properties(_did), report, false, cancellationToken);
    }

    private async ValueTask TakeAsync(MqttMessage message, CancellationToken cancellationToken)
    {
        var request = JsonNode.Parse(message.Payload.Span)!;
        var id = request["id"]!.GetValue<string>();
        if (!_answered.TryGetValue(id, out var answer))
        {
            var answered = new JsonObject { ["id"] = id, ["code"] = 0 };
            if (request["get"] is null && _do(id, request) is { } brought)
            {
                answered["out"] = brought;
            }

            answer = _answered[id] = JsonSerializer.SerializeToUtf8Bytes(answered);

            // Done, and the answer on its way: the time in which a hub that dies does not know.
            await Task.Delay(TimeSpan.FromMilliseconds(_random.Next(0, 120)), TimeProvider.System, cancellationToken);
        }

        await PublishAsync(DeviceTopics.Responses(_did), answer, false, cancellationToken);
    }

    private ValueTask PublishAsync(string topic, byte[] payload, bool retain, CancellationToken cancellationToken) =>
        _client.PublishAsync(topic, payload, MqttQos.AtLeastOnce, retain, cancellationToken);
}

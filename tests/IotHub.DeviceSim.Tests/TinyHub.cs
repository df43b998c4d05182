using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using System.Text.Json;
using IotHub.Mqtt.Client;
using IotHub.Mqtt.Codec;
using IotHub.Mqtt.Packets;
using IotHub.Testing;

namespace IotHub.DeviceSim.Tests;

/// <summary>
/// A hub in a few lines: takes any number of connections in memory, acknowledges, drives its clock, and switches the kitchen light by the
/// kitchen's motion; off after ten minutes. Everything it takes goes into one log.
/// </summary>
internal sealed class TinyHub : IMqttConnector, IDisposable
{
    private readonly ConcurrentDictionary<string, InMemoryTransport> _byFilter = new();
    private readonly ConcurrentDictionary<string, TaskCompletionSource> _awaited = new();
    private readonly SemaphoreSlim _turn = new(1, 1);
    private DateTimeOffset _now = DateTimeOffset.MinValue;
    private DateTimeOffset? _offAt;
    private long _requests;

    public List<string> Log { get; } = [];

    /// <summary>Topic of messages that are taken and never acknowledged; null for none.</summary>
    public string? Unacknowledged { get; set; }

    /// <summary>Of each connection, in order: topic and payload, or "none".</summary>
    public List<string> Wills { get; } = [];

    public ValueTask<MqttLink> ConnectAsync(MqttClientOptions options, CancellationToken cancellationToken)
    {
        var (client, server) = InMemoryTransport.CreatePair();
        _ = ServeAsync(server);
        return ValueTask.FromResult(new MqttLink(client.Input, client.Output));
    }

    /// <summary>Completes when the next message on a topic is in the log.</summary>
    public Task NextAsync(string topic) => _awaited.GetOrAdd(topic, _ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;

    /// <summary>Ends the connection of a device, as a cut cable would.</summary>
    public ValueTask CutAsync(string did) => _byFilter[$"devices/{did}/requests"].CloseAsync();

    public void Dispose() => _turn.Dispose();

    private async Task ServeAsync(InMemoryTransport transport)
    {
        while (true)
        {
            var read = await transport.Input.ReadAsync();
            var buffer = read.Buffer;
            while (MqttDecoder.TryDecode(ref buffer, MqttProtocolVersion.V50, 1_000_000, out var packet, out _) == DecodeStatus.Packet)
            {
                await _turn.WaitAsync();
                try
                {
                    await TakeAsync(transport, packet!);
                }
                finally
                {
                    _turn.Release();
                }
            }

            transport.Input.AdvanceTo(buffer.Start, buffer.End);
            if (read.IsCompleted)
            {
                return;
            }
        }
    }

    private async Task TakeAsync(InMemoryTransport transport, MqttPacket packet)
    {
        switch (packet)
        {
            case ConnectPacket connect:
                Wills.Add(connect.Will is { } will ? $"{will.Topic} {Encoding.UTF8.GetString(will.Payload.Span)}{(will.Retain ? " retained" : "")}" : "none");
                await WriteAsync(transport, new ConnackPacket());
                break;
            case SubscribePacket subscribe:
                _byFilter[subscribe.Subscriptions[0].Filter] = transport;
                await WriteAsync(transport, new SubackPacket { PacketId = subscribe.PacketId, ReasonCodes = [ReasonCode.GrantedQos1] });
                break;
            case PublishPacket publish:
                var (topic, payload, id) = (publish.GetTopicText(), Encoding.UTF8.GetString(publish.Payload.Span), publish.PacketId);
                await HandleAsync(topic, payload);
                if (topic != Unacknowledged)
                {
                    await WriteAsync(transport, new PubackPacket { PacketId = id });
                }

                break;
        }
    }

    private async Task HandleAsync(string topic, string payload)
    {
        if (topic == "hub/clock/advance")
        {
            using var document = JsonDocument.Parse(payload);
            var to = document.RootElement.GetProperty("to").GetDateTimeOffset();
            await AdvanceAsync(to);
            var answer = string.Create(CultureInfo.InvariantCulture, $$"""{"id":{{document.RootElement.GetProperty("id").GetInt64()}},"now":"{{_now:O}}","requests":{{_requests}}}""");
            await DeliverAsync("hub/clock/advanced", answer);
            return;
        }

        Log.Add($"{_now:O} {topic} {payload}");
        if (_awaited.TryRemove(topic, out var awaited))
        {
            awaited.SetResult();
        }

        if (topic == "devices/kitchen-motion/properties" && payload == """{"motion-sensor.motion-state":true}""")
        {
            await RequestAsync(true);
            _offAt = _now.AddMinutes(10);
        }
    }

    private async Task AdvanceAsync(DateTimeOffset to)
    {
        if (_offAt is { } off && off <= to)
        {
            // Stops where something is asked of a device.
            _now = off > _now ? off : _now;
            _offAt = null;
            await RequestAsync(false);
        }
        else if (to > _now)
        {
            _now = to;
        }
    }

    private Task RequestAsync(bool on)
    {
        _requests++;
        return DeliverAsync("devices/kitchen-light/requests", $$$"""{"id":"{{{_requests}}}","set":{"light.on":{{{(on ? "true" : "false")}}}}}""");
    }

    private Task DeliverAsync(string topic, string payload) =>
        WriteAsync(_byFilter[topic], PublishPacket.Create(topic, Encoding.UTF8.GetBytes(payload)));

    private static async Task WriteAsync(InMemoryTransport transport, MqttPacket packet)
    {
        MqttEncoder.Write(transport.Output, packet, MqttProtocolVersion.V50);
        await transport.Output.FlushAsync();
    }
}

using System.Text;
using IotHub.Interop.Tests.Peers;
using IotHub.Mqtt.Client;
using IotHub.Mqtt.Packets;
using IotHub.Testing;
using IotHub.Uplink;
using IotHub.Uplink.Mqtt;

namespace IotHub.Interop.Tests.Uplinks;

/// <summary>Our uplink to a broker of other people, and a receiver there that keeps its session.</summary>
internal sealed class UplinkRig : IAsyncDisposable
{
    private readonly OwnClient _receiver;

    private UplinkRig(MqttUplinkOptions options, OwnClient receiver)
    {
        _receiver = receiver;
        Uplink = new MqttUplink(options, TimeProvider.System, new SeededRandom(3));
    }

    public MqttUplink Uplink { get; }

    /// <summary>Starts both, and subscribes to all events.</summary>
    public static async Task<UplinkRig> StartAsync(int port, MqttUplinkOptions options, bool isV5 = true, IMqttConnector? connector = null, string? user = null, string? password = null)
    {
        var receiver = new OwnClient(
            new MqttClientOptions
            {
                Host = connector is null ? "127.0.0.1" : "localhost",
                Port = port,
                ClientId = $"receiver-{Guid(port)}",
                Version = isV5 ? MqttProtocolVersion.V50 : MqttProtocolVersion.V311,
                CleanStart = false,
                SessionExpiry = isV5 ? TimeSpan.FromHours(1) : null,
                UserName = user,
                Password = password,
            },
            connector);
        await receiver.SubscribeAsync("events/#", MqttQos.AtLeastOnce);
        return new UplinkRig(options, receiver);
    }

    public static OutboxEvent Event(int number, string type = "com.mihub.test.v1") => new(
        number, $"id-{number}", "urn:mihub:test", type,
        Encoding.UTF8.GetBytes($"{{\"specversion\":\"1.0\",\"id\":\"id-{number}\",\"source\":\"urn:mihub:test\",\"type\":\"{type}\"}}"));

    public static IReadOnlyList<OutboxEvent> Some(int first, int count) => [.. Enumerable.Range(first, count).Select(number => Event(number))];

    public static string Text(OutboxEvent item) => Encoding.UTF8.GetString(item.Body.Span);

    public Task<SendResult> SendAsync(params IReadOnlyList<OutboxEvent> events) => Uplink.SendAsync(events, CancellationToken.None);

    /// <summary>Sends as the pump does: again for as long as the receiver asks for it.</summary>
    public async Task<SendResult> SendUntilSettledAsync(params IReadOnlyList<OutboxEvent> events)
    {
        SendResult result;
        do
        {
            result = await SendAsync(events);
        }
        while (result is SendResult.Retry);

        return result;
    }

    public Task ExpectAsync(string topic, string payload) => _receiver.ExpectAsync(topic, payload, MqttQos.AtLeastOnce);

    public async ValueTask DisposeAsync()
    {
        await Uplink.DisposeAsync();
        await _receiver.DisposeAsync();
    }

    private static string Guid(int port) => port.ToString(System.Globalization.CultureInfo.InvariantCulture);
}

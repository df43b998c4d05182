using System.Net;
using System.Security.Authentication;
using IotHub.Broker.Listeners;

namespace IotHub.Broker.Tests.Listeners;

/// <summary>The same conversation over every transport.</summary>
public sealed class TransportTests : IClassFixture<TestCertificates>
{
    private readonly TestCertificates _certificates;

    public TransportTests(TestCertificates certificates) => _certificates = certificates;

    public enum Way
    {
        Tcp,
        Unix,
        Tls12,
        Tls13,
        WebSocket,
        WebPort,
        TlsWebSocket,
    }

    [Trait("Statement", "MQTT-4.2-1")]
    [Trait("Statement311", "MQTT-7.1.1-1")]
    [Trait("Statement311", "MQTT-7.0.0-2")]
    [Theory]
    [InlineData(Way.Tcp)]
    [InlineData(Way.Unix)]
    [InlineData(Way.Tls12)]
    [InlineData(Way.Tls13)]
    [InlineData(Way.WebSocket)]
    [InlineData(Way.WebPort)]
    [InlineData(Way.TlsWebSocket)]
    public async Task Transport_AConversation_IsTheSame(Way way)
    {
        using var tls = MqttTls.Load(new MqttTlsOptions { CertificateFile = _certificates.At("server.pem"), KeyFile = _certificates.At("server.key") });
        await using var listening = await ListeningBroker.StartAsync(tls: tls);
        await using var client = await OpenAsync(listening, way);
        await client.ConnectAsync('a');
        await client.SendAsync("8206 0001 0001 61 01");
        await client.ExpectAsync("9003 0001 01");
        await client.SendAsync("3206 0001 61 0007 2a");
        await client.ExpectAsync("3206 0001 61 0001 2a 4002 0007");
        await client.SendAsync("4002 0001 c000");
        await client.ExpectAsync("d000");
        await client.SendAsync("e000");
        await client.ExpectClosedAsync();
    }

    /// <summary>More than all buffers on the way hold, in both directions at once.</summary>
    [Trait("Statement", "MQTT-4.2-1")]
    [Trait("Statement311", "MQTT-7.1.1-1")]
    [Theory]
    [InlineData(Way.Tcp)]
    [InlineData(Way.Unix)]
    [InlineData(Way.Tls13)]
    [InlineData(Way.WebSocket)]
    [InlineData(Way.TlsWebSocket)]
    public async Task Transport_LargePackets_ComeWholeAndInOrder(Way way)
    {
        const int Packets = 100;
        using var tls = MqttTls.Load(new MqttTlsOptions { CertificateFile = _certificates.At("server.pem"), KeyFile = _certificates.At("server.key") });
        await using var listening = await ListeningBroker.StartAsync(tls: tls);
        await using var client = await OpenAsync(listening, way);
        await client.ConnectAsync('a');
        await client.SendAsync("8206 0001 0001 61 00");
        await client.ExpectAsync("9003 0001 00");

        // As many on their way as one connection may have waiting: more would be dropped.
        using var window = new SemaphoreSlim(4);
        var sending = Task.Run(async () =>
        {
            for (var i = 0; i < Packets; i++)
            {
                await window.WaitAsync(StreamClient.Patience);
                await client.SendAsync(Publish(i));
            }
        });
        for (var i = 0; i < Packets; i++)
        {
            var wanted = Publish(i);
            var got = await client.ReadAsync(wanted.Length);
            Assert.True(got.AsSpan().SequenceEqual(wanted), $"packet {i}");
            window.Release();
        }

        await sending;

        // QoS 0 to the topic "a", with a payload of 200,000 bytes.
        static byte[] Publish(int number)
        {
            var payload = new byte[200_000];
            new Random(number).NextBytes(payload);
            return [0x30, 0xC3, 0x9A, 0x0C, 0, 1, (byte)'a', .. payload];
        }
    }

    /// <summary>[MQTT-3.2.2-7]: what refuses a client comes before the end of the connection, however much the client still sends.</summary>
    [Theory]
    [InlineData(Way.Tls13)]
    [InlineData(Way.WebSocket)]
    public async Task Transport_RefusedWhileStillSending_SeesTheRefusal(Way way)
    {
        using var tls = MqttTls.Load(new MqttTlsOptions { CertificateFile = _certificates.At("server.pem"), KeyFile = _certificates.At("server.key") });
        await using var listening = await ListeningBroker.StartAsync(tls: tls);
        await using var client = await OpenAsync(listening, way);
        await client.SendAsync($"100c 0004 4d515454 03 02 0000 0000 {new string('0', 20_000)}");
        await client.ExpectAsync("20020001");
    }

    [Fact]
    public async Task Stop_EveryTransport_SaysGoodbye()
    {
        using var tls = MqttTls.Load(new MqttTlsOptions { CertificateFile = _certificates.At("server.pem"), KeyFile = _certificates.At("server.key") });
        await using var listening = await ListeningBroker.StartAsync(tls: tls);
        Way[] all = [Way.Tcp, Way.Unix, Way.Tls12, Way.Tls13, Way.WebSocket, Way.WebPort, Way.TlsWebSocket];
        var clients = new List<StreamClient>();
        foreach (var way in all)
        {
            var client = await OpenAsync(listening, way);
            await client.SendAsync($"100e 0004 4d515454 05 02 003c 00 0001 {'a' + (int)way:x2}");
            await client.ReadAsync(2);
            clients.Add(client);
        }

        await listening.Broker.StopAsync(CancellationToken.None);
        foreach (var client in clients)
        {
            var rest = await client.RestAsync();
            Assert.Equal("e0028b00", Convert.ToHexStringLower(rest[^4..]));
            await client.DisposeAsync();
        }
    }

    private async Task<StreamClient> OpenAsync(ListeningBroker listening, Way way) => way switch
    {
        Way.Tcp => await StreamClient.OpenAsync(listening.Tcp),
        Way.Unix => await StreamClient.OpenAsync(listening.Unix),
        Way.Tls12 => await StreamClient.OpenTlsAsync(listening.Tls, _certificates, protocols: SslProtocols.Tls12),
        Way.Tls13 => await StreamClient.OpenTlsAsync(listening.Tls, _certificates),
        Way.WebSocket => await StreamClient.OpenWebSocketAsync(listening.WebSocket),
        Way.WebPort => await StreamClient.OpenWebSocketAsync(listening.Web),
        _ => await OpenTlsWebSocketAsync(listening.TlsWebSocket),
    };

    private async Task<StreamClient> OpenTlsWebSocketAsync(IPEndPoint endpoint)
    {
        var tls = await StreamClient.OpenTlsAsync(endpoint, _certificates);
        return await WebSocketBytes.UpgradeAsync(tls.Stream);
    }
}

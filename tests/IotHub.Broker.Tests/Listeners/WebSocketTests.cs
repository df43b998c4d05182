using System.Net.Sockets;
using System.Text;
using IotHub.Broker.Admission;
using IotHub.Broker.Limits;
using IotHub.Broker.Listeners;

namespace IotHub.Broker.Tests.Listeners;

/// <summary>MQTT over WebSocket (chapter 6), frame by frame: M22.</summary>
public sealed class WebSocketTests
{
    private const string Connect = "100d 0004 4d515454 04 02 0000 0001 61";

    [Theory]
    [InlineData("GET /mqtt HTTP/1.1\r\nHost: localhost\r\n", 426)]
    [InlineData("GET /mqtt HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n", 400)]
    [InlineData("GET /mqtt HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Protocol: chat\r\n", 400)]
    [InlineData("POST /mqtt HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\n", 426)]
    [InlineData("GET /mqtt HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 12\r\nSec-WebSocket-Protocol: mqtt\r\n", 426)]
    [InlineData("GET /other HTTP/1.1\r\nHost: localhost\r\n", 404)]
    [InlineData("GET / HTTP/1.1\r\nHost: localhost\r\n", 404)]
    public async Task Upgrade_WithoutWhatItNeeds_IsRefused(string request, int status)
    {
        await using var listening = await ListeningBroker.StartAsync();
        await using var client = await StreamClient.OpenAsync(listening.WebSocket);
        Assert.StartsWith($"HTTP/1.1 {status} ", await WebSocketBytes.AskAsync(client.Stream, request), StringComparison.Ordinal);
        Assert.Equal(status == 404 ? 0 : 1, listening.Broker.GetStatistics().Refused.GetValueOrDefault(RefusalReason.WebSocketUpgrade));
    }

    [Fact]
    public async Task WebPort_OtherAddresses_AreServedBesides()
    {
        await using var listening = await ListeningBroker.StartAsync();
        using var http = new HttpClient();
        Assert.Equal("a page", await http.GetStringAsync(new Uri($"http://{listening.Web}/other")));
    }

    [Trait("Statement", "MQTT-6.0.0-4")]
    [Trait("Statement311", "MQTT-6.0.0-4")]
    [Fact]
    public async Task Upgrade_ManySubprotocolsAndExtensions_TakesMqttAndNoCompression()
    {
        await using var listening = await ListeningBroker.StartAsync();
        await using var client = await StreamClient.OpenAsync(listening.WebSocket);
        var request = WebSocketBytes.Request.Replace("Protocol: mqtt", "Protocol: mqttv3.1, mqtt", StringComparison.Ordinal)
            + "Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits\r\n";
        var answer = await WebSocketBytes.AskAsync(client.Stream, request);
        Assert.StartsWith("HTTP/1.1 101 ", answer, StringComparison.Ordinal);
        Assert.Contains("Sec-WebSocket-Protocol: mqtt\r\n", answer, StringComparison.Ordinal);
        Assert.DoesNotContain("Extensions", answer, StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData(null, "localhost", true)]
    [InlineData("http://localhost", "localhost", true)]
    [InlineData("https://localhost", "localhost", true)]
    [InlineData("http://localhost:8080", "localhost:8080", true)]
    [InlineData("http://192.0.2.1:8080", "192.0.2.1:8080", true)]
    [InlineData("http://[2001:db8::1]", "[2001:db8::1]", true)]
    [InlineData("http://hub.example", "hub.example", true)]
    [InlineData("https://panel.example", "localhost", true)]
    [InlineData("https://PANEL.example", "localhost", true)]
    [InlineData("http://localhost:8081", "localhost:8080", false)]
    [InlineData("http://panel.example", "localhost", false)]
    [InlineData("https://panel.example.evil.example", "localhost", false)]
    [InlineData("http://evil.example", "localhost", false)]
    [InlineData("http://evil.example", "evil.example", false)]
    [InlineData("null", "localhost", false)]
    [InlineData("", "localhost", false)]
    [InlineData("file://", "localhost", false)]
    public async Task Upgrade_FromAPage_OnlyFromTheHubOrTheList(string? origin, string host, bool allowed)
    {
        var options = new MqttWebSocketOptions { HostNames = ["hub.example"], AllowedOrigins = ["https://panel.example/"] };
        await using var listening = await ListeningBroker.StartAsync(webSockets: options);
        foreach (var endpoint in new[] { listening.WebSocket, listening.Web })
        {
            await using var client = await StreamClient.OpenAsync(endpoint);
            var request = WebSocketBytes.Request.Replace("Host: localhost", $"Host: {host}", StringComparison.Ordinal);
            var answer = await WebSocketBytes.AskAsync(client.Stream, origin is null ? request : request + $"Origin: {origin}\r\n");
            Assert.StartsWith(allowed ? "HTTP/1.1 101 " : "HTTP/1.1 403 ", answer, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Upgrade_TwoOrigins_IsRefused()
    {
        await using var listening = await ListeningBroker.StartAsync();
        await using var client = await StreamClient.OpenAsync(listening.WebSocket);
        var answer = await WebSocketBytes.AskAsync(client.Stream, WebSocketBytes.Request + "Origin: http://localhost\r\nOrigin: http://localhost\r\n");
        Assert.StartsWith("HTTP/1.1 403 ", answer, StringComparison.Ordinal);
    }

    /// <summary>[MQTT-6.0.0-1]: closed with 1003, also in the middle of a conversation, and as a fragment.</summary>
    [Trait("Statement", "MQTT-6.0.0-1")]
    [Trait("Statement311", "MQTT-6.0.0-1")]
    [Theory]
    [InlineData("", 0x81)]
    [InlineData(Connect, 0x81)]
    [InlineData(Connect, 0x01)]
    public async Task Text_AtAnyTime_ClosesWith1003(string before, int firstByte)
    {
        await using var listening = await ListeningBroker.StartAsync();
        await using var client = await UpgradedAsync(listening);
        if (before.Length > 0)
        {
            await client.SendAsync(Frame(0x82, before));
            await client.ExpectAsync("8204 20020000");
        }

        await client.SendAsync(Frame(firstByte, "6869"));
        var close = await client.ReadAsync(4);
        Assert.Equal([0x88, 0x03, 0xEB], [close[0], close[2], close[3]]);
        await client.SendAsync(Frame(0x88, "03eb"));
        await client.RestAsync();
    }

    /// <summary>[MQTT-6.0.0-2]: frames are not packets.</summary>
    [Trait("Statement", "MQTT-6.0.0-2")]
    [Trait("Statement311", "MQTT-6.0.0-2")]
    [Fact]
    public async Task Frames_OfAnyShape_AreOneStream()
    {
        await using var listening = await ListeningBroker.StartAsync();
        await using var client = await UpgradedAsync(listening);

        // CONNECT in three messages, one of them empty, one in fragments with a ping between them.
        await client.SendAsync(Frame(0x82, "100d"));
        await client.SendAsync(Frame(0x82, ""));
        await client.SendAsync(Frame(0x02, "0004 4d51"));
        await client.SendAsync(Frame(0x89, "70"));
        await client.SendAsync(Frame(0x80, "5454 04 02 0000 0001 61"));
        await client.ExpectAsync("8a01 70 8204 20020000");

        // Three packets in one message.
        await client.SendAsync(Frame(0x82, "c000 c000 c000"));
        var pings = "";
        while (pings.Length < 12)
        {
            var header = await client.ReadAsync(2);
            Assert.Equal(0x82, header[0]);
            pings += Convert.ToHexStringLower(await client.ReadAsync(header[1]));
        }

        Assert.Equal("d000d000d000", pings);
    }

    [Theory]
    [InlineData("8802 03e8", "8802 03e8")]
    [InlineData("8800", "8802 03e8")]
    public async Task Close_ByTheClient_IsAnsweredAndPublishesTheWill(string close, string answer)
    {
        await using var listening = await ListeningBroker.StartAsync();
        await using var watcher = await StreamClient.OpenAsync(listening.Tcp);
        await watcher.ConnectAsync('w');
        await watcher.SendAsync("8206 0001 0001 74 00");
        await watcher.ExpectAsync("9003 0001 00");
        await using var client = await UpgradedAsync(listening);
        await client.SendAsync(Frame(0x82, "1013 0004 4d515454 04 06 0000 0001 61 0001 74 0001 62"));
        await client.ExpectAsync("8204 20020000");
        var bytes = Convert.FromHexString(close.Replace(" ", "", StringComparison.Ordinal));
        await client.SendAsync(Frame(bytes[0], Convert.ToHexString(bytes[2..])));
        await client.ExpectClosedAsync(answer);
        await watcher.ExpectAsync("3004 0001 74 62");
    }

    /// <summary>Reserved bits, a control frame that is too long, an opcode that there is not: RFC 6455 closes.</summary>
    [Theory]
    [InlineData("c282 00000000 c000")]
    [InlineData("8382 00000000 c000")]
    [InlineData("89fe 0080 00000000")]
    [InlineData("82ff ffffffffffffffff 00000000")]
    public async Task Frame_ThatIsNone_EndsTheConnection(string frame)
    {
        await using var listening = await ListeningBroker.StartAsync();
        await using var client = await UpgradedAsync(listening);
        await client.SendAsync(frame);
        await client.RestAsync();
        await listening.StopAsync();
        Assert.Equal(0, listening.Broker.GetStatistics().Connections);
    }

    /// <summary>M3: a frame may promise what no packet may have; a client that then stalls is silent as any other.</summary>
    [Fact]
    public async Task Frame_ThatPromisesFourGigabytesAndStalls_EndsWithTheKeepAlive()
    {
        await using var listening = await ListeningBroker.StartAsync();
        await using var client = await UpgradedAsync(listening);
        await client.SendAsync(Frame(0x82, "100d 0004 4d515454 04 02 000a 0001 61"));
        await client.ExpectAsync("8204 20020000");
        await client.SendAsync("82ff 0000000100000000 00000000 c0");
        listening.Time.Advance(TimeSpan.FromSeconds(15));
        await client.ExpectAsync("8802 03e8");
    }

    [Theory]
    [InlineData(1, "20020000")]
    [InlineData(2, "20020000")]
    [InlineData(3, "20020003")]
    public async Task Connections_AboveTheNumber_AreRefusedHereToo(int count, string answer)
    {
        await using var listening = await ListeningBroker.StartAsync(new BrokerLimits { ConnectionsMax = 2 });
        var clients = new List<StreamClient>();
        for (var i = 1; i < count; i++)
        {
            clients.Add(await StreamClient.OpenWebSocketAsync(listening.WebSocket));
            await clients[^1].ConnectAsync((char)('a' + i));
        }

        await using var client = await StreamClient.OpenWebSocketAsync(listening.Web);
        await client.SendAsync(Connect);
        await client.ExpectAsync(answer);
        foreach (var one in clients)
        {
            await one.DisposeAsync();
        }
    }

    /// <summary>One address, whichever way it comes; the web port answers, for the request was read already.</summary>
    [Fact]
    public async Task ConnectionsOfOneAddress_AreCountedOverAllListeners()
    {
        await using var listening = await ListeningBroker.StartAsync(new BrokerLimits { ConnectionsPerAddressMax = 3, BoundsLocalClients = true });
        await using var tcp = await StreamClient.OpenAsync(listening.Tcp);
        await tcp.ConnectAsync('a');
        await using var ws = await StreamClient.OpenWebSocketAsync(listening.WebSocket);
        await ws.ConnectAsync('b');
        await using var web = await StreamClient.OpenWebSocketAsync(listening.Web);
        await web.ConnectAsync('c');

        await using var further = await StreamClient.OpenAsync(listening.Tcp);
        await further.ExpectClosedAsync();
        await using var furtherWs = await StreamClient.OpenAsync(listening.WebSocket);
        await furtherWs.ExpectClosedAsync();
        await using var furtherWeb = await StreamClient.OpenAsync(listening.Web);
        Assert.StartsWith("HTTP/1.1 503 ", await WebSocketBytes.AskAsync(furtherWeb.Stream), StringComparison.Ordinal);
        Assert.Equal(3, listening.Broker.GetStatistics().Refused[RefusalReason.ConnectionsOfAddress]);
    }

    /// <summary>The port for MQTT alone has MQTT's patience.</summary>
    [Fact]
    public async Task Upgrade_NotAskedForInTime_IsCut()
    {
        await using var listening = await ListeningBroker.StartAsync();
        var armed = listening.Time.NextTimerAsync();
        await using var client = await StreamClient.OpenAsync(listening.WebSocket);
        await client.SendAsync(Encoding.ASCII.GetBytes("GET /mqtt HTTP/1.1\r\nHost: "));
        await armed.WaitAsync(StreamClient.Patience);
        listening.Time.Advance(TimeSpan.FromSeconds(5));
        await client.ExpectClosedAsync();
        Assert.Equal(1, listening.Broker.GetStatistics().Refused[RefusalReason.WebSocketUpgrade]);
    }

    /// <summary>The web server's time is over, but not the client's.</summary>
    [Fact]
    public async Task Upgrade_InTime_IsNotCutLater()
    {
        await using var listening = await ListeningBroker.StartAsync();
        await using var client = await StreamClient.OpenWebSocketAsync(listening.WebSocket);
        await client.ConnectAsync('a');
        listening.Time.Advance(TimeSpan.FromSeconds(6));
        await client.SendAsync("c000");
        await client.ExpectAsync("d000");
    }

    [Fact]
    public async Task Broker_DoesNotEnd_WhenAClientVanishes()
    {
        await using var listening = await ListeningBroker.StartAsync();
        var socket = await StreamClient.SocketAsync(listening.WebSocket);
        await using (var stream = new NetworkStream(socket, ownsSocket: false))
        {
            await WebSocketBytes.AskAsync(stream);
            await stream.WriteAsync(Frame(0x82, Connect));
        }

        // Reset instead of a goodbye.
        socket.LingerState = new LingerOption(true, 0);
        socket.Dispose();
        await using var next = await StreamClient.OpenWebSocketAsync(listening.WebSocket);
        await next.ConnectAsync('a');
    }

    private static async Task<StreamClient> UpgradedAsync(ListeningBroker listening)
    {
        var client = await StreamClient.OpenAsync(listening.WebSocket);
        Assert.StartsWith("HTTP/1.1 101 ", await WebSocketBytes.AskAsync(client.Stream), StringComparison.Ordinal);
        return client;
    }

    /// <summary>A masked frame of up to 125 bytes; the mask is zero, so that the payload is as it is written.</summary>
    private static byte[] Frame(int firstByte, string hex)
    {
        var payload = Convert.FromHexString(hex.Replace(" ", "", StringComparison.Ordinal));
        return [(byte)firstByte, (byte)(0x80 | payload.Length), 0, 0, 0, 0, .. payload];
    }
}

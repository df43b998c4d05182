using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text.Json;
using IotHub.Testing;

namespace IotHub.EndToEnd.Tests;

/// <summary>What leaves the house, counted on the wire.</summary>
[Collection(ProgramsDefinition.Name)]
public sealed class UsageTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task NothingGranted_AHomeFullOfUse_NotOneByteLeavesUntilSomebodyGrantsIt()
    {
        using var webhook = new CountingListener();
        using var broker = new CountingListener();
        await using var hub = await StartAsync(webhook.Port, broker.Port);
        await using var lamps = ProgramRun.Start(
            "dotnet", PublishedPrograms.Simulator, "run", "--contract", "light", "--count", "5", "--seed", "7", "--port", $"{hub.MqttPort}");
        await lamps.WaitForLineAsync("5 devices");
        await hub.SettleAsync();
        foreach (var device in (await hub.GetAsync("/api/v1/devices")).EnumerateArray().Select(device => device.GetProperty("name").GetString()!))
        {
            var answer = await hub.Client.PostAsJsonAsync(new Uri($"/api/v1/devices/{device}/commands", UriKind.Relative), new { set = new Dictionary<string, object> { ["light.on"] = true } });
            Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
        }

        await hub.SettleAsync();
        var events = (await hub.GetAsync("/api/v1/insights/events")).GetProperty("events");
        Assert.All(events.EnumerateArray(), one => Assert.True(one.GetProperty("staysHere").GetBoolean()));
        Assert.Equal((0, 0L), (webhook.Connections, webhook.Bytes));
        Assert.Equal((0, 0L), (broker.Connections, broker.Bytes));
        Assert.False(Directory.Exists(_folder.At("home", "usage")));

        await hub.ConsentAsync("product", true);

        await webhook.Called.WaitAsync(Patience);
        await broker.Called.WaitAsync(Patience);
        await hub.StopAsync();
    }

    [Fact]
    public async Task FileUplink_Granted_HasTheBytesThatTheOwnerSees()
    {
        await using var hub = await StartAsync(null, null);
        await hub.ConsentAsync("usage", true);
        await hub.StopAsync();

        await using var again = await StartAsync(null, null);

        // That the outbox was looked at for the first time is an event itself.
        await again.GetAsync("/api/v1/insights/events");
        var seen = (await again.GetAsync("/api/v1/insights/events")).GetProperty("events").EnumerateArray()
            .Where(one => !one.GetProperty("staysHere").GetBoolean()).Select(one => one.GetProperty("body").GetString()!).ToList();
        await again.StopAsync();

        var written = Directory.GetFiles(_folder.At("home", "usage")).Order(StringComparer.Ordinal).SelectMany(File.ReadAllLines).ToList();
        Assert.Equal("com.mihub.consent.changed.v1", JsonDocument.Parse(seen[0]).RootElement.GetProperty("type").GetString());
        Assert.Equal(seen, written);
    }

    [Fact]
    public async Task Health_CollectorNamedAndNothingGranted_GetsTheHubsNumbersAndNothingElse()
    {
        await using var collector = await HttpReceiver.StartAsync();
        await using var hub = await HubProcess.StartAsync("--Hub:DataFolder", _folder.At("home"), "--Uplink:HealthEndpoint", collector.Address, "--Uplink:HealthInterval", "1:00:00");
        await using var lamps = ProgramRun.Start("dotnet", PublishedPrograms.Simulator, "run", "--contract", "light", "--count", "2", "--seed", "7", "--port", $"{hub.MqttPort}");
        await lamps.WaitForLineAsync("2 devices");
        await hub.SettleAsync();
        await hub.StopAsync();

        var sent = await collector.NextAsync();
        var text = System.Text.Encoding.Latin1.GetString(sent.Body);
        Assert.Equal("application/x-protobuf", sent.Type);
        Assert.All(["hub.uptime", "hub.problems", "hub.store.size", "hub.uplink.sent"], name => Assert.Contains(name, text, StringComparison.Ordinal));
        Assert.DoesNotContain("light", text, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain(Environment.MachineName, text, StringComparison.Ordinal);
        Assert.Empty(collector.Taken());
    }

    private Task<HubProcess> StartAsync(int? webhook, int? broker)
    {
        List<string> arguments = ["--Hub:DataFolder", _folder.At("home")];
        if (webhook is { } port)
        {
            arguments.AddRange(["--Uplink:WebhookUrl", $"http://127.0.0.1:{port}/", "--Uplink:WebhookSecret", "sixteen or more characters", "--Uplink:WebhookHttp", "on", "--Uplink:WebhookNetworks", "127.0.0.0/8"]);
        }

        if (broker is { } other)
        {
            arguments.AddRange(["--Uplink:MqttHost", "127.0.0.1", "--Uplink:MqttPort", $"{other}", "--Uplink:MqttTls", "off"]);
        }

        return HubProcess.StartAsync([.. arguments]);
    }

    /// <summary>Takes connections and counts what comes; answers nothing.</summary>
    private sealed class CountingListener : IDisposable
    {
        private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
        private readonly TaskCompletionSource _called = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int _connections;
        private long _bytes;

        public CountingListener()
        {
            _listener.Start();
            Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
            _ = TakeAsync();
        }

        public int Port { get; }

        public int Connections => Volatile.Read(ref _connections);

        public long Bytes => Interlocked.Read(ref _bytes);

        /// <summary>Completes with the first bytes.</summary>
        public Task Called => _called.Task;

        public void Dispose() => _listener.Dispose();

        private async Task TakeAsync()
        {
            try
            {
                while (true)
                {
                    var socket = await _listener.AcceptSocketAsync();
                    Interlocked.Increment(ref _connections);
                    _ = CountAsync(socket);
                }
            }
            catch (Exception fault) when (fault is SocketException or ObjectDisposedException)
            {
                // The test is over.
            }
        }

        private async Task CountAsync(Socket socket)
        {
            using (socket)
            {
                var buffer = new byte[4_096];
                try
                {
                    while (await socket.ReceiveAsync(buffer) is > 0 and var count)
                    {
                        Interlocked.Add(ref _bytes, count);
                        _called.TrySetResult();
                    }
                }
                catch (SocketException)
                {
                    // Gone.
                }
            }
        }
    }
}

using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text.Json;
using IotHub.Testing;

namespace IotHub.EndToEnd.Tests;

/// <summary>Other people's clients, our simulator, and nonsense, all over TCP to the published hub.</summary>
[Collection(ProgramsDefinition.Name)]
public sealed class TrafficTests : IDisposable
{
    private static readonly TimeSpan ClientTimeout = TimeSpan.FromSeconds(60);
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("mqttv311", 0)]
    [InlineData("mqttv311", 1)]
    [InlineData("mqttv5", 0)]
    [InlineData("mqttv5", 1)]
    public async Task Mosquitto_PublishAndSubscribe_CarriesRetainedAndLiveMessages(string version, int qos)
    {
        await using var hub = await StartAsync();
        await PublishAsync(hub, version, 1, "house/note", "kept", "-r");
        await using var subscriber = ProgramRun.Start(
            "mosquitto_sub", "-V", version, "-p", $"{hub.MqttPort}", "-q", $"{qos}", "-t", "house/+", "-v", "-C", "2");

        // The retained message says that the subscription stands; only then is the live one sent.
        await subscriber.WaitForLineAsync("house/note kept");
        await PublishAsync(hub, version, qos, "house/door", "open");
        await subscriber.WaitForLineAsync("house/door open");
        Assert.Equal(0, await subscriber.WaitForExitAsync(ClientTimeout));
        await hub.StopAsync();
    }

    [Theory]
    [InlineData("mqttv311")]
    [InlineData("mqttv5")]
    public async Task Mosquitto_CutWithoutGoodbye_SendsTheWill(string version)
    {
        await using var hub = await StartAsync();
        await PublishAsync(hub, version, 1, "will/ready", "yes", "-r");
        await using var watcher = ProgramRun.Start("mosquitto_sub", "-V", version, "-p", $"{hub.MqttPort}", "-t", "will/#", "-v", "-C", "2");
        await watcher.WaitForLineAsync("will/ready yes");
        await using var client = ProgramRun.Start(
            "mosquitto_sub", "-V", version, "-p", $"{hub.MqttPort}", "-t", "will/ready", "-v", "--will-topic", "will/gone", "--will-payload", "gone");
        await client.WaitForLineAsync("will/ready yes");
        client.Signal(ProgramRun.SignalKill);
        await watcher.WaitForLineAsync("will/gone gone");
        await hub.StopAsync();
    }

    [Fact]
    public async Task Simulator_TwentyLamps_JoinAndConfirmACommandEach()
    {
        await using var hub = await StartAsync();
        await using var lamps = ProgramRun.Start(
            "dotnet", PublishedPrograms.Simulator, "run", "--contract", "light", "--count", "20", "--seed", "7", "--port", $"{hub.MqttPort}");
        await lamps.WaitForLineAsync("20 devices");
        await hub.SettleAsync();
        var devices = await hub.GetAsync("/api/v1/devices");
        Assert.Equal(20, devices.GetArrayLength());
        foreach (var device in devices.EnumerateArray())
        {
            var name = device.GetProperty("name").GetString();
            using var answer = await hub.Client.PostAsJsonAsync($"/api/v1/devices/{name}/commands?wait=confirmed", new Dictionary<string, object>
            {
                ["set"] = new Dictionary<string, object> { ["light.on"] = true, ["light.brightness"] = 35 },
            });
            var body = await answer.Content.ReadFromJsonAsync<JsonElement>();
            Assert.True(body.GetProperty("state").GetString() == "confirmed", body.ToString());
        }

        Assert.Equal(20, (await hub.GetAsync("/api/v1/counters")).GetProperty("commandsConfirmed").GetInt32());
        Assert.Equal(0, await lamps.StopAsync(ClientTimeout));
        await hub.StopAsync();
    }

    [Fact]
    public async Task Nonsense_FromDevices_IsRefusedWithReasonsCountedAndChangesNothing()
    {
        await using var hub = await StartAsync();
        var contract = (await hub.GetAsync("/api/v1/contracts/light")).GetProperty("type").GetString();
        await PublishAsync(hub, "mqttv5", 1, "devices/lamp/announce", $$"""{"contract":"{{contract}}"}""", "-r");
        await PublishAsync(hub, "mqttv5", 1, "devices/lamp/properties", """{"light.on":false,"light.brightness":40}""");
        await hub.SettleAsync();
        var before = (await hub.GetAsync("/api/v1/devices/lamp")).GetProperty("properties").ToString();
        (string Topic, string Payload, string Reason)[] nonsense =
        [
            ("devices/stranger/properties", """{"light.on":true}""", "unknownDevice"),
            ("devices/lamp/properties", """{"light.on":true""", "malformed"),
            ("devices/lamp/properties", """{"light.glow":1}""", "unknownProperty"),
            ("devices/lamp/properties", """{"light.on":true,"light.brightness":101}""", "outOfRange"),
            ("devices/lamp/properties", """{"light.brightness":"bright"}""", "wrongType"),
            ("devices/lamp/properties", $$"""{"light.on":{{new string(' ', 65_600)}}true}""", "payloadTooLarge"),
            ("devices/lamp/status", "perhaps", "malformed"),
            ("devices/lamp/events/light.explode", "{}", "unknownEvent"),
            ("devices/lamp/responses", """{"id":"4711","code":0}""", "unknownRequest"),
            ("devices/other/announce", """{"contract":"urn:nobody:device:thing:0000A001:x:1"}""", "unknownContract"),
        ];
        foreach (var (topic, payload, _) in nonsense)
        {
            await PublishAsync(hub, "mqttv5", 1, topic, payload);
        }

        await hub.SettleAsync();
        var refused = (await hub.GetAsync("/api/v1/rejections?limit=50")).EnumerateArray().ToArray();
        foreach (var (topic, _, reason) in nonsense)
        {
            Assert.Contains(refused, item => item.GetProperty("reason").GetString() == reason
                && topic.EndsWith(item.GetProperty("topic").GetString()!, StringComparison.Ordinal)
                && item.GetProperty("message").GetString()!.Length > 10);
        }

        var counters = (await hub.GetAsync("/api/v1/counters")).GetProperty("messagesRefused");
        Assert.Equal(nonsense.Length, counters.EnumerateObject().Sum(reason => reason.Value.GetInt32()));
        Assert.Equal(before, (await hub.GetAsync("/api/v1/devices/lamp")).GetProperty("properties").ToString());
        await hub.StopAsync();
    }

    [Theory]
    [InlineData("00")]
    [InlineData("f0 00")]
    [InlineData("10 ff ff ff ff 01")]
    [InlineData("10 0c 00 04 4d 51 54 54 09 02 00 3c 00 00")]
    [InlineData("30 05 00 03 61 2f 62")]
    [InlineData("47 45 54 20 2f 20 48 54 54 50 2f 31 2e 31 0d 0a")]
    public async Task Nonsense_AsAPacket_ClosesThatConnectionOnly(string hex)
    {
        await using var hub = await StartAsync();
        await PublishAsync(hub, "mqttv5", 1, "house/note", "kept", "-r");
        await using var bystander = ProgramRun.Start("mosquitto_sub", "-p", $"{hub.MqttPort}", "-t", "house/+", "-v", "-C", "2");
        await bystander.WaitForLineAsync("house/note kept");
        using (var socket = new TcpClient())
        {
            await socket.ConnectAsync("127.0.0.1", hub.MqttPort);
            await socket.GetStream().WriteAsync(Convert.FromHexString(hex.Replace(" ", string.Empty, StringComparison.Ordinal)));
            using var limit = new CancellationTokenSource(ClientTimeout, TimeProvider.System);
            var buffer = new byte[256];
            while (await ReadAsync(socket, buffer, limit.Token) > 0)
            {
                // A refusal may be said before the end.
            }
        }

        await PublishAsync(hub, "mqttv311", 1, "house/door", "open");
        await bystander.WaitForLineAsync("house/door open");
        await hub.StopAsync();
    }

    private static async Task<int> ReadAsync(TcpClient socket, byte[] buffer, CancellationToken cancellationToken)
    {
        try
        {
            return await socket.GetStream().ReadAsync(buffer, cancellationToken);
        }
        catch (IOException)
        {
            // A reset is an end too.
            return 0;
        }
    }

    private async Task PublishAsync(HubProcess hub, string version, int qos, string topic, string payload, params string[] more)
    {
        var file = _folder.Write("payload", payload);
        await using var publisher = ProgramRun.Start(
            "mosquitto_pub", ["-V", version, "-p", $"{hub.MqttPort}", "-q", $"{qos}", "-t", topic, "-f", file, .. more]);
        Assert.True(await publisher.WaitForExitAsync(ClientTimeout) == 0, publisher.Output);
    }

    private Task<HubProcess> StartAsync() => HubProcess.StartAsync("--Hub:DataFolder", _folder.At("data"));
}

using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using System.Threading.Channels;
using IotHub.Mqtt.Client;
using IotHub.Mqtt.Packets;
using IotHub.Testing;

namespace IotHub.EndToEnd.Tests;

/// <summary>What an automation tells people: in the app's list, on the home's own broker, and at an ntfy server that was away while the hub was killed.</summary>
[Collection(ProgramsDefinition.Name)]
public sealed class NoticeTests : IDisposable
{
    private const string Automation = """{ "name": "Bell", "triggers": [ { "webhook": "bell-at-the-door" } ], "actions": [ { "notify": { "to": "everyone", "title": "Door", "message": "Somebody rang. 有人按铃。", "urgency": "high" } } ] }""";
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Notify_ServerAwayAndHubKilled_ArrivesOnceTheyAreBack()
    {
        await using var server = await HttpReceiver.StartAsync();
        server.Answer = (_, _) => 503;
        string[] settings =
        [
            "--Hub:DataFolder", _folder.At("data"), "--Notices:Topic", "home/notices", "--Notices:NtfyUrl", $"http://127.0.0.1:{server.Port}/our-home", "--Notices:NtfyHttp", "on",
            "--Notices:NtfyNetworks", "127.0.0.0/8",
        ];
        await using (var hub = await HubProcess.StartAsync(settings))
        {
            var heard = Channel.CreateBounded<string>(10);
            using var gone = new CancellationTokenSource();
            using var client = new MqttClient(new MqttClientOptions { Port = hub.MqttPort, ClientId = "phone" }, TimeProvider.System, new Random(7));
            var connected = client.RunAsync(gone.Token);
            await client.SubscribeAsync("home/notices", MqttQos.AtLeastOnce, (message, token) => heard.Writer.WriteAsync(Encoding.UTF8.GetString(message.Payload.Span), token), CancellationToken.None);
            using var saved = await hub.Client.PutAsync(new Uri("/api/v1/automations/bell", UriKind.Relative), new StringContent(Automation, Encoding.UTF8, "application/json"));
            Assert.True(saved.IsSuccessStatusCode, await saved.Content.ReadAsStringAsync());
            using var ran = await hub.Client.PostAsJsonAsync(new Uri("/api/v1/automations/bell:run", UriKind.Relative), new { });
            Assert.True(ran.IsSuccessStatusCode, await ran.Content.ReadAsStringAsync());

            Assert.Equal("Somebody rang. 有人按铃。", (string)JsonNode.Parse(await heard.Reader.ReadAsync())!["message"]!);
            Assert.Equal("our-home", (string)JsonNode.Parse((await server.NextAsync()).Body)!["topic"]!);
            await gone.CancelAsync();
            await connected;
            hub.Run.Signal(ProgramRun.SignalKill);
            await hub.Run.WaitForExitAsync(HubProcess.StopTimeout);
        }

        server.Taken();
        server.Answer = (_, _) => 200;
        await using var again = await HubProcess.StartAsync(settings);
        var message = JsonNode.Parse((await server.NextAsync()).Body)!;
        var list = await again.GetAsync("/api/v1/notices");

        Assert.Equal(("Door", "Somebody rang. 有人按铃。", 5), ((string)message["title"]!, (string)message["message"]!, (int)message["priority"]!));
        Assert.Equal("Door", Assert.Single(list.GetProperty("notices").EnumerateArray()).GetProperty("title").GetString());
        Assert.Equal(1, list.GetProperty("unread").GetInt32());
        await again.StopAsync();
        Assert.Empty(server.Taken());
    }
}

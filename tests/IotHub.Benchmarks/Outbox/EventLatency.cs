using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Threading.Channels;
using IotHub.Mqtt.Client;
using IotHub.Mqtt.Packets;
using IotHub.Testing;

namespace IotHub.Benchmarks.Outbox;

/// <summary>
/// From a device's report over MQTT, or a person's change over the API, to its event at a receiver on this machine: the published hub, one event after the
/// other. Printed, not asserted: the machine may be busy.
/// </summary>
internal static class EventLatency
{
    private const int DeviceCount = 40;

    // A device's comings and goings are told ten times a day at most.
    private const int Comings = 8;
    private const string Contract = "urn:miot-spec-v2:device:motion-sensor:0000A014:iothub-motion-sensor:1";
    private static readonly TimeProvider Time = TimeProvider.System;

    public static async Task<int> RunAsync(string hub)
    {
        using var folder = new TemporaryFolder();
        var arrivals = Channel.CreateBounded<long>(10_000);
        await using var receiver = await HttpReceiver.StartAsync();
        receiver.Take = request =>
        {
            var arrived = Time.GetTimestamp();
            using var batch = JsonDocument.Parse(request.Body);
            for (var i = 0; i < batch.RootElement.GetArrayLength(); i++)
            {
                arrivals.Writer.TryWrite(arrived);
            }
        };
        await using var run = ProgramRun.Start(
            "dotnet", hub, "--Api:Port", "0", "--Mqtt:Port", "0", "--Hub:DataFolder", folder.At("data"),
            "--Uplink:WebhookUrl", receiver.Address, "--Uplink:WebhookSecret", "sixteen or more characters", "--Uplink:WebhookHttp", "on", "--Uplink:WebhookNetworks", "127.0.0.0/8");
        using var api = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{PortOf(await run.WaitForLineAsync("The app is at"))}") };
        var port = PortOf(await run.WaitForLineAsync("Devices connect by MQTT to"));
        await GrantAsync(api);
        await arrivals.Reader.ReadAsync();

        using var client = new MqttClient(new MqttClientOptions { Port = port, ClientId = "devices" }, Time, new Random(1));
        using var stop = new CancellationTokenSource();
        var running = client.RunAsync(stop.Token);
        await client.WaitConnectedAsync(stop.Token);
        for (var number = 0; number < DeviceCount; number++)
        {
            await SendAsync(client, $"devices/d{number}/announce", new JsonObject { ["contract"] = Contract, ["label"] = $"d{number}" }.ToJsonString());
            await SendAsync(client, $"devices/d{number}/status", "online");
            await arrivals.Reader.ReadAsync();
        }

        await TimesAsync("a device's report to its event at a webhook", DeviceCount * Comings, arrivals.Reader, turn =>
            SendAsync(client, $"devices/d{turn % DeviceCount}/status", turn / DeviceCount % 2 == 0 ? "offline" : "online"));
        await TimesAsync("a change over the API to its event at a webhook", 300, arrivals.Reader, turn => RenameAsync(api, turn));
        await FileTimesAsync(folder.At("data", "usage"), 300, turn => RenameAsync(api, turn));
        await stop.CancelAsync();
        await running;
        await run.StopAsync(TimeSpan.FromSeconds(15));
        return 0;
    }

    private static async Task TimesAsync(string what, int count, ChannelReader<long> arrivals, Func<int, Task> act)
    {
        var times = new double[count];
        for (var turn = 0; turn < count; turn++)
        {
            var begun = Time.GetTimestamp();
            await act(turn);
            times[turn] = Time.GetElapsedTime(begun, await arrivals.ReadAsync()).TotalMilliseconds;
        }

        Print(what, times);
    }

    private static async Task FileTimesAsync(string folder, int count, Func<int, Task> act)
    {
        // Nobody tells when a file grew: it is looked at each millisecond.
        long Length() => Directory.GetFiles(folder).Sum(file => new FileInfo(file).Length);
        var times = new double[count];
        for (var turn = 0; turn < count; turn++)
        {
            var (before, begun) = (Length(), Time.GetTimestamp());
            await act(turn);
            while (Length() == before)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(1), Time);
            }

            times[turn] = Time.GetElapsedTime(begun).TotalMilliseconds;
        }

        Print("a change over the API to its event in a file", times);
    }

    private static void Print(string what, double[] times)
    {
        Array.Sort(times);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{what}: {times.Length} times, p50 {times[times.Length / 2]:F0} ms, p95 {times[times.Length * 95 / 100]:F0} ms, p99 {times[times.Length * 99 / 100]:F0} ms, longest {times[^1]:F0} ms"));
    }

    private static async Task RenameAsync(HttpClient api, int turn)
    {
        using var answer = await api.PatchAsJsonAsync(new Uri("/api/v1/devices/d0", UriKind.Relative), new { label = $"Number {turn}" });
        answer.EnsureSuccessStatusCode();
    }

    private static async Task GrantAsync(HttpClient api)
    {
        var words = (await api.GetFromJsonAsync<JsonArray>(new Uri("/api/v1/insights/consent", UriKind.Relative)))!.Single(one => (string)one!["class"]! == "product")!;
        using var answer = await api.PutAsJsonAsync(new Uri("/api/v1/insights/consent/product", UriKind.Relative), new { granted = true, textHash = (string)words["textHash"]! });
        answer.EnsureSuccessStatusCode();
    }

    private static Task SendAsync(MqttClient client, string topic, string payload) =>
        client.PublishAsync(topic, System.Text.Encoding.UTF8.GetBytes(payload), MqttQos.AtLeastOnce, retain: false, CancellationToken.None).AsTask();

    private static int PortOf(string line) => int.Parse(line.TrimEnd('/').Split(':')[^1], CultureInfo.InvariantCulture);
}

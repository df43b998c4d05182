using IotHub.Mqtt.Packets;

namespace IotHub.Mqtt.Client.Tests.Readme;

/// <summary>The example of hub/IotHub.Mqtt/README.md, word for word between the marks.</summary>
internal static class ReadmeExample
{
    public static async Task<string> RunAsync(string host, int port)
    {
        // <example>
        using var stop = new CancellationTokenSource();
        using var client = new MqttClient(new MqttClientOptions { Host = host, Port = port, ClientId = "example" }, TimeProvider.System, new Random(1));
        var running = client.RunAsync(stop.Token);
        var heard = new TaskCompletionSource<string>();
        await client.SubscribeAsync("rooms/+/lamp", MqttQos.ExactlyOnce, (message, _) => { heard.TrySetResult(message.Topic); return default; }, stop.Token);
        await client.PublishAsync("rooms/kitchen/lamp", "on"u8.ToArray(), MqttQos.ExactlyOnce, retain: false, stop.Token);
        var topic = await heard.Task;
        await client.UnsubscribeAsync("rooms/+/lamp", stop.Token);
        await stop.CancelAsync();
        await running;
        // </example>
        return topic;
    }
}

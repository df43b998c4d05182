using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using IotHub.AzureEmulator;
using IotHub.AzureEmulator.Devices;
using IotHub.Interop.Tests.Peers;
using IotHub.Testing;

namespace IotHub.Interop.Tests.Azure;

/// <summary>A client that is not the service's own, and a bridge: Debian's Mosquitto against the emulator.</summary>
[SuppressMessage("Design", "CA1001", Justification = "The test runner calls DisposeAsync.")]
public sealed class MosquittoOnEmulatorTests : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();
    private AzureServer _server = null!;
    private DeviceRecord _device = null!;
    private string _authority = "";

    public async Task InitializeAsync()
    {
        _server = await AzureServer.StartAsync();
        _device = _server.Hub.Add("mosquitto");
        _authority = _folder.Write("authority.pem", _server.AuthorityPem);
    }

    public async Task DisposeAsync()
    {
        await _server.DisposeAsync();
        _folder.Dispose();
    }

    private string UserName => $"{_server.Hub.Options.HostName}/mosquitto/?api-version=2021-04-12";

    [PeerFact(Peer.MosquittoClients)]
    public async Task Publish_ByMosquitto_IsTaken()
    {
        await using var run = ProgramRun.Start(
            "mosquitto_pub", "-h", "127.0.0.1", "-p", $"{_server.MqttPort}", "--cafile", _authority, "-V", "mqttv311", "-i", "mosquitto", "-u", UserName, "-P", Token(),
            "-q", "1", "-t", "devices/mosquitto/messages/events/$.ct=application%2Fjson&room=hall", "-m", "{\"on\":true}");

        Assert.Equal(0, await run.WaitForExitAsync(TimeSpan.FromSeconds(20)));
        var message = Assert.Single(_server.Hub.Record.Messages);
        Assert.Equal(("{\"on\":true}", "application/json", "hall"), (message.Text, message.System["ct"], message.Application["room"]));
    }

    [PeerFact(Peer.Mosquitto)]
    public async Task Bridge_OfMosquitto_CarriesBothWays()
    {
        await using var broker = await MosquittoBroker.StartAsync($"""
            connection azure
            address 127.0.0.1:{_server.MqttPort}
            bridge_protocol_version mqttv311
            bridge_cafile {_authority}
            cleansession false
            try_private false
            notifications false
            remote_clientid mosquitto
            remote_username {UserName}
            remote_password {Token()}
            topic devices/mosquitto/messages/events/ out 1
            topic devices/mosquitto/messages/devicebound/# in 1
            """);
        await using var home = new OwnClient(new() { Host = "127.0.0.1", Port = broker.Port, ClientId = "home" });
        await home.SubscribeAsync("devices/mosquitto/messages/devicebound/#", Mqtt.Packets.MqttQos.AtLeastOnce);
        await _server.Hub.Record.WaitForHappeningAsync("mosquitto subscribed devices/mosquitto/messages/devicebound/#");

        await home.PublishAsync("devices/mosquitto/messages/events/", "out", Mqtt.Packets.MqttQos.AtLeastOnce);
        await _server.Hub.Record.WaitForMessagesAsync(1);
        Assert.Equal("out", _server.Hub.Record.Messages[0].Text);

        _server.Hub.SendToDevice("mosquitto", "in"u8.ToArray(), new Dictionary<string, string>());
        await home.ExpectAsync("devices/mosquitto/messages/devicebound/%24.to=%2Fdevices%2Fmosquitto%2Fmessages%2Fdevicebound&%24.mid=cloud-1", "in", Mqtt.Packets.MqttQos.AtLeastOnce);
        await _server.Hub.Record.WaitForHappeningAsync("mosquitto acknowledged");
    }

    private string Token()
    {
        var resource = Uri.EscapeDataString($"{_server.Hub.Options.HostName}/devices/mosquitto");
        var expiry = (_server.Hub.Now + TimeSpan.FromHours(1)).ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        var signature = HMACSHA256.HashData(_device.Key.Span, Encoding.UTF8.GetBytes($"{resource}\n{expiry}"));
        return $"SharedAccessSignature sr={resource}&sig={Uri.EscapeDataString(Convert.ToBase64String(signature))}&se={expiry}";
    }
}

using System.Security.Cryptography.X509Certificates;
using IotHub.Interop.Tests.Peers;
using IotHub.Mqtt.Client;
using IotHub.Mqtt.Client.Connectors;
using IotHub.Mqtt.Packets;

namespace IotHub.Interop.Tests;

/// <summary>Our client against Debian's Mosquitto.</summary>
public sealed class OwnClientOnMosquittoTests
{
    public static TheoryData<MqttProtocolVersion> Versions => new() { MqttProtocolVersion.V311, MqttProtocolVersion.V50 };

    [PeerTheory(Peer.Mosquitto)]
    [MemberData(nameof(Versions))]
    public async Task Client_EachQos_ArrivesOnceAndInOrder(MqttProtocolVersion version)
    {
        await using var broker = await MosquittoBroker.StartAsync();
        await using var client = new OwnClient(Options(broker.Port, version));
        Assert.Equal(MqttQos.ExactlyOnce, await client.SubscribeAsync("house/#", MqttQos.ExactlyOnce));
        foreach (var qos in new[] { MqttQos.AtMostOnce, MqttQos.AtLeastOnce, MqttQos.ExactlyOnce })
        {
            for (var number = 0; number < 50; number++)
            {
                await client.PublishAsync("house/room", $"{number}", qos);
            }

            for (var number = 0; number < 50; number++)
            {
                await client.ExpectAsync("house/room", $"{number}", qos);
            }
        }

        await client.ExpectNothingElseAsync("house/end");
    }

    [PeerTheory(Peer.Mosquitto)]
    [MemberData(nameof(Versions))]
    public async Task Client_RetainedMessage_IsSentOnSubscribing(MqttProtocolVersion version)
    {
        await using var broker = await MosquittoBroker.StartAsync();
        await using var client = new OwnClient(Options(broker.Port, version));
        await client.PublishAsync("house/door", "open", MqttQos.AtLeastOnce, retain: true);
        await client.SubscribeAsync("house/#", MqttQos.AtLeastOnce);
        await client.ExpectAsync("house/door", "open", MqttQos.AtLeastOnce, retain: true);
        await client.ExpectNothingElseAsync("house/end");
    }

    [PeerTheory(Peer.Mosquitto)]
    [MemberData(nameof(Versions))]
    public async Task Client_BrokerStartsAgain_SessionAndMessagesSurvive(MqttProtocolVersion version)
    {
        await using var broker = await MosquittoBroker.StartAsync();
        await using var client = new OwnClient(Options(broker.Port, version) with { CleanStart = false, SessionExpiry = version == MqttProtocolVersion.V50 ? TimeSpan.FromHours(1) : null });
        await client.SubscribeAsync("house/#", MqttQos.ExactlyOnce);
        await client.PublishAsync("house/a", "before", MqttQos.ExactlyOnce);
        await client.ExpectAsync("house/a", "before", MqttQos.ExactlyOnce);
        await broker.StopAsync();
        var published = client.PublishAsync("house/a", "meanwhile", MqttQos.ExactlyOnce);
        await broker.StartAgainAsync();
        await published;
        await client.ExpectAsync("house/a", "meanwhile", MqttQos.ExactlyOnce);
        await client.ExpectNothingElseAsync("house/end");
    }

    [PeerTheory(Peer.Mosquitto)]
    [MemberData(nameof(Versions))]
    public async Task Client_ByTls_KnowsTheAuthority(MqttProtocolVersion version)
    {
        using var certificate = new TestCertificate();
        await using var broker = await MosquittoBroker.StartAsync(certificate: certificate);
        var tls = new MqttClientTls { TrustedCertificates = [X509CertificateLoader.LoadCertificateFromFile(certificate.Authority)] };
        await using var client = new OwnClient(Options(broker.TlsPort, version) with { Host = "localhost" }, new TcpConnector(tls));
        await client.SubscribeAsync("house/#", MqttQos.AtLeastOnce);
        await client.ExpectNothingElseAsync("house/secret");
    }

    private static MqttClientOptions Options(int port, MqttProtocolVersion version) => new() { ClientId = "hub", Port = port, Version = version };
}

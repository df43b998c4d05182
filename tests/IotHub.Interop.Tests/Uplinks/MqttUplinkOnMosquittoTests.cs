using IotHub.Interop.Tests.Peers;
using IotHub.Testing;
using IotHub.Uplink;
using IotHub.Uplink.Mqtt;

namespace IotHub.Interop.Tests.Uplinks;

/// <summary>The generic MQTT uplink to Debian's Mosquitto.</summary>
public sealed class MqttUplinkOnMosquittoTests
{
    [PeerTheory(Peer.Mosquitto)]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Send_Single_EachArrivesOnItsTopicInOrder(bool isV5)
    {
        await using var broker = await MosquittoBroker.StartAsync();
        await using var rig = await UplinkRig.StartAsync(broker.Port, Options(broker) with { Version5 = isV5, Topic = "events/{hub}/{type}" }, isV5);
        IReadOnlyList<OutboxEvent> events = [.. UplinkRig.Some(1, 100), UplinkRig.Event(101, "com.mihub.other.v1")];

        Assert.IsType<SendResult.Accepted>(await rig.SendAsync(events));

        foreach (var item in events)
        {
            await rig.ExpectAsync($"events/hub/{item.Type}", UplinkRig.Text(item));
        }
    }

    [PeerTheory(Peer.Mosquitto)]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Send_Batch_IsOneArrayForEachTopic(bool isV5)
    {
        await using var broker = await MosquittoBroker.StartAsync();
        await using var rig = await UplinkRig.StartAsync(
            broker.Port, Options(broker) with { Version5 = isV5, Mode = UplinkMode.Batch, Topic = "events/{type}" }, isV5);

        Assert.IsType<SendResult.Accepted>(await rig.SendAsync(UplinkRig.Event(1, "a"), UplinkRig.Event(2, "a"), UplinkRig.Event(3, "b")));

        await rig.ExpectAsync("events/a", $"[{UplinkRig.Text(UplinkRig.Event(1, "a"))},{UplinkRig.Text(UplinkRig.Event(2, "a"))}]");
        await rig.ExpectAsync("events/b", $"[{UplinkRig.Text(UplinkRig.Event(3, "b"))}]");
    }

    [PeerTheory(Peer.Mosquitto)]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Send_BrokerRestarts_LosesNothing(bool isV5)
    {
        await using var broker = await MosquittoBroker.StartAsync();
        await using var rig = await UplinkRig.StartAsync(broker.Port, Options(broker) with { Version5 = isV5 }, isV5);
        Assert.IsType<SendResult.Accepted>(await rig.SendAsync(UplinkRig.Some(1, 1)));
        await rig.ExpectAsync("events", UplinkRig.Text(UplinkRig.Event(1)));

        await broker.StopAsync();
        Assert.IsType<SendResult.Retry>(await rig.SendAsync(UplinkRig.Some(2, 2)));
        await broker.StartAgainAsync();
        Assert.IsType<SendResult.Accepted>(await rig.SendUntilSettledAsync(UplinkRig.Some(2, 2)));

        await rig.ExpectAsync("events", UplinkRig.Text(UplinkRig.Event(2)));
        await rig.ExpectAsync("events", UplinkRig.Text(UplinkRig.Event(3)));
    }

    [PeerTheory(Peer.Mosquitto)]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Send_WrongPassword_StopsAndTheRightOneGoes(bool isV5)
    {
        using var folder = new TemporaryFolder();
        var passwords = folder.At("passwords");
        await using (var run = ProgramRun.Start("mosquitto_passwd", "-b", "-c", passwords, "hub", "right"))
        {
            Assert.Equal(0, await run.WaitForExitAsync(TimeSpan.FromSeconds(10)));
        }

        await using var broker = await MosquittoBroker.StartAsync($"allow_anonymous false\npassword_file {passwords}");
        await using var wrong = new MqttUplink(Options(broker) with { Version5 = isV5, UserName = "hub", Password = "wrong" }, TimeProvider.System, new SeededRandom(1));
        await using var right = new MqttUplink(Options(broker) with { Version5 = isV5, UserName = "hub", Password = "right" }, TimeProvider.System, new SeededRandom(1));

        Assert.IsType<SendResult.Stopped>(await wrong.SendAsync(UplinkRig.Some(1, 1), CancellationToken.None));
        Assert.IsType<SendResult.Accepted>(await right.SendAsync(UplinkRig.Some(1, 1), CancellationToken.None));
    }

    [PeerFact(Peer.Mosquitto)]
    public async Task Send_TopicNotAllowed_StopsOnTheRefusalInTheAcknowledgement()
    {
        using var folder = new TemporaryFolder();
        var rights = folder.Write("rights", "topic readwrite other/#\n");
        await using var broker = await MosquittoBroker.StartAsync($"acl_file {rights}");
        await using var uplink = new MqttUplink(Options(broker), TimeProvider.System, new SeededRandom(1));

        // An acknowledgement alone is not enough: in 5.0 it says whether the message was taken.
        var stopped = Assert.IsType<SendResult.Stopped>(await uplink.SendAsync(UplinkRig.Some(1, 2), CancellationToken.None));
        Assert.Contains("Topic", stopped.Reason, StringComparison.Ordinal);
    }

    [PeerFact(Peer.Mosquitto)]
    public async Task Send_MutualTls_ShowsItsCertificateAndIsRefusedWithout()
    {
        using var certificate = new TestCertificate();
        await using var broker = await MosquittoBroker.StartAsync("", certificate, $"cafile {certificate.Authority}\nrequire_certificate true");
        var options = Options(broker) with
        {
            Host = "localhost",
            Port = broker.TlsPort,
            Tls = true,
            AuthorityFile = certificate.Authority,
            CertificateFile = certificate.Certificate,
            CertificateKeyFile = certificate.Key,
        };
        await using var with = new MqttUplink(options, TimeProvider.System, new SeededRandom(1));
        await using var without = new MqttUplink(options with { CertificateFile = "", CertificateKeyFile = "" }, TimeProvider.System, new SeededRandom(1));

        Assert.IsType<SendResult.Accepted>(await with.SendAsync(UplinkRig.Some(1, 1), CancellationToken.None));
        Assert.IsType<SendResult.Retry>(await without.SendAsync(UplinkRig.Some(1, 1), CancellationToken.None));
    }

    [PeerFact(Peer.Mosquitto)]
    public async Task Send_EventLargerThanTheBrokerTakes_IsRejectedAlone()
    {
        await using var broker = await MosquittoBroker.StartAsync("max_packet_size 2000");
        await using var uplink = new MqttUplink(Options(broker), TimeProvider.System, new SeededRandom(1));
        var large = UplinkRig.Event(2) with { Body = new byte[3000] };

        Assert.Equal(1, Assert.IsType<SendResult.Rejected>(await uplink.SendAsync([UplinkRig.Event(1), large, UplinkRig.Event(3)], CancellationToken.None)).Index);
    }

    private static MqttUplinkOptions Options(MosquittoBroker broker) =>
        new() { Host = "127.0.0.1", Port = broker.Port, Tls = false, ClientId = "hub", Topic = "events" };
}

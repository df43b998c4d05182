using IotHub.Interop.Tests.Peers;
using IotHub.Testing;

namespace IotHub.Interop.Tests;

/// <summary>Debian's mosquitto_pub, mosquitto_sub and mosquitto_rr against our broker.</summary>
public sealed class MosquittoClientTests(SharedHub shared) : IClassFixture<SharedHub>
{
    private static readonly TimeSpan ClientTimeout = TimeSpan.FromSeconds(20);
    private static readonly string[] VersionNames = ["mqttv31", "mqttv311", "mqttv5"];
    private readonly HubBroker _hub = shared.Hub;

    public static TheoryData<string> Versions => [.. VersionNames];

    public static TheoryData<string, int> VersionsByQos
    {
        get
        {
            var data = new TheoryData<string, int>();
            foreach (var version in VersionNames)
            {
                for (var qos = 0; qos <= 2; qos++)
                {
                    data.Add(version, qos);
                }
            }

            return data;
        }
    }

    [PeerTheory(Peer.MosquittoClients)]
    [MemberData(nameof(VersionsByQos))]
    public async Task PublishAndSubscribe_EachQos_Arrives(string version, int qos)
    {
        var topic = $"live/{version}/{qos}";
        await using var subscriber = await SubscribeAsync(version, "-q", $"{qos}", "-t", topic, "-F", "%t|%p|%q|%r", "-C", "2");
        await PublishAsync(version, "-q", $"{qos}", "-t", topic, "-m", "one");
        await PublishAsync(version, "-q", $"{qos}", "-t", topic, "-m", "two");
        Assert.Equal(0, await subscriber.WaitForExitAsync(ClientTimeout));
        Assert.Equal([$"{topic}|one|{qos}|0", $"{topic}|two|{qos}|0"], Messages(subscriber));
    }

    [PeerTheory(Peer.MosquittoClients)]
    [MemberData(nameof(Versions))]
    public async Task Retained_SubscribedLater_ArrivesWithTheFlagAndCanBeRemoved(string version)
    {
        var topic = $"retained/{version}";
        await PublishAsync(version, "-r", "-q", "1", "-t", topic, "-m", "kept");
        await using (var first = await SubscribeAsync(version, "-q", "1", "-t", topic, "-F", "%t|%p|%q|%r", "-C", "1"))
        {
            Assert.Equal(0, await first.WaitForExitAsync(ClientTimeout));
            Assert.Equal([$"{topic}|kept|1|1"], Messages(first));
        }

        await PublishAsync(version, "-r", "-q", "1", "-t", topic, "-n");
        await using var second = await SubscribeAsync(version, "-q", "1", "-t", topic, "-F", "%t|%p|%q|%r", "-C", "1");
        await PublishAsync(version, "-q", "1", "-t", topic, "-m", "live");
        Assert.Equal(0, await second.WaitForExitAsync(ClientTimeout));
        Assert.Equal([$"{topic}|live|1|0"], Messages(second));
    }

    [PeerTheory(Peer.MosquittoClients)]
    [MemberData(nameof(Versions))]
    public async Task Will_ClientKilled_IsSent(string version)
    {
        var topic = $"will/{version}";
        await using var watcher = await SubscribeAsync(version, "-q", "2", "-t", topic, "-F", "%t|%p|%q|%r", "-C", "1");
        await using var mortal = await SubscribeAsync(
            version, "-t", "nothing", "--will-topic", topic, "--will-payload", "gone", "--will-qos", "2", "--will-retain");
        mortal.Signal(ProgramRun.SignalKill);
        Assert.Equal(0, await watcher.WaitForExitAsync(ClientTimeout));
        Assert.Equal([$"{topic}|gone|2|0"], Messages(watcher));
    }

    [PeerTheory(Peer.MosquittoClients)]
    [MemberData(nameof(Versions))]
    public async Task Session_MessagesWhileAway_WaitForTheClient(string version)
    {
        var (topic, id) = ($"session/{version}", $"session-{version}");
        string[] session = ["-c", "-i", id, "-q", "2", "-t", topic, "-F", "%t|%p|%q|%r", .. version == "mqttv5" ? new[] { "-x", "3600" } : []];
        await using (var first = await SubscribeAsync(version, session))
        {
            first.Signal(ProgramRun.SignalKill);
            Assert.NotEqual(0, await first.WaitForExitAsync(ClientTimeout));
        }

        await PublishAsync(version, "-q", "1", "-t", topic, "-m", "first");
        await PublishAsync(version, "-q", "2", "-t", topic, "-m", "second");
        await using var again = Start("mosquitto_sub", version, [.. session, "-C", "2"]);
        Assert.Equal(0, await again.WaitForExitAsync(ClientTimeout));
        Assert.Equal([$"{topic}|first|1|0", $"{topic}|second|2|0"], Messages(again));
    }

    [PeerFact(Peer.MosquittoClients)]
    public async Task Properties_UserPropertiesAndContentType_KeepTheirOrder()
    {
        await using var subscriber = await SubscribeAsync("mqttv5", "-t", "properties", "-F", "%t|%p|%C|%P|%R|%D|%E", "-C", "1");
        await PublishAsync(
            "mqttv5", "-t", "properties", "-m", "21.5", "-D", "publish", "content-type", "text/plain", "-D", "publish", "user-property", "b", "2",
            "-D", "publish", "user-property", "a", "1", "-D", "publish", "response-topic", "answers", "-D", "publish", "correlation-data", "seven",
            "-D", "publish", "message-expiry-interval", "300");
        Assert.Equal(0, await subscriber.WaitForExitAsync(ClientTimeout));
        Assert.Equal(["properties|21.5|text/plain|b:2 a:1|answers|seven|300"], Messages(subscriber));
    }

    [PeerFact(Peer.MosquittoClients)]
    public async Task RequestAndResponse_ByMosquittoRr_FindTheirWay()
    {
        await using var server = await SubscribeAsync("mqttv5", "-q", "1", "-t", "ask/time", "-F", "%t|%p|%R", "-C", "1");
        await using var asker = Start("mosquitto_rr", "mqttv5", ["-t", "ask/time", "-e", "answer/time", "-m", "what time", "-q", "1", "-d"]);
        Assert.Equal(0, await server.WaitForExitAsync(ClientTimeout));
        Assert.Equal(["ask/time|what time|answer/time"], Messages(server));
        await PublishAsync("mqttv5", "-q", "1", "-t", "answer/time", "-m", "noon");
        Assert.Equal(0, await asker.WaitForExitAsync(ClientTimeout));
        Assert.Contains("noon", asker.Output.Split('\n'));
    }

    [PeerFact(Peer.MosquittoClients)]
    public async Task TopicAlias_OfManyLines_StandsForTheTopic()
    {
        await using var subscriber = await SubscribeAsync("mqttv5", "-q", "1", "-t", "aliased", "-F", "%t|%p|%q|%r", "-C", "3");
        await using var publisher = Start(
            "mosquitto_pub", "mqttv5", ["-q", "1", "-t", "aliased", "-D", "publish", "topic-alias", "4", "--repeat", "3", "-m", "again"]);
        Assert.Equal(0, await publisher.WaitForExitAsync(ClientTimeout));
        Assert.Equal(0, await subscriber.WaitForExitAsync(ClientTimeout));
        Assert.Equal(Enumerable.Repeat("aliased|again|1|0", 3), Messages(subscriber));
    }

    [PeerTheory(Peer.MosquittoClients)]
    [MemberData(nameof(Versions))]
    public async Task UnixSocket_PublishAndSubscribe_Arrives(string version)
    {
        var topic = $"unix/{version}";
        await using var subscriber = ProgramRun.Start("stdbuf", "-oL", "mosquitto_sub", "-V", version, "--unix", _hub.UnixPath, "-d", "-t", topic, "-F", "%t|%p", "-C", "1");
        await subscriber.WaitForLineAsync("Subscribed (");
        await using var publisher = ProgramRun.Start("mosquitto_pub", "-V", version, "--unix", _hub.UnixPath, "-q", "2", "-t", topic, "-m", "local");
        Assert.Equal(0, await publisher.WaitForExitAsync(ClientTimeout));
        Assert.Equal(0, await subscriber.WaitForExitAsync(ClientTimeout));
        Assert.Equal([$"{topic}|local"], Messages(subscriber));
    }

    [PeerTheory(Peer.MosquittoClients)]
    [InlineData("tlsv1.2")]
    [InlineData("tlsv1.3")]
    public async Task Tls_WithTheAuthority_Arrives(string tls)
    {
        var topic = $"tls/{tls}";
        string[] secured = ["-h", "localhost", "-p", $"{_hub.TlsPort}", "--cafile", _hub.Authority, "--tls-version", tls, "-t", topic];
        await using var subscriber = ProgramRun.Start("stdbuf", ["-oL", "mosquitto_sub", .. secured, "-d", "-F", "%t|%p", "-C", "1"]);
        await subscriber.WaitForLineAsync("Subscribed (");
        await using var publisher = ProgramRun.Start("mosquitto_pub", [.. secured, "-q", "1", "-m", "secret"]);
        Assert.Equal(0, await publisher.WaitForExitAsync(ClientTimeout));
        Assert.Equal(0, await subscriber.WaitForExitAsync(ClientTimeout));
        Assert.Equal([$"{topic}|secret"], Messages(subscriber));
    }

    [PeerFact(Peer.MosquittoClients)]
    public async Task Tls_WithoutTheAuthority_TheClientRefuses()
    {
        using var stranger = new TestCertificate();
        await using var publisher = ProgramRun.Start(
            "mosquitto_pub", "-h", "localhost", "-p", $"{_hub.TlsPort}", "--cafile", stranger.Authority, "-t", "tls/refused", "-m", "secret");
        Assert.NotEqual(0, await publisher.WaitForExitAsync(ClientTimeout));
    }

    // Debug lines of the client have words and spaces before the first bar, if any; topics of these tests have none.
    private static string[] Messages(ProgramRun run) =>
        [.. run.Output.Split('\n').Where(line => line.Contains('|', StringComparison.Ordinal) && !line.StartsWith("Client ", StringComparison.Ordinal))];

    // A pipe would hold the lines back until the program ends; stdbuf makes it print each at once.
    private ProgramRun Start(string program, string version, string[] arguments) =>
        ProgramRun.Start("stdbuf", ["-oL", program, "-h", "127.0.0.1", "-p", $"{_hub.Port}", "-V", version, .. arguments]);

    /// <summary>Starts a subscriber and waits until its subscription stands.</summary>
    private async Task<ProgramRun> SubscribeAsync(string version, params string[] arguments)
    {
        var run = Start("mosquitto_sub", version, ["-d", .. arguments]);
        await run.WaitForLineAsync("Subscribed (");
        return run;
    }

    private async Task PublishAsync(string version, params string[] arguments)
    {
        await using var run = Start("mosquitto_pub", version, arguments);
        Assert.True(await run.WaitForExitAsync(ClientTimeout) == 0, run.Output);
    }
}

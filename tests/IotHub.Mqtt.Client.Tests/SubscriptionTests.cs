using IotHub.Mqtt.Packets;

namespace IotHub.Mqtt.Client.Tests;

public class SubscriptionTests
{
    private static ConnackPacket Present { get; } = new() { SessionPresent = true };

    [Fact]
    [Trait("Statement", "MQTT-3.8.3-1")]
    public async Task Subscribe_Options_AreOnTheWire()
    {
        await using var test = new TestClient(TestClient.Options);
        var peer = await test.AcceptAsync();
        var subscription = new MqttSubscription("a/+", MqttQos.ExactlyOnce)
        {
            NoLocal = true,
            RetainAsPublished = true,
            RetainHandling = RetainHandling.SendIfNew,
            Identifier = 5,
            UserProperties = [new UserProperty("k", "v")],
        };
        var subscribing = test.Client.SubscribeAsync(subscription, Ignore, CancellationToken.None);
        var asked = await peer.ExpectAsync<SubscribePacket>();
        await peer.WriteAsync(new SubackPacket { PacketId = asked.PacketId, ReasonCodes = [ReasonCode.GrantedQos1] });

        Assert.Equal(new SubscriptionRequest("a/+", MqttQos.ExactlyOnce, true, true, RetainHandling.SendIfNew), Assert.Single(asked.Subscriptions));
        Assert.Equal(5, Assert.Single(asked.Properties.SubscriptionIdentifiers));
        Assert.Equal(new UserProperty("k", "v"), Assert.Single(asked.Properties.UserProperties));
        Assert.Equal(MqttQos.AtLeastOnce, await subscribing);
    }

    [Fact]
    public async Task Subscribe_WhileAway_SharesPacketsButNotWithIdentifiers()
    {
        await using var test = new TestClient(TestClient.Options);
        var subscribing = new[] { new MqttSubscription("a"), new MqttSubscription("b") { Identifier = 1 }, new MqttSubscription("c") }
            .Select(one => test.Client.SubscribeAsync(one, Ignore, CancellationToken.None)).ToList();
        var peer = await test.Connector.NextAsync();
        await peer.AcceptAsync();

        Assert.Equal(["b"], (await peer.GrantAsync()).Subscriptions.Select(one => one.Filter));
        Assert.Equal(["a", "c"], (await peer.GrantAsync()).Subscriptions.Select(one => one.Filter));
        await Task.WhenAll(subscribing);
    }

    [Fact]
    [Trait("Statement", "MQTT-3.2.2-15")]
    public async Task Subscribe_TogetherTooLargeForTheServer_AreAskedForInParts()
    {
        await using var test = new TestClient(TestClient.Options);
        var filters = Enumerable.Range(1, 4).Select(i => new string((char)('a' + i), 40)).ToList();
        var subscribing = filters.Select(filter => test.Client.SubscribeAsync(filter, MqttQos.AtMostOnce, Ignore, CancellationToken.None)).ToList();
        var tooLarge = test.Client.SubscribeAsync(new string('x', 100), MqttQos.AtMostOnce, Ignore, CancellationToken.None);
        var peer = await test.Connector.NextAsync();
        await peer.AcceptAsync(new ConnackPacket { Properties = new MqttProperties { MaximumPacketSize = 91 } });

        // Two take 2 + 2 + 1 + 2 × 43 = 91 bytes.
        Assert.Equal(filters[..2], (await peer.GrantAsync()).Subscriptions.Select(one => one.Filter));
        Assert.Equal(filters[2..3], (await peer.GrantAsync()).Subscriptions.Select(one => one.Filter));
        Assert.Equal(filters[3..], (await peer.GrantAsync()).Subscriptions.Select(one => one.Filter));
        await Task.WhenAll(subscribing);
        Assert.Equal(ReasonCode.PacketTooLarge, (await Assert.ThrowsAsync<MqttRefusedException>(() => tooLarge)).ReasonCode);
    }

    [Fact]
    public async Task Subscribe_Refused_ThrowsWithTheServersWords()
    {
        await using var test = new TestClient(TestClient.Options);
        var peer = await test.AcceptAsync();
        var subscribing = test.Client.SubscribeAsync("a", MqttQos.AtMostOnce, Ignore, CancellationToken.None);
        var asked = await peer.ExpectAsync<SubscribePacket>();
        await peer.WriteAsync(new SubackPacket { PacketId = asked.PacketId, ReasonCodes = [ReasonCode.NotAuthorized], Properties = new MqttProperties { ReasonString = "not yours" } });

        var refused = await Assert.ThrowsAsync<MqttRefusedException>(() => subscribing);

        Assert.Equal((ReasonCode.NotAuthorized, "not yours"), (refused.ReasonCode, refused.ReasonString));
        Assert.Equal("The server refused the subscription a: NotAuthorized: \"not yours\".", refused.Message);
    }

    [Fact]
    public async Task Reconnect_SessionPresent_GrantedOnesAreNotAskedForAgain()
    {
        await using var test = new TestClient(TestClient.Keeping(MqttProtocolVersion.V50));
        var first = await test.AcceptAsync();
        await test.SubscribeAsync(first, new MqttSubscription("a"), _ => ValueTask.CompletedTask);
        var unanswered = test.Client.SubscribeAsync("b", MqttQos.AtMostOnce, Ignore, CancellationToken.None);
        await first.ExpectAsync<SubscribePacket>();
        await first.CloseAsync();
        await test.PassBackOffAsync();

        var second = await test.Connector.NextAsync();
        await second.AcceptAsync(Present);
        Assert.Equal(["b"], (await second.GrantAsync()).Subscriptions.Select(one => one.Filter));
        await unanswered;
    }

    [Fact]
    public async Task Reconnect_RenewalRefused_IsTold()
    {
        await using var test = new TestClient(TestClient.Options);
        var first = await test.AcceptAsync();
        await test.SubscribeAsync(first, new MqttSubscription("a"), _ => ValueTask.CompletedTask);
        var lost = new TaskCompletionSource<(string Filter, ReasonCode? Reason)>();
        test.Client.SubscriptionLost += (filter, exception) => lost.SetResult((filter, exception.ReasonCode));
        await first.CloseAsync();
        await test.PassBackOffAsync();

        var second = await test.Connector.NextAsync();
        await second.AcceptAsync();
        var renewed = await second.ExpectAsync<SubscribePacket>();
        await second.WriteAsync(new SubackPacket { PacketId = renewed.PacketId, ReasonCodes = [ReasonCode.QuotaExceeded] });

        Assert.Equal(("a", ReasonCode.QuotaExceeded), await lost.Task);
    }

    [Theory]
    [InlineData(MqttProtocolVersion.V311)]
    [InlineData(MqttProtocolVersion.V50)]
    public async Task Unsubscribe_Connected_ReachesTheServerAndEndsTheHandler(MqttProtocolVersion version)
    {
        await using var test = new TestClient(TestClient.Options with { Version = version });
        var peer = await test.AcceptAsync();
        var handled = 0;
        await test.SubscribeAsync(peer, new MqttSubscription("a", MqttQos.AtLeastOnce), _ =>
        {
            handled++;
            return ValueTask.CompletedTask;
        });
        var leaving = test.Client.UnsubscribeAsync("a", CancellationToken.None);
        var asked = await peer.ExpectAsync<UnsubscribePacket>();
        Assert.Equal("a", Assert.Single(asked.Filters));
        Assert.False(leaving.IsCompleted);
        await peer.WriteAsync(new UnsubackPacket { PacketId = asked.PacketId, ReasonCodes = version == MqttProtocolVersion.V50 ? [ReasonCode.NoSubscriptionExisted] : [] });
        await leaving;

        // What was on its way is acknowledged all the same [MQTT-4.5.0-2].
        await peer.WriteAsync(PublishPacket.Create("a", default, MqttQos.AtLeastOnce, packetId: 1));
        await peer.ExpectAsync<PubackPacket>();
        Assert.Equal((0, 1), (handled, test.Client.Statistics.ReceivedDropped));
    }

    [Fact]
    public async Task Unsubscribe_Refused_Throws()
    {
        await using var test = new TestClient(TestClient.Options);
        var peer = await test.AcceptAsync();
        var leaving = test.Client.UnsubscribeAsync("a", CancellationToken.None);
        var asked = await peer.ExpectAsync<UnsubscribePacket>();
        await peer.WriteAsync(new UnsubackPacket { PacketId = asked.PacketId, ReasonCodes = [ReasonCode.NotAuthorized] });

        Assert.Equal(ReasonCode.NotAuthorized, (await Assert.ThrowsAsync<MqttRefusedException>(() => leaving)).ReasonCode);
    }

    [Fact]
    public async Task Unsubscribe_UnansweredAndSessionPresent_IsAskedForAgainBeforeSubscriptions()
    {
        await using var test = new TestClient(TestClient.Keeping(MqttProtocolVersion.V50));
        var first = await test.AcceptAsync();
        await test.SubscribeAsync(first, new MqttSubscription("a"), _ => ValueTask.CompletedTask);
        var leaving = test.Client.UnsubscribeAsync("a", CancellationToken.None);
        await first.ExpectAsync<UnsubscribePacket>();
        await first.CloseAsync();
        await test.StateAsync(MqttConnectionState.Disconnected);
        var back = test.Client.SubscribeAsync("a", MqttQos.AtMostOnce, Ignore, CancellationToken.None);
        await test.Time.WaitForTimerAsync();
        test.Time.Advance(TimeSpan.FromSeconds(0.5));

        var second = await test.Connector.NextAsync();
        await second.AcceptAsync(Present);
        var asked = await second.ExpectAsync<UnsubscribePacket>();
        await second.WriteAsync(new UnsubackPacket { PacketId = asked.PacketId, ReasonCodes = [ReasonCode.Success] });
        await leaving;
        await second.GrantAsync();
        await back;
    }

    [Fact]
    public async Task Unsubscribe_WhileAwayAndSessionLost_IsDoneWithoutAsking()
    {
        await using var test = new TestClient(TestClient.Options);
        var leaving = test.Client.UnsubscribeAsync("a", CancellationToken.None);
        var peer = await test.AcceptAsync();

        await leaving;
        await peer.TurnAsync();
    }

    [Fact]
    public async Task Unsubscribe_Cancelled_GivesUpWaiting()
    {
        await using var test = new TestClient(TestClient.Options);
        using var stop = new CancellationTokenSource();
        var peer = await test.AcceptAsync();
        var leaving = test.Client.UnsubscribeAsync("a", stop.Token);
        await peer.ExpectAsync<UnsubscribePacket>();
        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => leaving);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Answer_NotCodeByCode_EndsTheConnection(bool isSuback)
    {
        await using var test = new TestClient(TestClient.Options);
        var peer = await test.AcceptAsync();
        _ = isSuback ? test.Client.SubscribeAsync("a", MqttQos.AtMostOnce, Ignore, CancellationToken.None) : test.Client.UnsubscribeAsync("a", CancellationToken.None);
        var id = await peer.ReadAsync() switch
        {
            SubscribePacket subscribe => subscribe.PacketId,
            var packet => Assert.IsType<UnsubscribePacket>(packet).PacketId,
        };
        await peer.WriteAsync(isSuback
            ? new SubackPacket { PacketId = id, ReasonCodes = [ReasonCode.Success, ReasonCode.Success] }
            : new UnsubackPacket { PacketId = id, ReasonCodes = [ReasonCode.Success, ReasonCode.Success] });

        Assert.Equal(ReasonCode.ProtocolError, (await peer.ExpectAsync<DisconnectPacket>()).ReasonCode);
    }

    [Fact]
    public async Task Subscribe_NoAnswerInTime_IsAskedForOnTheNextConnection()
    {
        await using var test = new TestClient(TestClient.Options);
        var first = await test.AcceptAsync();
        var armed = test.Time.NextTimerAsync();
        var subscribing = test.Client.SubscribeAsync("a", MqttQos.AtMostOnce, Ignore, CancellationToken.None);
        await first.ExpectAsync<SubscribePacket>();
        await armed;
        test.Time.Advance(TimeSpan.FromSeconds(10));
        var change = await test.PassBackOffAsync();

        var second = await test.Connector.NextAsync();
        await second.AcceptAsync();
        await second.GrantAsync();
        await subscribing;
        Assert.Equal("The server sent no SUBACK within 10 s.", change.Reason);
    }

    [Theory]
    [InlineData("a/b", "", "shared all")]
    [InlineData("a/b", "1", "one shared all")]
    [InlineData("a/b", "1,2", "one two shared all")]
    [InlineData("x", "", "all")]
    [InlineData("a/c", "9", "shared all")]
    public async Task Receive_Identifiers_ChooseTheHandlers(string topic, string identifiers, string expected)
    {
        await using var test = new TestClient(TestClient.Options);
        var peer = await test.AcceptAsync();
        var handled = new List<string>();
        await AddAsync("one", new MqttSubscription("a/+") { Identifier = 1 });
        await AddAsync("two", new MqttSubscription("a/#") { Identifier = 2 });
        await AddAsync("shared", new MqttSubscription("$share/group/a/+"));
        await AddAsync("all", new MqttSubscription("#", MqttQos.AtLeastOnce));
        await peer.WriteAsync(PublishPacket.Create(topic, default, MqttQos.AtLeastOnce, packetId: 1) with
        {
            Properties = new MqttProperties { SubscriptionIdentifiers = [.. identifiers.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(text => int.Parse(text, System.Globalization.CultureInfo.InvariantCulture))] },
        });
        await peer.ExpectAsync<PubackPacket>();

        Assert.Equal(expected, string.Join(' ', handled));

        Task AddAsync(string name, MqttSubscription subscription) => test.SubscribeAsync(peer, subscription, _ =>
        {
            handled.Add(name);
            return ValueTask.CompletedTask;
        });
    }

    [Fact]
    public async Task Receive_NoHandlerForTheIdentifier_FilterAloneDecides()
    {
        await using var test = new TestClient(TestClient.Options);
        var peer = await test.AcceptAsync();
        var handled = 0;
        await test.SubscribeAsync(peer, new MqttSubscription("a", MqttQos.AtLeastOnce) { Identifier = 2 }, _ =>
        {
            handled++;
            return ValueTask.CompletedTask;
        });

        await peer.WriteAsync(PublishPacket.Create("a", default, MqttQos.AtLeastOnce, packetId: 1) with { Properties = new MqttProperties { SubscriptionIdentifiers = [1] } });
        await peer.ExpectAsync<PubackPacket>();

        Assert.Equal(1, handled);
    }

    [Fact]
    public async Task Subscribe_WrongRequest_IsRefusedBeforeAnythingIsSent()
    {
        await using var test = new TestClient(TestClient.Options);
        foreach (var wrong in new MqttSubscription[]
        {
            new("a/#/b"),
            new("a", (MqttQos)3),
            new("a") { Identifier = 0 },
            new("a") { Identifier = 268_435_456 },
            new("$share/g/a") { NoLocal = true },
        })
        {
            await Assert.ThrowsAsync<ArgumentException>(() => test.Client.SubscribeAsync(wrong, Ignore, CancellationToken.None));
        }

        await Assert.ThrowsAsync<ArgumentException>(() => test.Client.UnsubscribeAsync("", CancellationToken.None));
    }

    private static ValueTask Ignore(MqttMessage message, CancellationToken cancellationToken) => ValueTask.CompletedTask;
}

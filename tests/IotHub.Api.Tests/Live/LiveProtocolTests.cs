using System.Net.WebSockets;
using System.Text;
using IotHub.Devices;
using IotHub.Devices.Commands;
using IotHub.Runtime;

namespace IotHub.Api.Tests.Live;

public sealed class LiveProtocolTests
{
    private const string SetBrightness = """{"t":"cmd","cmd":"c1","id":"hall-lamp","set":{"light.brightness":50},"ttl":3000}""";

    [Fact]
    public async Task Hello_FirstTime_GivesSnapshotWithContractsAndKnownValues()
    {
        await using var api = await ApiFixture.StartAsync();
        using var peer = await api.ConnectAsync();

        var snap = await peer.ReadAsync("snap");

        Assert.Equal("id-1", snap.GetProperty("epoch").GetString());
        Assert.Equal(0, snap.GetProperty("seq").GetInt64());
        var device = Assert.Single(snap.GetProperty("devices").EnumerateArray());
        Assert.Equal("hall-lamp", device.GetProperty("id").GetString());
        Assert.Equal("""{"light.on":false}""", device.GetProperty("state").GetRawText());
        Assert.False(device.TryGetProperty("pending", out _));
        Assert.Equal("Hall", snap.GetProperty("rooms")[0].GetString());
        Assert.Equal("movie", snap.GetProperty("scenes")[0].GetProperty("id").GetString());
        Assert.Equal("active", snap.GetProperty("automations")[0].GetProperty("status").GetString());
        Assert.Equal(1, snap.GetProperty("foundCount").GetInt32());
        var properties = snap.GetProperty("contracts").GetProperty(device.GetProperty("contract").GetString()!).GetProperty("properties");
        Assert.Equal(["light.on", "light.brightness", "light.mode"], properties.EnumerateObject().Select(property => property.Name));
        Assert.Equal(
            """{"format":"uint8","access":["read","write","notify"],"unit":"percentage","min":1,"max":100,"step":1}""",
            properties.GetProperty("light.brightness").GetRawText());
        var day = properties.GetProperty("light.mode").GetProperty("list")[0];
        Assert.Equal("白天", day.GetProperty("labels").GetProperty("zh").GetString());
    }

    [Fact]
    public async Task Hello_SameEpochWithinLog_ResumesWithoutGapAndMarksEventsAsPast()
    {
        await using var api = await ApiFixture.StartAsync();
        using var first = await api.ConnectAsync();
        await first.ReadAsync("snap");
        api.Offer(SampleHome.Brightened(10), SampleHome.Brightened(20), SampleHome.Clicked());
        await first.ReadAsync("delta");
        await first.ReadAsync("delta");
        var live = await first.ReadAsync("event");

        using var second = await api.ConnectAsync("""{"t":"hello","epoch":"id-1","since":1}""");
        var resume = await second.ReadAsync("resume");
        var delta = await second.ReadAsync("delta");
        var past = await second.ReadAsync("event");

        Assert.Equal(1, resume.GetProperty("seq").GetInt64());
        Assert.Equal(2, delta.GetProperty("seq").GetInt64());
        Assert.Equal("""{"light.brightness":20}""", delta.GetProperty("set").GetRawText());
        Assert.Equal(3, past.GetProperty("seq").GetInt64());
        Assert.True(live.GetProperty("live").GetBoolean());
        Assert.False(past.GetProperty("live").GetBoolean());
    }

    [Theory]
    [InlineData("""{"t":"hello","epoch":"another","since":30}""")]
    [InlineData("""{"t":"hello","epoch":"id-1","since":3}""")]
    [InlineData("""{"t":"hello","epoch":"id-1","since":31}""")]
    [InlineData("""{"t":"hello","epoch":"id-1"}""")]
    public async Task Hello_CannotResume_GivesSnapshot(string hello)
    {
        await using var api = await ApiFixture.StartAsync(options => options.LogEntriesMax = 16);
        api.Offer([.. Enumerable.Range(1, 30).Select(value => SampleHome.Brightened(value))]);
        await api.Feed.WaitForAsync(home => home.Devices["hall-lamp"].States[1].Value.AsInteger == 30, CancellationToken.None).WaitAsync(TimeSpan.FromSeconds(30));

        using var peer = await api.ConnectAsync(hello);
        var snap = await peer.ReadAsync("snap");

        Assert.Equal(30, snap.GetProperty("seq").GetInt64());
        Assert.Equal(30, snap.GetProperty("devices")[0].GetProperty("state").GetProperty("light.brightness").GetInt32());
    }

    [Fact]
    public async Task Changed_ByAnAutomation_TheDeltaNamesIt()
    {
        await using var api = await ApiFixture.StartAsync();
        using var peer = await api.ConnectAsync();
        await peer.ReadAsync("snap");

        var changed = SampleHome.Brightened(5);
        api.Offer(changed with { Change = changed.Change with { Cause = Cause.Root(1, CauseOrigin.Automation, "hall-light") } }, SampleHome.Brightened(6));

        Assert.Equal("hall-light", (await peer.ReadAsync("delta")).GetProperty("automation").GetString());
        Assert.False((await peer.ReadAsync("delta")).TryGetProperty("automation", out _));
    }

    [Fact]
    public async Task StructureChanges_ClientFollows_GetsSnapshotAndThenContiguousDeltas()
    {
        await using var api = await ApiFixture.StartAsync();
        using var peer = await api.ConnectAsync();
        await peer.ReadAsync("snap");

        api.Offer(new HubOutput.DeviceSaved(SampleHome.Lamp with { Label = "Lamp" }), SampleHome.Brightened(5));
        var snap = await peer.ReadAsync("snap");
        api.Offer(SampleHome.Brightened(6));

        Assert.Equal("Lamp", snap.GetProperty("devices")[0].GetProperty("label").GetString());
        var expected = snap.GetProperty("seq").GetInt64() + 1;
        for (var delta = await peer.ReadAsync("delta"); ; delta = await peer.ReadAsync("delta"))
        {
            Assert.Equal(expected++, delta.GetProperty("seq").GetInt64());
            if (delta.GetProperty("set").GetProperty("light.brightness").GetInt32() == 6)
            {
                break;
            }
        }
    }

    [Fact]
    public async Task Command_DeviceConfirms_SenderGetsAcksAndEverybodyTheDelta()
    {
        await using var api = await ApiFixture.StartAsync();
        api.OnInput = _ => HubAnswer.Yes("hub-c1");
        using var sender = await api.ConnectAsync();
        using var other = await api.ConnectAsync();
        await sender.ReadAsync("snap");
        await other.ReadAsync("snap");

        await sender.SendAsync(SetBrightness);
        var accepted = await sender.ReadAsync("ack");
        api.Offer(SampleHome.Brightened(50, "c1"), SampleHome.Ended("c1", CommandOutcome.Confirmed), SampleHome.Brightened(51));
        var delta = await sender.ReadAsync("delta");
        var confirmed = await sender.ReadAsync("ack");

        Assert.Equal("accepted", accepted.GetProperty("st").GetString());
        Assert.Equal("c1", delta.GetProperty("cmd").GetString());
        Assert.Equal("confirmed", confirmed.GetProperty("st").GetString());
        Assert.Equal("c1", (await other.ReadAsync("delta")).GetProperty("cmd").GetString());
        Assert.Equal(51, (await other.ReadAsync("delta")).GetProperty("set").GetProperty("light.brightness").GetInt32());
        var command = Assert.IsType<HubInput.Command>(Assert.Single(api.Inputs));
        Assert.Equal(TimeSpan.FromSeconds(3), command.Timeout);
        Assert.Equal("local", command.By);
    }

    [Theory]
    [InlineData(CommandOutcome.Failed, "device.rejected", "failed")]
    [InlineData(CommandOutcome.TimedOut, "device.timeout", "expired")]
    [InlineData(CommandOutcome.Superseded, "command.superseded", "failed")]
    public async Task Command_EndsBadlyBeforeTheAnswer_SenderGetsAcceptedFirst(CommandOutcome outcome, string error, string status)
    {
        await using var api = await ApiFixture.StartAsync();
        api.OnInput = _ =>
        {
            api.Offer(SampleHome.Ended("c1", outcome, error, -4004));
            return HubAnswer.Yes("hub-c1");
        };
        using var peer = await api.ConnectAsync();
        await peer.ReadAsync("snap");

        await peer.SendAsync(SetBrightness);

        Assert.Equal("accepted", (await peer.ReadAsync("ack")).GetProperty("st").GetString());
        var end = await peer.ReadAsync("ack");
        Assert.Equal(status, end.GetProperty("st").GetString());
        Assert.Equal(error, end.GetProperty("err").GetProperty("code").GetString());
        Assert.Equal("-4004", end.GetProperty("err").GetProperty("args").GetProperty("deviceCode").GetString());
    }

    [Fact]
    public async Task Command_SameIdAfterReconnect_IsNotDoneTwiceAndNewSocketHearsTheEnd()
    {
        await using var api = await ApiFixture.StartAsync();
        api.OnInput = _ => HubAnswer.Yes("hub-c1");
        using (var first = await api.ConnectAsync())
        {
            await first.ReadAsync("snap");
            await first.SendAsync(SetBrightness);
            await first.ReadAsync("ack");
        }

        using var second = await api.ConnectAsync();
        await second.ReadAsync("snap");
        await second.SendAsync(SetBrightness);
        var known = await second.ReadAsync("ack");
        api.Offer(SampleHome.Ended("c1", CommandOutcome.Confirmed));
        var end = await second.ReadAsync("ack");
        await second.SendAsync(SetBrightness);
        var again = await second.ReadAsync("ack");

        Assert.Equal("accepted", known.GetProperty("st").GetString());
        Assert.Equal("confirmed", end.GetProperty("st").GetString());
        Assert.Equal("confirmed", again.GetProperty("st").GetString());
        Assert.Single(api.Inputs);
    }

    [Theory]
    [InlineData("""{"t":"cmd","cmd":"c1","id":"nobody","set":{"light.on":true}}""", "device.unknown")]
    [InlineData("""{"t":"cmd","cmd":"c1","id":"hall-lamp","set":{"light.hue":1}}""", "property.unknown")]
    [InlineData("""{"t":"cmd","cmd":"c1","id":"hall-lamp","set":{"light.mode":0}}""", "property.not-writable")]
    [InlineData("""{"t":"cmd","cmd":"c1","id":"hall-lamp","set":{"light.brightness":101}}""", "value.out-of-range")]
    [InlineData("""{"t":"cmd","cmd":"c1","id":"hall-lamp","set":{"light.on":"yes"}}""", "value.wrong-type")]
    [InlineData("""{"t":"cmd","cmd":"c1","id":"hall-lamp","call":"light.dance"}""", "action.unknown")]
    [InlineData("""{"t":"cmd","cmd":"c1","id":"hall-lamp","call":"light.flash"}""", "action.wrong-arguments")]
    [InlineData("""{"t":"cmd","cmd":"c1","id":"hall-lamp","call":"light.flash","in":{"light.brightness":5,"light.on":true}}""", "action.wrong-arguments")]
    [InlineData("""{"t":"cmd","cmd":"c1","id":"hall-lamp"}""", "command.malformed")]
    public async Task Command_DoesNotFitTheContract_FailsAndReachesNobody(string frame, string code)
    {
        await using var api = await ApiFixture.StartAsync();
        using var peer = await api.ConnectAsync();
        await peer.ReadAsync("snap");

        await peer.SendAsync(frame);
        var ack = await peer.ReadAsync("ack");

        Assert.Equal("failed", ack.GetProperty("st").GetString());
        Assert.Equal(code, ack.GetProperty("err").GetProperty("code").GetString());
        Assert.Empty(api.Inputs);
    }

    [Theory]
    [InlineData("not json", "frame.malformed")]
    [InlineData("[]", "frame.malformed")]
    [InlineData("{}", "frame.malformed")]
    [InlineData("""{"t":"cmd","id":"hall-lamp"}""", "frame.malformed")]
    [InlineData("""{"t":"dance"}""", "frame.unknown")]
    [InlineData("""{"t":"hello"}""", "frame.unexpected")]
    public async Task Frame_CannotBeUsed_IsAnsweredAndConnectionStays(string frame, string code)
    {
        await using var api = await ApiFixture.StartAsync();
        using var peer = await api.ConnectAsync();
        await peer.ReadAsync("snap");

        await peer.SendAsync(frame);
        await peer.SendAsync("""{"t":"ping"}""");

        Assert.Equal(code, (await peer.ReadAsync("error")).GetProperty("code").GetString());
        await peer.ReadAsync("pong");
    }

    [Fact]
    public async Task Frame_Binary_IsAnsweredWithError()
    {
        await using var api = await ApiFixture.StartAsync();
        using var peer = await api.ConnectAsync(null);

        await peer.SendAsync([1, 2, 3], WebSocketMessageType.Binary);

        Assert.Equal("frame.binary", (await peer.ReadAsync("error")).GetProperty("code").GetString());
    }

    [Fact]
    public async Task Frame_CommandBeforeHello_IsAnsweredWithError()
    {
        await using var api = await ApiFixture.StartAsync();
        using var peer = await api.ConnectAsync(null);

        await peer.SendAsync(SetBrightness);

        Assert.Equal("frame.unexpected", (await peer.ReadAsync("error")).GetProperty("code").GetString());
        Assert.Empty(api.Inputs);
    }

    [Fact]
    public async Task Frame_TooLarge_ClosesWith1009()
    {
        await using var api = await ApiFixture.StartAsync(options => options.FrameBytesMax = 1024);
        using var peer = await api.ConnectAsync(null);

        await peer.SendAsync(Encoding.UTF8.GetBytes(new string(' ', 2000)), WebSocketMessageType.Text);

        Assert.Null(await peer.ReadAsync());
        Assert.Equal(WebSocketCloseStatus.MessageTooBig, peer.CloseStatus);
    }

    [Fact]
    public async Task Clients_AsManyAsMayBe_FurtherOnesAreRefused()
    {
        await using var api = await ApiFixture.StartAsync(options => options.LiveClientsMax = 1);
        using var first = await api.ConnectAsync();
        await first.ReadAsync("snap");

        await Assert.ThrowsAsync<WebSocketException>(() => api.ConnectAsync());
    }

    [Fact]
    public async Task Events_FirstTimeAndResumed_FollowTheSameLog()
    {
        await using var api = await ApiFixture.StartAsync();
        api.Offer(SampleHome.Brightened(10), SampleHome.Brightened(20));
        await api.Feed.WaitForAsync(home => home.Devices["hall-lamp"].States[1].Value.AsInteger == 20, CancellationToken.None).WaitAsync(TimeSpan.FromSeconds(30));

        Assert.Equal(["event: snap", "id: id-1:2"], await FirstEventAsync(api, null));
        Assert.Equal(["event: resume", "id: id-1:1", "event: delta", "id: id-1:2"], await FirstEventAsync(api, "id-1:1"));
    }

    private static async Task<List<string>> FirstEventAsync(ApiFixture api, string? last)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/events");
        if (last is not null)
        {
            request.Headers.Add("Last-Event-ID", last);
        }

        using var response = await api.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync());
        var lines = new List<string>();
        while (lines.LastOrDefault() != "id: id-1:2")
        {
            var line = await reader.ReadLineAsync().WaitAsync(TimeSpan.FromSeconds(30));
            Assert.NotNull(line);
            if (line.StartsWith("event:", StringComparison.Ordinal) || line.StartsWith("id:", StringComparison.Ordinal))
            {
                lines.Add(line);
            }
        }

        return lines;
    }
}

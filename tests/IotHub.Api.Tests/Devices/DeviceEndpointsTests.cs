using System.Text.Json;
using IotHub.Contracts.Values;
using IotHub.Devices.Availability;
using IotHub.Devices.Commands;
using IotHub.Devices.State;
using IotHub.Runtime;

namespace IotHub.Api.Tests.Devices;

public sealed class DeviceEndpointsTests
{
    [Fact]
    public async Task Get_Devices_ShowsWhatIsKnown()
    {
        await using var api = await ApiFixture.StartAsync();

        var (status, all) = await api.SendAsync(HttpMethod.Get, "/api/v1/devices");
        var (_, one) = await api.SendAsync(HttpMethod.Get, "/api/v1/devices/hall-lamp");
        var (_, found) = await api.SendAsync(HttpMethod.Get, "/api/v1/found");

        Assert.Equal(200, status);
        Assert.Equal(one.GetRawText(), Assert.Single(all.EnumerateArray()).GetRawText());
        Assert.Equal("lamp-1", one.GetProperty("did").GetString());
        Assert.Equal("reported", one.GetProperty("properties").GetProperty("light.on").GetProperty("origin").GetString());
        Assert.False(one.GetProperty("properties").GetProperty("light.on").GetProperty("value").GetBoolean());
        Assert.Equal("new-1", found[0].GetProperty("did").GetString());
    }

    [Fact]
    public async Task Get_Device_TellsAvailabilityAndWhatIsStale()
    {
        await using var api = await ApiFixture.StartAsync();
        var kept = new ReportInterval(TimeSpan.FromSeconds(30), IntervalSource.Declared);
        var seenAt = SampleHome.Start.AddYears(-10);
        var states = SampleHome.Snapshot(isOn: true).Devices[0].States.SetItem(0, new PropertyState(PropertyValue.FromBoolean(true), ValueOrigin.Reported, SampleHome.Start, seenAt, 1));
        var liveness = new DeviceLiveness(DeviceAvailability.Silent, SampleHome.Start, seenAt, kept);
        api.Offer(new HubOutput.Heard(SampleHome.Lamp, liveness, states));
        await api.Feed.WaitForAsync(home => home.Devices["hall-lamp"].Liveness == liveness, CancellationToken.None).WaitAsync(TimeSpan.FromSeconds(30));

        var (_, one) = await api.SendAsync(HttpMethod.Get, "/api/v1/devices/hall-lamp");

        Assert.Equal("silent", one.GetProperty("availability").GetString());
        Assert.Equal(seenAt, one.GetProperty("lastHeardAt").GetDateTimeOffset());
        Assert.Equal((30, "declared"), (one.GetProperty("reportInterval").GetProperty("seconds").GetInt32(), one.GetProperty("reportInterval").GetProperty("source").GetString()));
        var on = one.GetProperty("properties").GetProperty("light.on");
        Assert.Equal((seenAt, true), (on.GetProperty("seenAt").GetDateTimeOffset(), on.GetProperty("stale").GetBoolean()));
        Assert.True(one.GetProperty("online").GetBoolean());
    }

    [Theory]
    [InlineData("old-lamp", "")]
    [InlineData("hall-lamp", "?confirm=hall-lamp")]
    public async Task Delete_HistoryOfARetiredDeviceOrConfirmed_ErasesIt(string name, string query)
    {
        await using var api = await ApiFixture.StartAsync();

        var (status, erased) = await api.SendAsync(HttpMethod.Delete, $"/api/v1/devices/{name}/history{query}");

        Assert.Equal((200, 7), (status, erased.GetProperty("values").GetInt32()));
    }

    [Theory]
    [InlineData("GET", "/api/v1/devices/nobody", null, 404, "device.unknown")]
    [InlineData("GET", "/api/v1/nothing", null, 404, "api.unknown")]
    [InlineData("PUT", "/api/v1/devices", "{}", 405, "api.method")]
    [InlineData("POST", "/api/v1/health", null, 405, "api.method")]
    [InlineData("POST", "/api/v1/devices", """{"name":"x"}""", 400, "request.malformed")]
    [InlineData("POST", "/api/v1/devices", """{"did":"new-1","colour":"red"}""", 400, "request.malformed")]
    [InlineData("POST", "/api/v1/devices", "null", 400, "request.malformed")]
    [InlineData("POST", "/api/v1/devices", """{"did":"new-1"}""", 422, "device.contract")]
    [InlineData("PATCH", "/api/v1/devices/hall-lamp", """{"label":1}""", 400, "request.malformed")]
    [InlineData("PATCH", "/api/v1/devices/hall-lamp", """{"label":""}""", 422, "device.contract")]
    [InlineData("DELETE", "/api/v1/devices/hall-lamp", null, 422, "device.contract")]
    [InlineData("POST", "/api/v1/devices/nobody/commands", """{"set":{"light.on":true}}""", 404, "device.unknown")]
    [InlineData("POST", "/api/v1/devices/hall-lamp/commands", """{"set":{}}""", 400, "command.malformed")]
    [InlineData("POST", "/api/v1/devices/hall-lamp/commands", """{"set":{"light.on":7}}""", 422, "value.wrong-type")]
    [InlineData("POST", "/api/v1/devices/hall-lamp/commands", """{"set":{"light.on":true},"id":""}""", 400, "request.malformed")]
    [InlineData("POST", "/api/v1/devices/hall-lamp/commands?wait=forever", """{"set":{"light.on":true}}""", 400, "request.malformed")]
    [InlineData("GET", "/api/v1/devices/hall-lamp/history", null, 400, "request.malformed")]
    [InlineData("GET", "/api/v1/devices/hall-lamp/history?property=light.hue", null, 404, "property.unknown")]
    [InlineData("GET", "/api/v1/devices/nobody/history?property=light.on", null, 404, "device.unknown")]
    [InlineData("GET", "/api/v1/devices/hall-lamp/history?property=light.on&points=1", null, 400, "history.points")]
    [InlineData("GET", "/api/v1/devices/hall-lamp/history?property=light.on&points=many", null, 400, "request.malformed")]
    [InlineData("GET", "/api/v1/devices/hall-lamp/history?property=light.on&from=2026-01-02T00:00:00Z&to=2026-01-01T00:00:00Z", null, 400, "history.span")]
    [InlineData("GET", "/api/v1/devices/hall-lamp/history?property=light.mode", null, 503, "history.unavailable")]
    [InlineData("GET", "/api/v1/commands/none", null, 404, "command.unknown")]
    [InlineData("DELETE", "/api/v1/devices/hall-lamp/history", null, 409, "history.confirm")]
    [InlineData("DELETE", "/api/v1/devices/hall-lamp/history?confirm=other", null, 409, "history.confirm")]
    [InlineData("DELETE", "/api/v1/devices/nobody/history", null, 404, "device.unknown")]
    [InlineData("DELETE", "/api/v1/devices/broken-lamp/history", null, 503, "history.unavailable")]
    public async Task Request_CannotBeDone_IsAProblemWithCode(string method, string path, string? body, int status, string code)
    {
        await using var api = await ApiFixture.StartAsync();
        api.OnInput = _ => HubAnswer.No("device.contract", "The hub does not have its contract.");

        var (actual, problem) = await api.SendAsync(new HttpMethod(method), path, body);

        Assert.Equal(status, actual);
        Assert.Equal(code, problem.GetProperty("code").GetString());
        Assert.Equal($"urn:iothub:problem:{code}", problem.GetProperty("type").GetString());
        Assert.Equal(status, problem.GetProperty("status").GetInt32());
    }

    [Fact]
    public async Task Post_UnknownMember_IsNamed()
    {
        await using var api = await ApiFixture.StartAsync();

        var (_, problem) = await api.SendAsync(HttpMethod.Post, "/api/v1/devices", """{"did":"new-1","colour":"red"}""");

        Assert.StartsWith("The member 'colour' is not known here", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Post_BodyTooLarge_Gives413()
    {
        await using var api = await ApiFixture.StartAsync(options => options.BodyBytesMax = 1024);

        var (status, problem) = await api.SendAsync(HttpMethod.Post, "/api/v1/devices", JsonSerializer.Serialize(new { did = new string('x', 2000) }));

        Assert.Equal(413, status);
        Assert.Equal("request.too-large", problem.GetProperty("code").GetString());
    }

    [Fact]
    public async Task Adopt_FoundDevice_IsShownAtOnce()
    {
        await using var api = await ApiFixture.StartAsync();
        api.OnInput = input =>
        {
            api.Offer(new HubOutput.DeviceSaved(SampleHome.Lamp with { Name = "new-lamp", Did = ((HubInput.Adopt)input).Did }));
            return HubAnswer.Yes("new-lamp");
        };

        var (status, body) = await api.SendAsync(HttpMethod.Post, "/api/v1/devices", """{"did":"new-1","room":"Hall"}""");

        Assert.Equal(201, status);
        Assert.Equal("new-lamp", body.GetProperty("name").GetString());
        Assert.Empty(api.Feed.Home.Found);
        Assert.Equal(new HubInput.Adopt("new-1", null, null, "Hall"), Assert.Single(api.Inputs));
    }

    [Fact]
    public async Task Patch_Label_IsShownAtOnce()
    {
        await using var api = await ApiFixture.StartAsync();
        api.OnInput = _ =>
        {
            api.Offer(new HubOutput.DeviceSaved(SampleHome.Lamp with { Label = "Big lamp" }));
            return HubAnswer.Yes();
        };

        var (status, body) = await api.SendAsync(HttpMethod.Patch, "/api/v1/devices/hall-lamp", """{"label":"Big lamp"}""");

        Assert.Equal(200, status);
        Assert.Equal("Big lamp", body.GetProperty("label").GetString());
        Assert.True(body.GetProperty("properties").TryGetProperty("light.on", out _));
    }

    [Fact]
    public async Task Delete_Device_IsGone()
    {
        await using var api = await ApiFixture.StartAsync();
        api.OnInput = _ =>
        {
            api.Offer(new HubOutput.DeviceRetired(SampleHome.Lamp));
            return HubAnswer.Yes();
        };

        var (status, _) = await api.SendAsync(HttpMethod.Delete, "/api/v1/devices/hall-lamp");

        Assert.Equal(204, status);
        Assert.Empty(api.Feed.Home.Devices);
    }

    [Fact]
    public async Task Command_WithoutWaiting_Gives202AndCanBeLookedUp()
    {
        await using var api = await ApiFixture.StartAsync();
        api.OnInput = _ => HubAnswer.Yes("77");

        var (status, sent) = await api.SendAsync(HttpMethod.Post, "/api/v1/devices/hall-lamp/commands", """{"set":{"light.brightness":50},"id":"mine","ttl":1}""");
        var (_, found) = await api.SendAsync(HttpMethod.Get, "/api/v1/commands/mine");

        Assert.Equal(202, status);
        Assert.Equal("""{"id":"mine","command":"77","device":"hall-lamp","state":"accepted"}""", sent.GetRawText());
        Assert.Equal(sent.GetRawText(), found.GetRawText());
        Assert.Equal(TimeSpan.FromMilliseconds(500), Assert.IsType<HubInput.Command>(Assert.Single(api.Inputs)).Timeout);
    }

    [Theory]
    [InlineData(CommandOutcome.Confirmed, null, "confirmed")]
    [InlineData(CommandOutcome.TimedOut, "device.timeout", "expired")]
    public async Task Command_WaitForConfirmed_GivesTheEnd(CommandOutcome outcome, string? error, string state)
    {
        await using var api = await ApiFixture.StartAsync();
        api.OnInput = _ =>
        {
            api.Offer(SampleHome.Ended("mine", outcome, error));
            return HubAnswer.Yes("77");
        };

        var (status, body) = await api.SendAsync(HttpMethod.Post, "/api/v1/devices/hall-lamp/commands?wait=confirmed", """{"call":"light.flash","in":{"light.brightness":5},"id":"mine"}""");

        Assert.Equal(200, status);
        Assert.Equal(state, body.GetProperty("state").GetString());
        Assert.Equal(error, body.TryGetProperty("error", out var given) ? given.GetProperty("code").GetString() : null);
    }

    [Fact]
    public async Task History_Property_GivesColumns()
    {
        await using var api = await ApiFixture.StartAsync();

        var (status, body) = await api.SendAsync(
            HttpMethod.Get, "/api/v1/devices/hall-lamp/history?property=light.brightness&from=1970-01-01T00:01:00Z&to=1970-01-02T00:00:00Z&points=10");

        Assert.Equal(200, status);
        Assert.Equal("[[61.5],[42]]", body.GetProperty("columns").GetRawText());
    }
}

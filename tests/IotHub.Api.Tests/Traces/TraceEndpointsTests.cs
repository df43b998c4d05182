using IotHub.Runtime.Storing;

namespace IotHub.Api.Tests.Traces;

public sealed class TraceEndpointsTests
{
    [Fact]
    public async Task Get_Runs_TellsHowEachBeganAndEnded()
    {
        await using var api = await ApiFixture.StartAsync();

        var (status, runs) = await api.SendAsync(HttpMethod.Get, "/api/v1/automations/evening/runs?limit=7");

        Assert.Equal(200, status);
        Assert.Equal((null, default, 7), api.Traces.Asked);
        Assert.Equal(["running", "stopped"], runs.EnumerateArray().Select(run => run.GetProperty("state").GetString()));
        Assert.Equal("It Started.", runs[0].GetProperty("why").GetString());
        Assert.False(runs[0].TryGetProperty("endedAt", out _));
        Assert.False(runs[1].TryGetProperty("begunAt", out _));
        Assert.Equal("It Stopped.", runs[1].GetProperty("end").GetString());
    }

    [Fact]
    public async Task Get_RunsOfADeletedAutomation_AreStillThereAndThoseBeforeTheFirstAreNone()
    {
        await using var api = await ApiFixture.StartAsync();

        var (old, runs) = await api.SendAsync(HttpMethod.Get, "/api/v1/automations/old/runs");
        var (none, before) = await api.SendAsync(HttpMethod.Get, "/api/v1/automations/old/runs?before=1");

        Assert.Equal((200, 2), (old, runs.GetArrayLength()));
        Assert.Equal((200, 0), (none, before.GetArrayLength()));
    }

    [Fact]
    public async Task Get_RunThatGoesOn_ShowsEachStepWithItsTimeValuesAndCommands()
    {
        await using var api = await ApiFixture.StartAsync();

        var (status, trace) = await api.SendAsync(HttpMethod.Get, "/api/v1/automations/evening/runs/2");

        Assert.Equal(200, status);
        Assert.Equal("running", trace.GetProperty("run").GetProperty("state").GetString());
        Assert.Equal("hall-motion", trace.GetProperty("source").GetProperty("by").GetString());
        Assert.Equal("""{"trigger.value":"true"}""", trace.GetProperty("brought").GetRawText());
        Assert.Equal("""[{"path":"/conditions/0","holds":true,"text":"it is dark","read":{"time()":"22:00"}}]""", trace.GetProperty("clauses").GetRawText());
        var steps = trace.GetProperty("steps");
        Assert.Equal(["failed", "done", "running"], steps.EnumerateArray().Select(step => step.GetProperty("state").GetString()));
        Assert.Equal([0, 60_000], steps.EnumerateArray().Take(2).Select(step => step.GetProperty("durationMs").GetDouble()));
        Assert.False(steps[2].TryGetProperty("endedAt", out _));
        Assert.Equal("""{"level":null}""", steps[2].GetProperty("read").GetRawText());
        var commands = steps[0].GetProperty("commands");
        Assert.Equal(["timedOut", "unknown"], commands.EnumerateArray().Select(command => command.GetProperty("state").GetString()));
        Assert.Equal((1500, 2, "device.timeout"), (commands[0].GetProperty("durationMs").GetDouble(), commands[0].GetProperty("attempts").GetInt32(), commands[0].GetProperty("error").GetString()));
    }

    [Fact]
    public async Task Get_WhyNot_NamesTheClauseAndItsValues()
    {
        await using var api = await ApiFixture.StartAsync();

        var (status, found) = await api.SendAsync(HttpMethod.Get, "/api/v1/automations/evening/why-not?from=2026-01-02T03:04:05Z&before=2026-01-03T00:00:00Z");

        Assert.Equal(200, status);
        Assert.Equal((null, new TimeSpanFilter(SampleHome.Start, new DateTimeOffset(2026, 1, 3, 0, 0, 0, TimeSpan.Zero)), 50), api.Traces.Asked);
        Assert.Equal("refused", found[0].GetProperty("kind").GetString());
        Assert.Equal(
            """[{"path":"/conditions/0","holds":false,"text":"hall-lamp/light.on is true, not false","read":{"hall-lamp/light.on":"true"}}]""", found[0].GetProperty("clauses").GetRawText());
    }

    [Fact]
    public async Task Get_Why_GivesTheChainInOrderWithTheAddressOfTheRun()
    {
        await using var api = await ApiFixture.StartAsync();

        var (status, why) = await api.SendAsync(HttpMethod.Get, "/api/v1/devices/hall-lamp/properties/light.on/why");

        Assert.Equal(200, status);
        Assert.True(why.GetProperty("value").GetBoolean());
        var chain = why.GetProperty("chain");
        Assert.Equal(["command", "run", "notKept"], chain.EnumerateArray().Select(link => link.GetProperty("kind").GetString()));
        Assert.Equal("12", chain[0].GetProperty("command").GetProperty("command").GetString());
        Assert.Equal("/api/v1/automations/evening/runs/2", chain[1].GetProperty("href").GetString());
        Assert.Equal(200, (await api.SendAsync(HttpMethod.Get, chain[1].GetProperty("href").GetString()!)).Status);
    }

    [Fact]
    public async Task Get_CommandsAndPastDecisions_OfASpan()
    {
        await using var api = await ApiFixture.StartAsync();

        var (status, commands) = await api.SendAsync(HttpMethod.Get, "/api/v1/devices/hall-lamp/commands?before=2026-01-03T00:00:00Z&limit=1");
        Assert.Equal((200, "12"), (status, commands[0].GetProperty("command").GetString()));
        Assert.Equal(1, api.Traces.Asked.Count);

        var (past, decisions) = await api.SendAsync(HttpMethod.Get, "/api/v1/decisions/past?from=2026-01-02T00:00:00Z");
        Assert.Equal((200, "finished"), (past, decisions[0].GetProperty("kind").GetString()));
        Assert.Equal(new DateTimeOffset(2026, 1, 2, 0, 0, 0, TimeSpan.Zero), api.Traces.Asked.Span.From);
    }

    [Theory]
    [InlineData("/automations/nobody/runs", 404, "automation.unknown")]
    [InlineData("/automations/nobody/runs/1", 404, "automation.unknown")]
    [InlineData("/automations/nobody/why-not", 404, "automation.unknown")]
    [InlineData("/automations/evening/runs/9", 404, "run.unknown")]
    [InlineData("/automations/evening/runs/0", 400, "request.malformed")]
    [InlineData("/automations/evening/runs/two", 400, "request.malformed")]
    [InlineData("/automations/evening/runs?before=0", 400, "request.malformed")]
    [InlineData("/automations/evening/runs?limit=0", 400, "request.malformed")]
    [InlineData("/automations/evening/runs?limit=201", 400, "request.malformed")]
    [InlineData("/automations/evening/why-not?limit=201", 400, "request.malformed")]
    [InlineData("/automations/evening/why-not?from=2026-01-02T00:00:00Z&before=2026-01-01T00:00:00Z", 400, "traces.span")]
    [InlineData("/devices/nobody/properties/light.on/why", 404, "device.unknown")]
    [InlineData("/devices/hall-lamp/properties/light.colour/why", 404, "property.unknown")]
    [InlineData("/devices/hall-lamp/properties/light.on/why?at=2020-01-01T00:00:00Z", 404, "value.unknown")]
    [InlineData("/devices/hall-lamp/properties/light.on/why?at=yesterday", 400, "request.malformed")]
    [InlineData("/devices/nobody/commands", 404, "device.unknown")]
    [InlineData("/devices/hall-lamp/commands?limit=0", 400, "request.malformed")]
    [InlineData("/decisions/past?limit=201", 400, "request.malformed")]
    public async Task Get_UnknownOrOutOfBounds_IsAProblem(string path, int status, string code)
    {
        await using var api = await ApiFixture.StartAsync();

        var (found, problem) = await api.SendAsync(HttpMethod.Get, "/api/v1" + path);

        Assert.Equal((status, code), (found, problem.GetProperty("code").GetString()));
    }

    [Theory]
    [InlineData("/automations/evening/runs")]
    [InlineData("/automations/evening/runs/2")]
    [InlineData("/automations/evening/why-not")]
    [InlineData("/devices/hall-lamp/properties/light.on/why")]
    [InlineData("/devices/hall-lamp/commands")]
    [InlineData("/decisions/past")]
    public async Task Get_StoreCannotBeRead_SaysSo(string path)
    {
        await using var api = await ApiFixture.StartAsync();
        api.Traces.IsBroken = true;

        var (status, problem) = await api.SendAsync(HttpMethod.Get, "/api/v1" + path);

        Assert.Equal((503, "traces.unavailable"), (status, problem.GetProperty("code").GetString()));
    }
}

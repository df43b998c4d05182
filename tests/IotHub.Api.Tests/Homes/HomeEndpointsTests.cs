using IotHub.Automation.Traces;
using IotHub.Contracts.Messages;
using IotHub.Devices;
using IotHub.Runtime;

namespace IotHub.Api.Tests.Homes;

public sealed class HomeEndpointsTests
{
    [Fact]
    public async Task Get_DecisionsAndRejections_NewestFirstAndBounded()
    {
        await using var api = await ApiFixture.StartAsync(options => (options.DecisionsKept, options.RejectionsKept) = (2, 1));
        api.Offer(Decision("a", 1), Decision("b", 2), Decision("a", 3), Refused("first"), Refused("second"), new HubOutput.SceneRemoved("movie"));
        await api.Feed.WaitForAsync(home => home.Scenes.IsEmpty, CancellationToken.None).WaitAsync(TimeSpan.FromSeconds(30));

        var (_, all) = await api.SendAsync(HttpMethod.Get, "/api/v1/decisions?limit=2");
        var (_, ofA) = await api.SendAsync(HttpMethod.Get, "/api/v1/decisions?automation=a&limit=1");
        var (_, rejections) = await api.SendAsync(HttpMethod.Get, "/api/v1/rejections?limit=1");
        var (tooMany, _) = await api.SendAsync(HttpMethod.Get, "/api/v1/decisions?limit=3");

        Assert.Equal([3, 2], all.EnumerateArray().Select(decision => decision.GetProperty("run").GetInt32()));
        Assert.Equal(3, Assert.Single(ofA.EnumerateArray()).GetProperty("run").GetInt32());
        var rejection = Assert.Single(rejections.EnumerateArray());
        Assert.Equal("second", rejection.GetProperty("message").GetString());
        Assert.Equal("outOfRange", rejection.GetProperty("reason").GetString());
        Assert.Equal(400, tooMany);
    }

    [Fact]
    public async Task Get_Counters_AreThoseOfTheLoop()
    {
        await using var api = await ApiFixture.StartAsync();

        var (status, body) = await api.SendAsync(HttpMethod.Get, "/api/v1/counters");

        Assert.Equal(200, status);
        Assert.Equal(7, body.GetProperty("messagesAccepted").GetInt32());
        Assert.Equal("""{"outOfRange":2}""", body.GetProperty("messagesRefused").GetRawText());
    }

    [Fact]
    public async Task Get_Health_TellsTheProblemsOfItsSources()
    {
        await using var api = await ApiFixture.StartAsync();

        var (status, body) = await api.SendAsync(HttpMethod.Get, "/api/v1/health");

        Assert.Equal(200, status);
        Assert.Equal("degraded", body.GetProperty("status").GetString());
        Assert.Equal("storage.slow", body.GetProperty("problems")[0].GetProperty("code").GetString());
    }

    [Fact]
    public async Task Get_Contract_ByUrnOrKind()
    {
        await using var api = await ApiFixture.StartAsync();

        var (_, list) = await api.SendAsync(HttpMethod.Get, "/api/v1/contracts");
        var (status, byKind) = await api.SendAsync(HttpMethod.Get, "/api/v1/contracts/light");
        var (_, byUrn) = await api.SendAsync(HttpMethod.Get, $"/api/v1/contracts/{list[0].GetProperty("type").GetString()}");
        var (unknown, _) = await api.SendAsync(HttpMethod.Get, "/api/v1/contracts/kettle");

        Assert.Equal(200, status);
        Assert.Equal(byKind.GetRawText(), byUrn.GetRawText());
        Assert.Equal("light.mode", byKind.GetProperty("services")[0].GetProperty("properties")[2].GetProperty("key").GetString());
        Assert.Equal(404, unknown);
    }

    private static HubOutput.Decided Decision(string automation, long run) =>
        new(new Decision(SampleHome.Start, automation, run, DecisionKind.Started, "t", "It was dark.", Cause.Root(run, CauseOrigin.Time, "clock")));

    private static HubOutput.Refused Refused(string message) =>
        new(new RejectedMessage("lamp-1", "devices/lamp-1/properties", new Rejection(RejectionReason.OutOfRange, message, "/light.brightness")), SampleHome.Start);
}

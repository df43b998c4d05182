using IotHub.Api.Makers.Certification;
using Microsoft.Extensions.DependencyInjection;

namespace IotHub.Api.Tests.Makers;

public sealed class CertificationEndpointsTests
{
    private const string Base = "/api/v1/certification";

    [Theory]
    [InlineData("GET", "", null)]
    [InlineData("POST", "", "{}")]
    [InlineData("POST", "/answer", """{"question":1,"done":true}""")]
    [InlineData("DELETE", "", null)]
    [InlineData("GET", "/report", null)]
    public async Task Any_SwitchedOff_SaysHowToSwitchItOn(string method, string path, string? body)
    {
        await using var api = await ApiFixture.StartAsync();

        var (status, problem) = await api.SendAsync(new HttpMethod(method), Base + path, body);

        Assert.Equal((404, "certification.off"), (status, problem.GetProperty("code").GetString()));
    }

    [Fact]
    public async Task Get_WithSince_TellsOnlyWhatIsNotKnown()
    {
        var (api, _) = await StartAsync();
        await using var _api = api;

        var (status, body) = await api.SendAsync(HttpMethod.Get, Base + "?since=1");

        Assert.Equal(200, status);
        Assert.Equal(
            """{"state":"running","host":"127.0.0.1","port":4242,"simulated":true,"did":"lamp-1","contract":"urn:x","begin":"1970-01-01T00:00:00+00:00","seconds":1.5,"limitSeconds":1800,"doing":"events","ask":{"question":7,"what":"trigger","event":"button.click"},"found":2,"results":[{"clause":"R-5","title":"Refuses","subject":"b","verdict":"fail","expected":"x","seen":"y"}]}""",
            body.GetRawText());
    }

    [Fact]
    public async Task Post_SimulatedDevice_IsOrdered()
    {
        var (api, desk) = await StartAsync();
        await using var _api = api;

        Assert.Equal(202, (await api.SendAsync(HttpMethod.Post, Base, """{"simulated":"lamp-1","allActions":true}""")).Status);
        Assert.Equal(new CertificationOrder("lamp-1", null, null, null, false, true), Assert.Single(desk.Orders));
    }

    [Fact]
    public async Task Post_RealDevice_IsOrderedWithItsContract()
    {
        var (api, desk) = await StartAsync();
        await using var _api = api;

        Assert.Equal(202, (await api.SendAsync(HttpMethod.Post, Base, """{"contract":"light","did":"bench-1","clientId":"c","byHand":true}""")).Status);
        var order = Assert.Single(desk.Orders);
        Assert.Equal(("urn:miot-spec-v2:device:light:00000001:test-lamp:1", "bench-1", "c", true, false), (order.Contract!.Type.Text, order.Did, order.ClientId, order.IsByHand, order.AllActions));
    }

    [Theory]
    [InlineData("""{"simulated":"lamp-1","did":"x"}""", 400, "request.malformed")]
    [InlineData("""{"contract":"light"}""", 422, "certification.did")]
    [InlineData("""{"contract":"light","did":"a/b"}""", 422, "certification.did")]
    [InlineData("""{"contract":"light","did":"a","clientId":""}""", 422, "certification.client-id")]
    [InlineData("""{"did":"a"}""", 400, "request.malformed")]
    [InlineData("""{"contract":"nothing","did":"a"}""", 404, "contract.unknown")]
    [InlineData("""{"document":"{}","did":"a"}""", 422, "contract.invalid")]
    public async Task Post_OrderThatCannotBe_IsRefusedAndNotBegun(string body, int status, string code)
    {
        var (api, desk) = await StartAsync();
        await using var _api = api;

        var (actual, problem) = await api.SendAsync(HttpMethod.Post, Base, body);

        Assert.Equal((status, code), (actual, problem.GetProperty("code").GetString()));
        Assert.Empty(desk.Orders);
    }

    [Theory]
    [InlineData("certification.busy", 409)]
    [InlineData("simulated.unknown", 404)]
    [InlineData("certification.unsupported", 503)]
    public async Task Post_ThatTheDeskRefuses_IsAProblem(string code, int status)
    {
        var (api, desk) = await StartAsync();
        await using var _api = api;
        desk.Fault = (code, "Because.");

        var (actual, problem) = await api.SendAsync(HttpMethod.Post, Base, """{"simulated":"lamp-1"}""");

        Assert.Equal((status, code, "Because."), (actual, problem.GetProperty("code").GetString(), problem.GetProperty("detail").GetString()));
    }

    [Fact]
    public async Task Answer_ToWhatIsNotAsked_IsRefused()
    {
        var (api, _) = await StartAsync();
        await using var _api = api;

        Assert.Equal(204, (await api.SendAsync(HttpMethod.Post, Base + "/answer", """{"question":7,"done":true}""")).Status);
        Assert.Equal(409, (await api.SendAsync(HttpMethod.Post, Base + "/answer", """{"question":6,"done":true}""")).Status);
    }

    [Fact]
    public async Task Delete_AndReport_ArePassedOn()
    {
        var (api, desk) = await StartAsync();
        await using var _api = api;

        Assert.Equal(204, (await api.SendAsync(HttpMethod.Delete, Base)).Status);
        Assert.Equal(1, desk.Cancelled);
        Assert.Equal("certification.none", (await api.SendAsync(HttpMethod.Get, Base + "/report")).Body.GetProperty("code").GetString());
        desk.Report = """{"version":1}""";
        Assert.Equal("""{"version":1}""", (await api.SendAsync(HttpMethod.Get, Base + "/report")).Body.GetRawText());
    }

    private static async Task<(ApiFixture Api, SampleDesk Desk)> StartAsync()
    {
        var desk = new SampleDesk();
        return (await ApiFixture.StartAsync(services: services => services.AddSingleton<ICertificationDesk>(desk)), desk);
    }
}

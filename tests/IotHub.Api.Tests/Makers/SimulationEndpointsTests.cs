using System.Text.Json;
using IotHub.Api.Makers.Simulation;
using IotHub.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace IotHub.Api.Tests.Makers;

public sealed class SimulationEndpointsTests
{
    private const string Base = "/api/v1/simulation";

    [Theory]
    [InlineData("GET", "", null)]
    [InlineData("GET", "/devices/lamp-1", null)]
    [InlineData("PUT", "/pause", """{"paused":true}""")]
    [InlineData("PUT", "/devices/lamp-1/properties/light.on", """{"value":true}""")]
    [InlineData("DELETE", "/devices/lamp-1/faults", null)]
    [InlineData("POST", "/devices", """{"contract":"light"}""")]
    [InlineData("DELETE", "/devices/lamp-1", null)]
    [InlineData("POST", "/devices/lamp-1:restore", null)]
    public async Task Any_NothingSimulated_SaysHowToSwitchItOn(string method, string path, string? body)
    {
        await using var api = await ApiFixture.StartAsync();

        var (status, problem) = await api.SendAsync(new HttpMethod(method), Base + path, body);

        Assert.Equal((404, "simulation.off"), (status, problem.GetProperty("code").GetString()));
        Assert.Equal("No devices are simulated here. Start the hub with --demo, or with Makers:Simulator on.", problem.GetProperty("detail").GetString());
    }

    [Fact]
    public async Task Get_Simulation_NamesTheDeviceOfTheHome()
    {
        var (api, _) = await StartAsync();
        await using var _api = api;

        var (_, body) = await api.SendAsync(HttpMethod.Get, Base);

        Assert.Equal(
            """{"did":"lamp-1","kind":"light","contract":"urn:miot-spec-v2:device:light:00000001:test-lamp:1","room":"Hall","state":"online","paused":false,"faults":[{"name":"loss","value":0.5}],"last":{"at":"1970-01-01T00:00:00+00:00","sent":true,"topic":"devices/lamp-1/status","text":"online","bytes":6},"device":"hall-lamp","label":"Hall lamp"}""",
            body.GetProperty("devices")[0].GetRawText());
        Assert.Equal("""{"did":"elsewhere","kind":"light","contract":"urn:miot-spec-v2:device:light:00000001:test-lamp:1","room":"Hall","state":"online","paused":false,"faults":[]}""", body.GetProperty("devices")[1].GetRawText());
        Assert.Equal("""[{"name":"loss","measure":"share","min":0,"max":1,"whole":false,"usual":0.1}]""", body.GetProperty("faults").GetRawText());
    }

    [Fact]
    public async Task Get_Device_TellsValuesAndMessages()
    {
        var (api, _) = await StartAsync();
        await using var _api = api;

        var (status, body) = await api.SendAsync(HttpMethod.Get, Base + "/devices/lamp-1");

        Assert.Equal((200, """{"light.on":true}""", 1), (status, body.GetProperty("values").GetRawText(), body.GetProperty("messages").GetArrayLength()));
        Assert.Equal("simulated.unknown", (await api.SendAsync(HttpMethod.Get, Base + "/devices/nobody")).Body.GetProperty("code").GetString());
    }

    [Theory]
    [InlineData("PUT", "/properties/light.on", """{"value":true}""", "lamp-1 light.on=true")]
    [InlineData("POST", "/events/light.click", """{"arguments":{"light.count":2}}""", "lamp-1 fire light.click light.count=2")]
    [InlineData("POST", "/actions/light.toggle", "{}", "lamp-1 call light.toggle ")]
    [InlineData("PUT", "/faults/loss", """{"value":0.3}""", "lamp-1 Break { Name = loss, Value = 0.3 }")]
    [InlineData("PUT", "/faults/loss", "{}", "lamp-1 Break { Name = loss, Value =  }")]
    [InlineData("DELETE", "/faults/loss", null, "lamp-1 Mend { Name = loss }")]
    [InlineData("DELETE", "/faults", null, "lamp-1 Mend { Name =  }")]
    [InlineData("PUT", "/power", """{"plugged":false}""", "lamp-1 Power { IsPlugged = False }")]
    [InlineData("PUT", "/pause", """{"paused":true}""", "lamp-1 Pause { IsPaused = True }")]
    public async Task Hand_AtADevice_IsPassedOn(string method, string path, string? body, string expected)
    {
        var (api, simulator) = await StartAsync();
        await using var _api = api;

        var (status, _) = await api.SendAsync(new HttpMethod(method), $"{Base}/devices/lamp-1{path}", body);

        Assert.Equal((204, expected), (status, Assert.Single(simulator.Done)));
    }

    [Theory]
    [InlineData("value.wrong", 422)]
    [InlineData("fault.unknown", 404)]
    [InlineData("simulation.full", 409)]
    [InlineData("simulated.not-joined", 503)]
    public async Task Hand_ThatCannotBe_IsAProblemWithTheReason(string code, int expected)
    {
        var (api, simulator) = await StartAsync();
        await using var _api = api;
        simulator.Answer = new SimulatorAnswer(code, "Because.");

        var (status, problem) = await api.SendAsync(HttpMethod.Put, Base + "/devices/lamp-1/faults/loss", "{}");

        Assert.Equal((expected, code, "Because."), (status, problem.GetProperty("code").GetString(), problem.GetProperty("detail").GetString()));
    }

    [Fact]
    public async Task Hand_ThatDoesNotEnd_IsAnsweredAsLate()
    {
        var (api, simulator) = await StartAsync();
        await using var _api = api;
        simulator.IsStuck = true;

        Assert.Equal((503, "simulated.late"), await CodeAsync(api, HttpMethod.Put, "/devices/lamp-1/power", """{"plugged":true}"""));
        Assert.Equal((503, "simulated.late"), await CodeAsync(api, HttpMethod.Get, "/devices/lamp-1", null));
        Assert.Equal((503, "simulated.late"), await CodeAsync(api, HttpMethod.Put, "/pause", """{"paused":true}"""));
    }

    [Fact]
    public async Task Post_Devices_AreOfTheContractAndTakeNoIdOfOthers()
    {
        var (api, simulator) = await StartAsync();
        await using var _api = api;

        var (status, body) = await api.SendAsync(HttpMethod.Post, Base + "/devices", """{"contract":"light","count":2,"room":"Bench"}""");

        Assert.Equal((201, """{"dids":["a","b"],"contract":"urn:miot-spec-v2:device:light:00000001:test-lamp:1"}"""), (status, body.GetRawText()));
        Assert.Equal("add urn:miot-spec-v2:device:light:00000001:test-lamp:1 2 Bench True False", Assert.Single(simulator.Done));
    }

    [Fact]
    public async Task Post_DevicesOfAnOwnContract_TeachesItFirst()
    {
        var (api, simulator) = await StartAsync();
        await using var _api = api;
        var text = await File.ReadAllTextAsync(RepositoryRoot.Path("firmware-contracts", "contracts", "button.json"));

        var (status, _) = await api.SendAsync(HttpMethod.Post, Base + "/devices", JsonSerializer.Serialize(new { document = text }));

        Assert.Equal(201, status);
        Assert.Equal(2, simulator.Done.Count);
        Assert.StartsWith("learn urn:", simulator.Done[0], StringComparison.Ordinal);
        Assert.StartsWith("add urn:", simulator.Done[1], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{}", 400, "request.malformed")]
    [InlineData("""{"contract":"light","document":"{}"}""", 400, "request.malformed")]
    [InlineData("""{"contract":"nothing"}""", 404, "contract.unknown")]
    [InlineData("""{"contract":"light","count":51}""", 422, "simulation.count")]
    [InlineData("""{"contract":"light","count":0}""", 422, "simulation.count")]
    [InlineData("""{"contract":"light","room":""}""", 422, "simulation.room")]
    [InlineData("""{"document":"{"}""", 422, "contract.invalid")]
    public async Task Post_DevicesThatCannotBe_AreRefusedAndNothingIsDone(string body, int status, string code)
    {
        var (api, simulator) = await StartAsync();
        await using var _api = api;

        Assert.Equal((status, code), await CodeAsync(api, HttpMethod.Post, "/devices", body));
        Assert.Empty(simulator.Done);
    }

    [Fact]
    public async Task Post_BrokenContract_NamesEachFaultWithItsPlace()
    {
        var (api, _) = await StartAsync();
        await using var _api = api;

        var (_, problem) = await api.SendAsync(HttpMethod.Post, Base + "/devices", """{"document":"{\n \"services\": 3}"}""");

        var fault = Assert.Single(problem.GetProperty("diagnostics").EnumerateArray());
        Assert.Equal(("contract.services.missing", "/services", 2), (fault.GetProperty("code").GetString(), fault.GetProperty("path").GetString(), fault.GetProperty("line").GetInt32()));
    }

    [Fact]
    public async Task Delete_AndRestore_AnswerWhetherItWasThere()
    {
        var (api, _) = await StartAsync();
        await using var _api = api;

        Assert.Equal(204, (await api.SendAsync(HttpMethod.Delete, Base + "/devices/lamp-1")).Status);
        Assert.Equal((404, "simulated.unknown"), await CodeAsync(api, HttpMethod.Delete, "/devices/nobody", null));
        Assert.Equal(204, (await api.SendAsync(HttpMethod.Post, Base + "/devices/lamp-1:restore")).Status);
    }

    private static async Task<(int Status, string? Code)> CodeAsync(ApiFixture api, HttpMethod method, string path, string? body)
    {
        var (status, problem) = await api.SendAsync(method, Base + path, body);
        return (status, problem.GetProperty("code").GetString());
    }

    private static async Task<(ApiFixture Api, SampleSimulator Simulator)> StartAsync()
    {
        var simulator = new SampleSimulator();
        return (await ApiFixture.StartAsync(services: services => services.AddSingleton<ISimulator>(simulator)), simulator);
    }
}

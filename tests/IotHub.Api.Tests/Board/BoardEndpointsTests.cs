using IotHub.Api.Board;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace IotHub.Api.Tests.Board;

public sealed class BoardEndpointsTests
{
    [Fact]
    public async Task Get_Board_SaysWhatPinsAre()
    {
        await using var none = await ApiFixture.StartAsync();
        await using var simulated = await ApiFixture.StartAsync(services: services => services.AddSingleton(new BoardBody("simulated", 4, 1)));

        Assert.Equal("""{"driver":"off","devices":0,"faults":0}""", (await none.SendAsync(HttpMethod.Get, "/api/v1/board")).Body.GetRawText());
        Assert.Equal("""{"driver":"simulated","devices":4,"faults":1}""", (await simulated.SendAsync(HttpMethod.Get, "/api/v1/board")).Body.GetRawText());
    }

    [Fact]
    public async Task Get_Lines_AreThoseOfTheBoardWithTheDeviceThatHoldsThem()
    {
        await using var api = await ApiFixture.StartAsync();

        var (status, lines) = await api.SendAsync(HttpMethod.Get, "/api/v1/board/lines");

        Assert.Equal(200, status);
        Assert.Equal(
            """
            {"line":"GPIO17","offset":17,"consumer":"iothub:lamp-1","output":true,"level":false,"chip":"pinctrl-sample","activeLow":false,"bias":"as-is","drive":"push-pull","change":1,"device":"hall-lamp","label":"Hall lamp"}
            """,
            lines[0].GetRawText());
        Assert.Equal("""{"line":"GPIO27","offset":27,"output":false,"level":true,"pull":true,"chip":"pinctrl-sample","activeLow":true,"bias":"pull-up","change":2}""", lines[1].GetRawText());
    }

    [Theory]
    [InlineData("""{"pull":true}""", "GPIO27=True")]
    [InlineData("""{"pull":false}""", "GPIO27=False")]
    [InlineData("""{"pull":null}""", "GPIO27=")]
    public async Task Put_Line_IsPulled(string body, string pulled)
    {
        await using var api = await ApiFixture.StartAsync();

        var (status, _) = await api.SendAsync(HttpMethod.Put, "/api/v1/board/lines/GPIO27", body);

        Assert.Equal(204, status);
        Assert.Equal(pulled, Assert.Single(api.Board.Touched));
    }

    [Theory]
    [InlineData("PUT", "lines/GPIO99", """{"pull":true}""", 404, "line.unknown")]
    [InlineData("POST", "lines/GPIO99:press", "{}", 404, "line.unknown")]
    [InlineData("POST", "lines/GPIO17:press", "{}", 409, "line.output")]
    [InlineData("POST", "lines/GPIO17:bounce", "{}", 409, "line.output")]
    [InlineData("POST", "lines/GPIO27:press", """{"milliseconds":10001}""", 422, "board.out-of-range")]
    [InlineData("POST", "lines/GPIO27:press", """{"bounces":51}""", 422, "board.out-of-range")]
    [InlineData("POST", "lines/GPIO27:bounce", """{"bounces":0}""", 422, "board.out-of-range")]
    [InlineData("POST", "inputs/keys:press", "{}", 404, "input.unknown")]
    [InlineData("POST", "inputs/keys:press", """{"key":"KEY_Q"}""", 404, "input.unknown")]
    [InlineData("POST", "inputs/keys:turn", """{"steps":1}""", 404, "input.unknown")]
    [InlineData("POST", "inputs/rotary@5:turn", """{"steps":0}""", 422, "board.out-of-range")]
    [InlineData("POST", "inputs/rotary@5:turn", "{}", 422, "board.out-of-range")]
    public async Task Touch_ThatCannotBe_IsRefusedAndTouchesNothing(string method, string path, string body, int status, string code)
    {
        await using var api = await ApiFixture.StartAsync();

        var (actual, problem) = await api.SendAsync(new HttpMethod(method), $"/api/v1/board/{path}", body);

        Assert.Equal((status, code), (actual, problem.GetProperty("code").GetString()));
        Assert.Empty(api.Board.Touched);
    }

    [Fact]
    public async Task Turn_Encoder_TurnsTheOnlyAxisThereIs()
    {
        await using var api = await ApiFixture.StartAsync();

        var (status, _) = await api.SendAsync(HttpMethod.Post, "/api/v1/board/inputs/rotary@5:turn", """{"steps":-3}""");

        Assert.Equal(204, status);
        Assert.Equal("rotary@5 REL_X -3", Assert.Single(api.Board.Touched));
    }

    [Fact]
    public async Task Get_Inputs_NameTheDeviceOfTheHome()
    {
        await using var api = await ApiFixture.StartAsync();

        var (_, inputs) = await api.SendAsync(HttpMethod.Get, "/api/v1/board/inputs");

        Assert.Equal("""{"input":"keys","kind":"key","name":"KEY_OK","did":"lamp-1","device":"hall-lamp","label":"Hall lamp"}""", inputs[1].GetRawText());
        Assert.Equal("""{"input":"keys","kind":"key","name":"KEY_UP","did":"elsewhere"}""", inputs[2].GetRawText());
    }

    [Fact]
    public async Task Board_ThatIsReal_HasNoLinesToTouch()
    {
        await using var api = await ApiFixture.StartAsync(services: services => services.RemoveAll<ISimulatedBoard>());

        foreach (var (method, path) in ((HttpMethod, string)[])[(HttpMethod.Get, "lines"), (HttpMethod.Get, "inputs"), (HttpMethod.Get, "changes"), (HttpMethod.Post, "lines/GPIO27:press"), (HttpMethod.Post, "inputs/keys:press")])
        {
            var (status, problem) = await api.SendAsync(method, $"/api/v1/board/{path}", method == HttpMethod.Post ? "{}" : null);
            Assert.Equal((404, "board.real"), (status, problem.GetProperty("code").GetString()));
        }
    }

    [Fact]
    public async Task Changes_BeginWithAllLinesAndTellEachOneThatChanges()
    {
        await using var api = await ApiFixture.StartAsync();
        using var response = await api.Http.GetAsync(new Uri("/api/v1/board/changes", UriKind.Relative), HttpCompletionOption.ResponseHeadersRead);
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync());

        Assert.Equal("event: lines", await reader.ReadLineAsync());
        Assert.StartsWith("""data: [{"line":"GPIO17",""", await reader.ReadLineAsync(), StringComparison.Ordinal);
        Assert.Equal("", await reader.ReadLineAsync());
        await api.SendAsync(HttpMethod.Put, "/api/v1/board/lines/GPIO28", """{"pull":true}""");

        Assert.Equal("event: line", await reader.ReadLineAsync());
        Assert.Equal("""data: {"line":"GPIO28","offset":28,"output":false,"level":true,"pull":true,"chip":"pinctrl-sample","activeLow":false,"bias":"pull-down","change":4}""", await reader.ReadLineAsync());
    }
}

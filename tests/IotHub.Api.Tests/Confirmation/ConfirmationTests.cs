using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using IotHub.Runtime;
using IotHub.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace IotHub.Api.Tests.Confirmation;

public sealed class ConfirmationTests
{
    private const string Unlock = """{"call":"gate.unlock"}""";
    private const string Open = """{"set":{"gate.target":1}}""";
    private const string Commands = "/api/v1/devices/gate/commands";

    private readonly ManualTime _time = new(SampleHome.Start);

    [Fact]
    public async Task Command_ThatUnlocks_IsAskedOnceAndThenSent()
    {
        await using var api = await StartAsync();

        var (status, problem) = await api.SendAsync(HttpMethod.Post, Commands, Unlock);

        Assert.Equal(409, status);
        Assert.Equal("confirm-required", problem.GetProperty("code").GetString());
        Assert.Empty(api.Inputs);
        var confirm = problem.GetProperty("confirm");
        Assert.Equal(60_000, confirm.GetProperty("expiresInMs").GetInt32());
        Assert.Equal(
            """[{"device":"gate","label":"Garden gate","room":"Garden","kind":"gate","action":"gate.unlock","description":"Unlock the gate"}]""",
            confirm.GetProperty("acts").GetRawText());
        Assert.Equal($"A person has to confirm 'gate.unlock' of Garden gate (Garden). Send the same again with the nonce {Nonce(problem)}.", problem.GetProperty("detail").GetString());

        Assert.Equal(202, (await api.SendAsync(HttpMethod.Post, Commands, Unlock, ("Confirm", Nonce(problem)))).Status);
        Assert.Equal("gate.unlock", Assert.IsType<HubInput.Command>(Assert.Single(api.Inputs)).Call!.Key);
    }

    [Theory]
    [InlineData("""{"call":"gate.lock"}""")]
    [InlineData("""{"set":{"gate.target":0}}""")]
    [InlineData("""{"set":{"gate.light":true}}""")]
    public async Task Command_ThatClosesOrOpensNothing_IsNotAsked(string command)
    {
        await using var api = await StartAsync();

        Assert.Equal(202, (await api.SendAsync(HttpMethod.Post, Commands, command)).Status);
    }

    [Fact]
    public async Task Command_WithNonceAgain_IsAskedAgain()
    {
        await using var api = await StartAsync();
        var nonce = Nonce((await api.SendAsync(HttpMethod.Post, Commands, Open)).Body);
        await api.SendAsync(HttpMethod.Post, Commands, Open, ("Confirm", nonce));

        var (status, again) = await api.SendAsync(HttpMethod.Post, Commands, Open, ("Confirm", nonce));

        Assert.Equal(409, status);
        Assert.NotEqual(nonce, Nonce(again));
        Assert.Single(api.Inputs);
    }

    [Theory]
    [InlineData("""{"set":{"gate.target":2}}""")]
    [InlineData("""{"set":{"gate.target":1,"gate.light":true}}""")]
    [InlineData("""{"call":"gate.unlock"}""")]
    public async Task Command_OfAnotherValueWithTheNonce_IsAskedForItself(string other)
    {
        await using var api = await StartAsync();
        var nonce = Nonce((await api.SendAsync(HttpMethod.Post, Commands, Open)).Body);

        Assert.Equal(409, (await api.SendAsync(HttpMethod.Post, Commands, other, ("Confirm", nonce))).Status);
        Assert.Empty(api.Inputs);
    }

    [Fact]
    public async Task Command_AfterTheWhile_IsAskedAgain()
    {
        await using var api = await StartAsync();
        var early = Nonce((await api.SendAsync(HttpMethod.Post, Commands, Open)).Body);
        _time.Advance(TimeSpan.FromMinutes(1) - TimeSpan.FromTicks(1));
        var inTime = await api.SendAsync(HttpMethod.Post, Commands, Open, ("Confirm", early));
        var late = Nonce((await api.SendAsync(HttpMethod.Post, Commands, Open)).Body);
        _time.Advance(TimeSpan.FromMinutes(1));

        Assert.Equal(202, inTime.Status);
        Assert.Equal(409, (await api.SendAsync(HttpMethod.Post, Commands, Open, ("Confirm", late))).Status);
    }

    [Fact]
    public async Task Command_FromAnotherAddressWithTheNonce_IsAskedForItself()
    {
        await using var api = await StartAsync();
        var nonce = Nonce((await api.SendAsync(HttpMethod.Post, Commands, Open)).Body);

        Assert.Equal(409, await SendFromAsync(api, IPAddress.Parse("127.0.0.2"), nonce));
        Assert.Equal(202, await SendFromAsync(api, IPAddress.Loopback, nonce));
    }

    [Fact]
    public async Task Command_MoreQuestionsThanAreKept_ForgetsTheOldest()
    {
        await using var api = await StartAsync(options => options.ConfirmationsMax = 2);
        var first = Nonce((await api.SendAsync(HttpMethod.Post, Commands, Open)).Body);
        var second = Nonce((await api.SendAsync(HttpMethod.Post, Commands, Open)).Body);
        var third = Nonce((await api.SendAsync(HttpMethod.Post, Commands, Open)).Body);

        Assert.Equal(202, (await api.SendAsync(HttpMethod.Post, Commands, Open, ("Confirm", third))).Status);
        Assert.Equal(202, (await api.SendAsync(HttpMethod.Post, Commands, Open, ("Confirm", second))).Status);
        Assert.Equal(409, (await api.SendAsync(HttpMethod.Post, Commands, Open, ("Confirm", first))).Status);
    }

    [Fact]
    public async Task Cmd_ThatUnlocks_FailsWithConfirmRequiredAndIsSentWithTheNonce()
    {
        await using var api = await StartAsync();
        using var peer = await api.ConnectAsync();
        await peer.ReadAsync("snap");

        await peer.SendAsync("""{"t":"cmd","cmd":"c1","id":"gate","call":"gate.unlock"}""");
        var refused = await peer.ReadAsync("ack");

        Assert.Equal("failed", refused.GetProperty("st").GetString());
        var error = refused.GetProperty("err");
        Assert.Equal("confirm-required", error.GetProperty("code").GetString());
        Assert.Equal("gate", error.GetProperty("args").GetProperty("device").GetString());
        Assert.Equal("gate.unlock", error.GetProperty("confirm").GetProperty("acts")[0].GetProperty("action").GetString());
        Assert.Empty(api.Inputs);

        await peer.SendAsync($$"""{"t":"cmd","cmd":"c1","id":"gate","call":"gate.unlock","confirm":"{{Nonce(error)}}"}""");
        Assert.Equal("accepted", (await peer.ReadAsync("ack")).GetProperty("st").GetString());
        Assert.Single(api.Inputs);
    }

    [Fact]
    public async Task Cmd_RetriedAfterALostLink_IsTheSameCommandAndNotAskedAgain()
    {
        await using var api = await StartAsync();
        using var peer = await api.ConnectAsync();
        await peer.ReadAsync("snap");
        await peer.SendAsync("""{"t":"cmd","cmd":"c1","id":"gate","call":"gate.unlock"}""");
        var nonce = Nonce((await peer.ReadAsync("ack")).GetProperty("err"));
        await peer.SendAsync($$"""{"t":"cmd","cmd":"c1","id":"gate","call":"gate.unlock","confirm":"{{nonce}}"}""");
        await peer.ReadAsync("ack");

        using var again = await api.ConnectAsync();
        await again.ReadAsync("snap");
        await again.SendAsync($$"""{"t":"cmd","cmd":"c1","id":"gate","call":"gate.unlock","confirm":"{{nonce}}"}""");

        Assert.Equal("accepted", (await again.ReadAsync("ack")).GetProperty("st").GetString());
        Assert.Single(api.Inputs);
    }

    [Fact]
    public async Task Cmd_WithANonceOfAnotherSocketOrOfARequest_IsAskedForItself()
    {
        await using var api = await StartAsync();
        using var mine = await api.ConnectAsync();
        using var other = await api.ConnectAsync();
        await mine.ReadAsync("snap");
        await other.ReadAsync("snap");
        await mine.SendAsync("""{"t":"cmd","cmd":"c1","id":"gate","set":{"gate.target":1}}""");
        var nonce = Nonce((await mine.ReadAsync("ack")).GetProperty("err"));
        var requested = Nonce((await api.SendAsync(HttpMethod.Post, Commands, Open)).Body);

        await other.SendAsync($$"""{"t":"cmd","cmd":"c2","id":"gate","set":{"gate.target":1},"confirm":"{{nonce}}"}""");
        var first = await other.ReadAsync("ack");
        await other.SendAsync($$"""{"t":"cmd","cmd":"c3","id":"gate","set":{"gate.target":1},"confirm":"{{requested}}"}""");
        var second = await other.ReadAsync("ack");

        Assert.Equal("confirm-required", first.GetProperty("err").GetProperty("code").GetString());
        Assert.Equal("confirm-required", second.GetProperty("err").GetProperty("code").GetString());
        Assert.Equal(409, (await api.SendAsync(HttpMethod.Post, Commands, Open, ("Confirm", nonce))).Status);
        Assert.Empty(api.Inputs);
    }

    [Fact]
    public async Task RunScene_ThatOpens_IsAskedOnceForTheWholeScene()
    {
        await using var api = await StartAsync();

        var (status, problem) = await api.SendAsync(HttpMethod.Post, "/api/v1/scenes/arrive/run", "{}");
        var nonce = Nonce(problem);

        Assert.Equal(409, status);
        Assert.Equal("""{"device":"gate","label":"Garden gate","room":"Garden","kind":"gate","property":"gate.target","value":1,"description":"Where it goes"}""",
            Assert.Single(problem.GetProperty("confirm").GetProperty("acts").EnumerateArray()).GetRawText());
        Assert.Empty(api.Inputs);
        Assert.Equal(204, (await api.SendAsync(HttpMethod.Post, "/api/v1/scenes/arrive/run", "{}", ("Confirm", nonce))).Status);
        Assert.Equal(409, (await api.SendAsync(HttpMethod.Post, "/api/v1/scenes/arrive/run", "{}", ("Confirm", nonce))).Status);
        Assert.Equal(new HubInput.RunScene("arrive", "local"), Assert.Single(api.Inputs));
    }

    [Fact]
    public async Task RunScene_ThatClosesOrThatIsNotThere_IsNotAsked()
    {
        await using var api = await StartAsync();
        api.OnInput = input => input is HubInput.RunScene { Scene: "none" } ? HubAnswer.No("scene.unknown", "There is no scene 'none'.") : HubAnswer.Yes();

        Assert.Equal(204, (await api.SendAsync(HttpMethod.Post, "/api/v1/scenes/leave/run")).Status);
        Assert.Equal(404, (await api.SendAsync(HttpMethod.Post, "/api/v1/scenes/none/run")).Status);
    }

    [Fact]
    public async Task RunScene_ChangedInBetween_IsAskedAgain()
    {
        await using var api = await StartAsync();
        var nonce = Nonce((await api.SendAsync(HttpMethod.Post, "/api/v1/scenes/arrive/run")).Body);
        var changed = GuardedHome.Snapshot().Scenes[0] with { Version = 2, Text = """{"name":"Arrive","set":{"gate/gate.target":2}}""" };
        api.Offer(new HubOutput.SceneSaved(changed, true));
        await api.Feed.WaitForAsync(home => home.Scenes["arrive"].Version == 2, CancellationToken.None);

        Assert.Equal(409, (await api.SendAsync(HttpMethod.Post, "/api/v1/scenes/arrive/run", "{}", ("Confirm", nonce))).Status);
    }

    [Fact]
    public async Task RunAutomation_ByAPerson_IsAskedForAllThatItMayDo()
    {
        await using var api = await StartAsync();

        var (status, problem) = await api.SendAsync(HttpMethod.Post, "/api/v1/automations/visitor:run");

        Assert.Equal(409, status);
        Assert.Equal(["gate.unlock", "gate.target"], problem.GetProperty("confirm").GetProperty("acts").EnumerateArray()
            .Select(act => act.TryGetProperty("action", out var action) ? action.GetString() : act.GetProperty("property").GetString()));
        Assert.Equal(202, (await api.SendAsync(HttpMethod.Post, "/api/v1/automations/visitor:run", "{}", ("Confirm", Nonce(problem)))).Status);
        Assert.Equal(202, (await api.SendAsync(HttpMethod.Post, "/api/v1/automations/night:run")).Status);
    }

    private static string Nonce(JsonElement problem) => problem.GetProperty("confirm").GetProperty("nonce").GetString()!;

    private static async Task<int> SendFromAsync(ApiFixture api, IPAddress from, string nonce)
    {
        using var handler = new SocketsHttpHandler
        {
            ConnectCallback = async (context, cancellationToken) =>
            {
                var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
                socket.Bind(new IPEndPoint(from, 0));
                await socket.ConnectAsync(context.DnsEndPoint, cancellationToken);
                return new NetworkStream(socket, ownsSocket: true);
            },
        };
        using var http = new HttpClient(handler) { BaseAddress = api.Http.BaseAddress };
        using var content = new StringContent(Open, Encoding.UTF8, "application/json");
        content.Headers.TryAddWithoutValidation("Confirm", nonce);
        using var response = await http.PostAsync(new Uri(Commands, UriKind.Relative), content);
        return (int)response.StatusCode;
    }

    private Task<ApiFixture> StartAsync(Action<ApiOptions>? configure = null) =>
        ApiFixture.StartAsync(configure, GuardedHome.Snapshot(), services => services.AddSingleton<TimeProvider>(_time));
}

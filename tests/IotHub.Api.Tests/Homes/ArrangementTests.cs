using System.Text.Json;
using IotHub.Api.Devices;
using IotHub.Contracts.Diagnostics;
using IotHub.Runtime;
using IotHub.Runtime.Arranging;
using IotHub.Runtime.Storing;
using Microsoft.Extensions.DependencyInjection;

namespace IotHub.Api.Tests.Homes;

public sealed class ArrangementTests
{
    private const string Path = "/api/v1/arrangement";
    private const string House = """{"floors":[{"name":"Up","rooms":[{"name":"Bath","devices":["b-lamp"]},{"name":"Hall"}]},{"name":"Down"}],"rooms":[]}""";

    [Fact]
    public async Task Get_NobodyArranged_IsEmptyAtVersionZero()
    {
        await using var api = await ApiFixture.StartAsync();

        var (status, body) = await api.SendAsync(HttpMethod.Get, Path);

        Assert.Equal(200, status);
        Assert.Equal("""{"version":0,"floors":[],"rooms":[]}""", body.GetRawText());
        Assert.Equal(304, (await api.SendAsync(HttpMethod.Get, Path, null, ("If-None-Match", "\"0\""))).Status);
    }

    [Fact]
    public async Task Put_OverTheVersionThatIsKnown_IsKeptAndToldInItsOrder()
    {
        await using var api = await ApiFixture.StartAsync(snapshot: Home());
        Keep(api);
        using var peer = await api.ConnectAsync();
        var before = await peer.ReadAsync("snap");

        var (status, body) = await api.SendAsync(HttpMethod.Put, Path, House, ("If-Match", "\"0\""));

        Assert.Equal(200, status);
        Assert.Equal(
            """{"version":1,"floors":[{"name":"Up","rooms":[{"name":"Bath","devices":["b-lamp"]},{"name":"Hall","devices":[]}]},{"name":"Down","rooms":[]}],"rooms":[]}""", body.GetRawText());
        var after = await peer.ReadAsync("snap");
        Assert.Equal(["a-lamp", "b-lamp", "c-lamp", "hall-lamp"], Ids(before));
        Assert.False(before.TryGetProperty("floors", out _));
        Assert.Equal(["b-lamp", "a-lamp", "hall-lamp", "c-lamp"], Ids(after));
        Assert.Equal(["Bath", "Hall", "Cellar"], after.GetProperty("rooms").EnumerateArray().Select(room => room.GetString()));
        Assert.Equal("""[{"name":"Up","rooms":["Bath","Hall"]},{"name":"Down","rooms":[]}]""", after.GetProperty("floors").GetRawText());
    }

    [Fact]
    public async Task Put_OverAnotherVersion_IsRefusedAndChangesNothing()
    {
        await using var api = await ApiFixture.StartAsync();
        Keep(api);
        await api.SendAsync(HttpMethod.Put, Path, House, ("If-Match", "\"0\""));

        var (status, problem) = await api.SendAsync(HttpMethod.Put, Path, """{"rooms":[]}""", ("If-Match", "\"0\""));

        Assert.Equal(412, status);
        Assert.Equal("document.stale", problem.GetProperty("code").GetString());
        Assert.Equal(1, (await api.SendAsync(HttpMethod.Get, Path)).Body.GetProperty("version").GetInt32());
    }

    [Fact]
    public async Task Put_FaultyOrWithoutJson_IsRefusedWithThePlace()
    {
        await using var api = await ApiFixture.StartAsync();
        api.OnInput = _ => HubAnswer.No("arrangement.invalid", "home has faults and was not saved.", [new Diagnostic(DiagnosticSeverity.Error, "arrangement.twice", "/rooms/1", 1, 9, "Twice.")]);

        var (status, problem) = await api.SendAsync(HttpMethod.Put, Path, """{"rooms":[]}""");

        Assert.Equal(422, status);
        Assert.Equal("/rooms/1", problem.GetProperty("diagnostics")[0].GetProperty("path").GetString());
        Assert.Equal(405, (await api.SendAsync(HttpMethod.Delete, Path)).Status);
    }

    [Fact]
    public async Task Joining_OfThisHub_IsToldAndMissingWhereNobodyKnows()
    {
        var joining = new JoiningBody("ask", "embedded", null, 1883, null, false, "/mqtt", false, false);
        await using var api = await ApiFixture.StartAsync(services: services => services.AddSingleton(joining));
        await using var without = await ApiFixture.StartAsync();

        Assert.Equal(
            """{"adopt":"ask","broker":"embedded","port":1883,"needsCertificate":false,"webSocketPath":"/mqtt","needsSignIn":false,"isLocalOnly":false}""",
            (await api.SendAsync(HttpMethod.Get, "/api/v1/joining")).Body.GetRawText());
        Assert.Equal(404, (await without.SendAsync(HttpMethod.Get, "/api/v1/joining")).Status);
    }

    [Fact]
    public async Task Uses_OfADevice_AreThoseThatNameIt()
    {
        await using var api = await ApiFixture.StartAsync(snapshot: Home() with
        {
            Scenes = [SampleHome.Scene with { Text = """{"name":"Movie","set":{"b-lamp/light.on":false}}""" }],
            Automations =
            [
                SampleHome.Automation with { Text = """{"name":"Evening","triggers":[{"property":"a-lamp/light.on","becomes":true}],"actions":[{"set":{"b-lamp/light.on":true}}]}""" },
                SampleHome.Automation with { Id = "waits", Name = "Waits", Text = """{"name":"Waits","triggers":[{"property":"none/light.on","becomes":true}],"actions":[{"set":{"b-lamp/light.on":true}}]}""" },
            ],
        });

        Assert.Equal(
            """[{"kind":"automation","id":"evening","name":"Evening"},{"kind":"automation","id":"waits","name":"Waits"},{"kind":"scene","id":"movie","name":"Movie"}]""",
            (await api.SendAsync(HttpMethod.Get, "/api/v1/devices/b-lamp/uses")).Body.GetRawText());
        Assert.Equal(1, (await api.SendAsync(HttpMethod.Get, "/api/v1/devices/a-lamp/uses")).Body.GetArrayLength());
        Assert.Equal(0, (await api.SendAsync(HttpMethod.Get, "/api/v1/devices/hall-lamp/uses")).Body.GetArrayLength());
        Assert.Equal(404, (await api.SendAsync(HttpMethod.Get, "/api/v1/devices/none/uses")).Status);
    }

    private static IEnumerable<string?> Ids(JsonElement snap) => snap.GetProperty("devices").EnumerateArray().Select(device => device.GetProperty("id").GetString());

    private static HubSnapshot Home()
    {
        var sample = SampleHome.Snapshot();
        return sample with
        {
            Devices = [.. new[] { ("a-lamp", "Bath"), ("b-lamp", "Bath"), ("c-lamp", "Cellar") }.Select(one =>
                sample.Devices[0] with { Device = SampleHome.Lamp with { Name = one.Item1, Room = one.Item2, Did = one.Item1 } }), .. sample.Devices],
        };
    }

    /// <summary>The loop keeps what it is given.</summary>
    private static void Keep(ApiFixture api)
    {
        var version = 0;
        api.OnInput = input =>
        {
            var put = Assert.IsType<HubInput.PutDocument>(input);
            api.Offer(new HubOutput.DocumentSaved(
                new DocumentEntry(DocumentKind.Arrangement, HomeArrangement.Id, "home", put.Text, ++version, put.By, SampleHome.Start, DocumentStatus.Active, []), true));
            return HubAnswer.Yes(put.Id);
        };
    }
}

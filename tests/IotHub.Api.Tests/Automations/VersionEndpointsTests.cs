using IotHub.Runtime;

namespace IotHub.Api.Tests.Automations;

public sealed class VersionEndpointsTests
{
    [Fact]
    public async Task List_Versions_NewestFirstWithAuthorAndTime()
    {
        await using var api = await ApiFixture.StartAsync();

        var (status, list) = await api.SendAsync(HttpMethod.Get, "/api/v1/automations/evening/versions");

        Assert.Equal(200, status);
        Assert.Equal([2, 1], list.EnumerateArray().Select(version => version.GetProperty("version").GetInt32()));
        Assert.Equal("anna", list[0].GetProperty("savedBy").GetString());
        Assert.False(list[0].TryGetProperty("text", out _));
    }

    [Fact]
    public async Task Changes_OfAVersion_NameWhatItChanged()
    {
        await using var api = await ApiFixture.StartAsync();

        var (_, body) = await api.SendAsync(HttpMethod.Get, "/api/v1/automations/evening/versions/2/changes");
        var (_, first) = await api.SendAsync(HttpMethod.Get, "/api/v1/automations/evening/versions/1/changes");

        var change = Assert.Single(body.GetProperty("changes").EnumerateArray());
        Assert.Equal(("/triggers/0/time", "\"20:00\"", "\"20:30\""), (change.GetProperty("pointer").GetString(), change.GetProperty("before").GetString(), change.GetProperty("after").GetString()));
        Assert.Equal(["/triggers", "/actions"], first.GetProperty("changes").EnumerateArray().Select(one => one.GetProperty("pointer").GetString()));
    }

    [Fact]
    public async Task Restore_EarlierVersion_IsSavedAgain()
    {
        await using var api = await ApiFixture.StartAsync();
        api.OnInput = input =>
        {
            var put = Assert.IsType<HubInput.PutAutomation>(input);
            api.Offer(new HubOutput.AutomationSaved(SampleHome.Automation with { Text = put.Text, Version = 4 }, true));
            return HubAnswer.Yes(put.Id);
        };

        var (status, body) = await api.SendAsync(HttpMethod.Post, "/api/v1/automations/evening:restore", """{ "version": 1 }""");

        Assert.Equal(200, status);
        Assert.Equal((4, SampleVersions.First), (body.GetProperty("version").GetInt32(), body.GetProperty("text").GetString()));
        Assert.Equal(SampleVersions.First, api.Feed.Home.Automations["evening"].Text);
    }

    [Fact]
    public async Task Restore_ItWasSavedMeanwhile_IsRefused()
    {
        await using var api = await ApiFixture.StartAsync();

        var (status, _) = await api.SendAsync(HttpMethod.Post, "/api/v1/automations/evening:restore", """{ "version": 1 }""", ("If-Match", "\"2\""));

        Assert.Equal(412, status);
        Assert.Empty(api.Inputs);
    }

    [Theory]
    [InlineData("GET", "/api/v1/automations/nothing/versions", "automation.unknown")]
    [InlineData("GET", "/api/v1/scenes/movie/versions/9", "version.unknown")]
    [InlineData("GET", "/api/v1/automations/evening/versions/9", "version.unknown")]
    [InlineData("GET", "/api/v1/automations/evening/versions/2/changes?since=7", "version.unknown")]
    [InlineData("POST", "/api/v1/automations/evening:restore", "version.unknown")]
    public async Task Ask_VersionThatIsNotKept_IsNotFound(string method, string path, string code)
    {
        await using var api = await ApiFixture.StartAsync();

        var (status, problem) = await api.SendAsync(new HttpMethod(method), path, method == "POST" ? """{ "version": 9 }""" : null);

        Assert.Equal((404, code), (status, problem.GetProperty("code").GetString()));
    }
}

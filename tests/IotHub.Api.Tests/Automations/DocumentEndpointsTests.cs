using IotHub.Contracts.Diagnostics;
using IotHub.Runtime;

namespace IotHub.Api.Tests.Automations;

public sealed class DocumentEndpointsTests
{
    [Theory]
    [InlineData("automations", "evening", "\"3\"")]
    [InlineData("scenes", "movie", "\"2\"")]
    public async Task Get_Document_HasTextAndVersionAsETag(string kind, string id, string etag)
    {
        await using var api = await ApiFixture.StartAsync();

        using var response = await api.Http.GetAsync(new Uri($"/api/v1/{kind}/{id}", UriKind.Relative));
        var (notModified, _) = await api.SendAsync(HttpMethod.Get, $"/api/v1/{kind}/{id}", null, ("If-None-Match", etag));
        var (_, list) = await api.SendAsync(HttpMethod.Get, $"/api/v1/{kind}");

        Assert.Equal(etag, response.Headers.ETag?.ToString());
        Assert.Contains("\"text\":", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(304, notModified);
        Assert.False(Assert.Single(list.EnumerateArray()).TryGetProperty("text", out _));
    }

    [Theory]
    [InlineData("automations")]
    [InlineData("scenes")]
    [InlineData("people")]
    [InlineData("templates")]
    public async Task Put_NewDocument_IsKeptToTheLetter(string kind)
    {
        await using var api = await ApiFixture.StartAsync();
        api.OnInput = input =>
        {
            api.Offer(input switch
            {
                HubInput.PutAutomation put => new HubOutput.AutomationSaved(SampleHome.Automation with { Id = put.Id, Text = put.Text, Version = 1 }, true),
                HubInput.PutDocument put => new HubOutput.DocumentSaved(new DocumentEntry(put.Kind, put.Id, put.Id, put.Text, 1, "local", SampleHome.Start, DocumentStatus.Active, []), true),
                HubInput.PutScene put => new HubOutput.SceneSaved(SampleHome.Scene with { Id = put.Id, Text = put.Text, Version = 1 }, true),
                _ => throw new InvalidOperationException(),
            });
            return HubAnswer.Yes();
        };

        var (status, body) = await api.SendAsync(HttpMethod.Put, $"/api/v1/{kind}/new-one", "{ \"name\" : \"N\" }");

        Assert.Equal(201, status);
        Assert.Equal("{ \"name\" : \"N\" }", body.GetProperty("text").GetString());
    }

    [Fact]
    public async Task Put_Faulty_GivesDiagnosticsWithPlaces()
    {
        await using var api = await ApiFixture.StartAsync();
        api.OnInput = _ => HubAnswer.No("automation.invalid", "evening has faults.", [new Diagnostic(DiagnosticSeverity.Error, "automation.x", "/triggers/0", 4, 7, "Faulty.")]);

        var (status, problem) = await api.SendAsync(HttpMethod.Put, "/api/v1/automations/evening", "{}");

        Assert.Equal(422, status);
        var diagnostic = Assert.Single(problem.GetProperty("diagnostics").EnumerateArray());
        Assert.Equal(4, diagnostic.GetProperty("line").GetInt32());
        Assert.Equal(7, diagnostic.GetProperty("column").GetInt32());
    }

    [Theory]
    [InlineData("PUT", "automations/evening", "If-Match", "\"2\"", 412)]
    [InlineData("PUT", "automations/other", "If-Match", "*", 412)]
    [InlineData("PUT", "automations/evening", "If-None-Match", "*", 412)]
    [InlineData("DELETE", "automations/evening", "If-Match", "\"2\"", 412)]
    [InlineData("PATCH", "automations/evening", "If-Match", "\"2\"", 412)]
    [InlineData("POST", "automations/evening:enable", "If-Match", "\"2\"", 412)]
    [InlineData("PUT", "scenes/movie", "If-Match", "\"3\"", 412)]
    [InlineData("DELETE", "scenes/movie", "If-Match", "\"3\"", 412)]
    [InlineData("DELETE", "scenes/none", "If-Match", "*", 404)]
    [InlineData("POST", "automations/none:disable", "X-Nothing", "1", 404)]
    [InlineData("PUT", "automations/Bad_Id", "X-Nothing", "1", 400)]
    [InlineData("PUT", "scenes/Bad_Id", "X-Nothing", "1", 400)]
    public async Task Write_PreconditionFails_ChangesNothing(string method, string path, string header, string value, int expected)
    {
        await using var api = await ApiFixture.StartAsync();

        var (status, _) = await api.SendAsync(new HttpMethod(method), $"/api/v1/{path}", """{"enabled":true}""", (header, value));

        Assert.Equal(expected, status);
        Assert.Empty(api.Inputs);
    }

    [Theory]
    [InlineData("POST", "/api/v1/automations/evening:disable", null)]
    [InlineData("PATCH", "/api/v1/automations/evening", """{"enabled":false}""")]
    public async Task Disable_Automation_IsShownAtOnce(string method, string path, string? body)
    {
        await using var api = await ApiFixture.StartAsync();
        api.OnInput = input =>
        {
            var enable = Assert.IsType<HubInput.EnableAutomation>(input);
            api.Offer(new HubOutput.AutomationSaved(SampleHome.Automation with { Enabled = enable.Enabled, Status = DocumentStatus.Disabled }, false));
            return HubAnswer.Yes();
        };

        var (status, automation) = await api.SendAsync(new HttpMethod(method), path, body, ("If-Match", "\"3\""));

        Assert.Equal(200, status);
        Assert.Equal("disabled", automation.GetProperty("status").GetString());
    }

    [Fact]
    public async Task Delete_Documents_AreGone()
    {
        await using var api = await ApiFixture.StartAsync();
        api.OnInput = input =>
        {
            api.Offer(input is HubInput.RemoveScene ? new HubOutput.SceneRemoved("movie") : new HubOutput.AutomationRemoved("evening"));
            return HubAnswer.Yes();
        };

        var (automation, _) = await api.SendAsync(HttpMethod.Delete, "/api/v1/automations/evening");
        var (scene, _) = await api.SendAsync(HttpMethod.Delete, "/api/v1/scenes/movie");

        Assert.Equal((204, 204), (automation, scene));
        Assert.Empty(api.Feed.Home.Automations);
        Assert.Empty(api.Feed.Home.Scenes);
    }

    [Fact]
    public async Task Validate_FaultyText_GivesPlacesAndSavesNothing()
    {
        await using var api = await ApiFixture.StartAsync();

        var (status, body) = await api.SendAsync(HttpMethod.Post, "/api/v1/automations:validate", "{\n  \"name\": 5\n}");

        Assert.Equal(200, status);
        Assert.False(body.GetProperty("valid").GetBoolean());
        Assert.Contains(body.GetProperty("diagnostics").EnumerateArray(), diagnostic => diagnostic.GetProperty("line").GetInt32() == 2);
        Assert.Empty(api.Inputs);
    }

    [Fact]
    public async Task Run_Scene_ReachesTheLoop()
    {
        await using var api = await ApiFixture.StartAsync();

        var (status, _) = await api.SendAsync(HttpMethod.Post, "/api/v1/scenes/movie/run");
        api.OnInput = _ => HubAnswer.No("scene.unknown", "There is no such scene.");
        var (unknown, _) = await api.SendAsync(HttpMethod.Post, "/api/v1/scenes/none/run");

        Assert.Equal((204, 404), (status, unknown));
        Assert.Contains(new HubInput.RunScene("movie", "local"), api.Inputs);
    }
}

namespace IotHub.Api.Tests.Automations;

public sealed class PreviewEndpointsTests
{
    private const string Draft = """{ "triggers": [ { "mqtt": "garden/gate" } ], "actions": [ { "publish": { "topic": "out/gate", "payload": "{{ trigger.payload }}" } } ] }""";

    [Fact]
    public async Task Preview_OfAScenario_SaysWhatWouldHaveBeenSentAndSendsNothing()
    {
        await using var api = await ApiFixture.StartAsync();

        var (status, body) = await api.SendAsync(HttpMethod.Post, "/api/v1/automations:preview", $$"""
            { "text": {{Draft}}, "scenario": { "start": "2026-03-02T08:00:00Z", "inputs": [ { "at": "+5s", "message": { "garden/gate": "open" } } ] } }
            """);

        Assert.Equal(200, status);
        var run = Assert.Single(body.GetProperty("draft").GetProperty("runs").EnumerateArray());
        Assert.Equal("out/gate: open", Assert.Single(run.GetProperty("commands").EnumerateArray()).GetProperty("text").GetString());
        Assert.Equal("finished", run.GetProperty("end").GetString());
        Assert.Empty(api.Inputs);
    }

    [Fact]
    public async Task Preview_OfFaults_NamesDraftAndScenarioWithPlaces()
    {
        await using var api = await ApiFixture.StartAsync();

        var (status, problem) = await api.SendAsync(HttpMethod.Post, "/api/v1/automations:preview", """
            { "text": { "triggers": [ { "tyme": "07:00" } ], "actions": [ { "log": "x" } ] }, "scenario": { "start": "2026-03-02T08:00:00Z", "inputs": [ { "at": "+5s", "report": { "nothing/light.on": true } } ] } }
            """);

        Assert.Equal(422, status);
        var places = problem.GetProperty("diagnostics").EnumerateArray().Select(fault => fault.GetProperty("path").GetString()).ToList();
        Assert.Contains(places, place => place!.StartsWith("/triggers/0", StringComparison.Ordinal));
        Assert.Contains("/inputs/0/report/nothing~1light.on", places);
    }

    [Theory]
    [InlineData("""{ "days": 3 }""", 400)]
    [InlineData("""{ "text": {}, "days": 31 }""", 400)]
    [InlineData("""{ "text": {}, "weeks": 1 }""", 400)]
    [InlineData("""{ "text": {}, "days": 3, "scenario": {} }""", 400)]
    [InlineData("""{ "text": {}, "days": 3 }""", 503)]
    public async Task Preview_OfARequestThatCannotBe_IsRefused(string body, int expected)
    {
        await using var api = await ApiFixture.StartAsync();

        var (status, _) = await api.SendAsync(HttpMethod.Post, "/api/v1/automations:preview", body);

        Assert.Equal(expected, status);
    }
}

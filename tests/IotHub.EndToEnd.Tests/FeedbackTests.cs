using System.Net.Http.Json;
using System.Text.Json;
using IotHub.Testing;

namespace IotHub.EndToEnd.Tests;

/// <summary>What a person writes is on the disk when the hub says so, and leaves the house by nobody's hand but theirs.</summary>
[Collection(ProgramsDefinition.Name)]
public sealed class FeedbackTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Feedback_PowerCutRightAfterTheAnswer_IsThereAndItsTextInNoEvent()
    {
        string id, idea, shown;
        await using (var hub = await StartAsync())
        {
            var words = (await hub.GetAsync("/api/v1/insights/consent")).EnumerateArray().Single(one => one.GetProperty("class").GetString() == "feedback");
            await SendAsync(hub, HttpMethod.Put, "insights/consent/feedback", new { granted = true, textHash = words.GetProperty("textHash").GetString() });
            shown = await hub.Client.GetStringAsync(new Uri("/api/v1/feedback/diagnostics", UriKind.Relative));
            var sent = await SendAsync(hub, HttpMethod.Post, "feedback", new { kind = "idea", topic = "voice", text = "Anna wants it to listen in the kitchen", diagnostics = shown });
            Assert.True(sent.GetProperty("told").GetBoolean());
            id = sent.GetProperty("feedback").GetProperty("id").GetString()!;
            Assert.Equal((await hub.GetAsync("/api/v1/health")).GetProperty("version").GetString(), sent.GetProperty("feedback").GetProperty("hubVersion").GetString());
            idea = (await hub.GetAsync("/api/v1/feedback/ideas"))[0].GetProperty("id").GetString()!;
            await SendAsync(hub, HttpMethod.Put, $"feedback/ideas/{idea}/vote", new { voted = true });
            await SendAsync(hub, HttpMethod.Put, "feedback/ring", new { ring = "beta" });
            hub.Run.Signal(ProgramRun.SignalKill);
            await hub.Run.WaitForExitAsync(Patience);
        }

        await using var again = await StartAsync();
        var bundle = await again.GetAsync($"/api/v1/feedback/{id}/bundle");
        Assert.Equal(shown, bundle.GetProperty("diagnostics").GetRawText());
        Assert.Equal("Anna wants it to listen in the kitchen", bundle.GetProperty("text").GetString());
        Assert.True((await again.GetAsync("/api/v1/feedback/ideas"))[0].GetProperty("voted").GetBoolean());
        Assert.Equal("beta", (await again.GetAsync("/api/v1/feedback/ring")).GetProperty("ring").GetString());
        var events = (await again.GetAsync("/api/v1/insights/events")).GetProperty("events").EnumerateArray().ToList();
        Assert.Equal(
            ["beta.joined", "feedback.submitted", "idea.voted"],
            events.Where(one => one.GetProperty("class").GetString() == "feedback").Select(one => one.GetProperty("type").GetString()!["com.mihub.".Length..^".v1".Length]).Order(StringComparer.Ordinal));
        Assert.All(events, one => Assert.DoesNotContain("kitchen", one.GetProperty("body").GetString(), StringComparison.OrdinalIgnoreCase));
        Assert.Empty((await again.GetAsync("/api/v1/insights/dead-letters")).EnumerateArray());
        await again.StopAsync();
        Assert.All(Directory.GetFiles(_folder.At("home", "usage")), file => Assert.DoesNotContain("kitchen", File.ReadAllText(file), StringComparison.OrdinalIgnoreCase));
    }

    private static async Task<JsonElement> SendAsync(HubProcess hub, HttpMethod method, string path, object body)
    {
        using var request = new HttpRequestMessage(method, $"/api/v1/{path}") { Content = JsonContent.Create(body) };
        using var answer = await hub.Client.SendAsync(request);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.IsSuccessStatusCode, text);
        return JsonDocument.Parse(text).RootElement;
    }

    private Task<HubProcess> StartAsync() => HubProcess.StartAsync("--Hub:DataFolder", _folder.At("home"));
}

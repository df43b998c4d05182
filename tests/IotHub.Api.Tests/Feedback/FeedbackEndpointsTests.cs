using System.Text.Json;
using IotHub.Devices.Availability;
using IotHub.Insights.Feedback;

namespace IotHub.Api.Tests.Feedback;

public sealed class FeedbackEndpointsTests
{
    private static readonly JsonSerializerOptions Readable = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private const string Bug = """{"kind":"bug","topic":"device","severity":"high","text":"Anna's lamp is slow","device":"hall-lamp"}""";

    [Fact]
    public async Task PostFeedback_ABug_IsKeptWithTheContractTypeAndNotTheNameOfTheDevice()
    {
        await using var api = await ApiFixture.StartAsync();
        api.Feedback.IsGranted = true;
        api.Feedback.Running = new ReleaseVersion(1, 0, 0);

        var (status, sent) = await api.SendAsync(HttpMethod.Post, "/api/v1/feedback", Bug);

        Assert.Equal((201, true), (status, sent.GetProperty("told").GetBoolean()));
        var item = Assert.Single(api.Feedback.Kept);
        Assert.Equal((SampleHome.Lamp.Contract.Type.Text, "1.0.0", false), (item.Model, item.HubVersion.ToString(), item.HasDiagnostics));
        Assert.DoesNotContain("hall-lamp", item.ToString(), StringComparison.Ordinal);
        var (_, list) = await api.SendAsync(HttpMethod.Get, "/api/v1/feedback");
        var (_, one) = await api.SendAsync(HttpMethod.Get, $"/api/v1/feedback/{item.Id}");
        Assert.Equal(sent.GetProperty("feedback").GetRawText(), Assert.Single(list.EnumerateArray()).GetRawText());
        Assert.Equal(one.GetRawText(), list[0].GetRawText());
        Assert.Equal(("open", "Anna's lamp is slow", "bug", "high"), (Text(one, "state"), Text(one, "text"), Text(one, "kind"), Text(one, "severity")));
        Assert.False(one.TryGetProperty("shipped", out _));
    }

    [Fact]
    public async Task GetFeedback_RunningVersionAnswersIt_SaysWhichReleaseShippedIt()
    {
        await using var api = await ApiFixture.StartAsync();
        var (_, sent) = await api.SendAsync(HttpMethod.Post, "/api/v1/feedback", """{"kind":"idea","topic":"app","text":"Make it fast"}""");
        Assert.False(sent.GetProperty("told").GetBoolean());

        var (_, item) = await api.SendAsync(HttpMethod.Get, $"/api/v1/feedback/{SampleFeedback.Answered}");

        Assert.Equal("shipped", Text(item, "state"));
        Assert.Equal("""{"version":"1.1.0","date":"2026-11-08","ring":"beta","en":"Faster.","zh":"更快。"}""", Compact(item.GetProperty("shipped")));
    }

    public static TheoryData<string, int, string, string> Refused => new()
    {
        { """{"kind":"rant","topic":"app","text":"x"}""", 422, "feedback.faulty", "/kind" },
        { """{"kind":"1","topic":"app","text":"x"}""", 422, "feedback.faulty", "/kind" },
        { """{"topic":"app","text":"x"}""", 422, "feedback.faulty", "/kind" },
        { """{"kind":"bug","topic":"app","text":"x"}""", 422, "feedback.faulty", "/severity" },
        { """{"kind":"idea","topic":"app","text":"  "}""", 422, "feedback.faulty", "/text" },
        { """{"kind":"idea","topic":"app","text":"x","diagnostics":"{}"}""", 422, "feedback.faulty", "/diagnostics" },
        { """{"kind":"idea","topic":"app","text":"x","device":"attic-lamp"}""", 422, "feedback.device", "" },
        { """{"kind":"idea","topic":"app","text":"x","name":"Anna"}""", 400, "request.malformed", "" },
        { """{"kind":"idea","topic":"app","text":5}""", 400, "request.malformed", "" },
        { """{"kind":"idea","topic":"app","text":"\ud83d"}""", 400, "request.malformed", "" },
        { "null", 400, "request.malformed", "" },
        { "[", 400, "request.malformed", "" },
    };

    [Theory]
    [MemberData(nameof(Refused))]
    public async Task PostFeedback_WhatCannotBe_IsRefusedWithItsPlaceAndKeepsNothing(string body, int status, string code, string path)
    {
        await using var api = await ApiFixture.StartAsync();

        var (actual, problem) = await api.SendAsync(HttpMethod.Post, "/api/v1/feedback", body);

        Assert.Equal((status, code), (actual, Text(problem, "code")));
        Assert.Equal(path, problem.TryGetProperty("diagnostics", out var faults) ? Text(Assert.Single(faults.EnumerateArray()), "path") : "");
        Assert.Empty(api.Feedback.Kept);
    }

    [Fact]
    public async Task PostFeedback_TextTooLong_IsRefusedAndTheLongestIsKept()
    {
        await using var api = await ApiFixture.StartAsync();

        var (refused, _) = await api.SendAsync(HttpMethod.Post, "/api/v1/feedback", $$"""{"kind":"idea","topic":"app","text":"{{new string('客', 4_001)}}"}""");
        var (kept, _) = await api.SendAsync(HttpMethod.Post, "/api/v1/feedback", $$"""{"kind":"idea","topic":"app","text":"{{new string('客', 4_000)}}"}""");

        Assert.Equal((422, 201), (refused, kept));
    }

    [Fact]
    public async Task PostFeedback_NoRoom_Is409()
    {
        await using var api = await ApiFixture.StartAsync();
        api.Feedback.Refuses = FeedbackVerdict.Full;

        var (status, problem) = await api.SendAsync(HttpMethod.Post, "/api/v1/feedback", Bug);

        Assert.Equal((409, "feedback.full"), (status, Text(problem, "code")));
    }

    [Fact]
    public async Task GetDiagnostics_HomeFullOfPrivateThings_TellsNoneOfThemAndIsWhatIsAttached()
    {
        await using var api = await ApiFixture.StartAsync();
        string[] secrets = ["anna's-lamp", "Annas Lampe", "Schlafzimmer", "192.168.1.17", "00:1A:2B:3C:4D:5E", "SN-4711-0815", "Good night Anna", "hall-lamp", "lamp-1", "movie", "evening"];
        var lamp = SampleHome.Lamp with { Name = secrets[0], Label = secrets[1], Room = secrets[2], Did = secrets[4], Firmware = secrets[3], Maker = secrets[5] };
        var home = SampleHome.Snapshot();
        api.Snapshot = home with
        {
            Devices = [home.Devices[0], home.Devices[0] with { Device = lamp, Liveness = home.Devices[0].Liveness with { Availability = DeviceAvailability.Offline } }],
            Scenes = [SampleHome.Scene with { Id = "good-night", Name = secrets[6] }],
        };

        var shown = await api.Http.GetStringAsync(new Uri("/api/v1/feedback/diagnostics", UriKind.Relative));

        Assert.All(secrets, secret => Assert.DoesNotContain(secret, shown, StringComparison.OrdinalIgnoreCase));
        var told = JsonDocument.Parse(shown).RootElement;
        Assert.Equal((0, 1, 1), (Count(told, "online"), Count(told, "offline"), Count(told, "unknown")));
        Assert.Equal("""[{"kind":"storage.slow","count":1}]""", Compact(told.GetProperty("problems")));
        Assert.Equal("""[{"kind":"outOfRange","count":2}]""", Compact(told.GetProperty("refusedMessages")));

        var body = JsonSerializer.Serialize(new { kind = "praise", topic = "app", text = "So quiet in 客厅", diagnostics = shown });
        var (status, sent) = await api.SendAsync(HttpMethod.Post, "/api/v1/feedback", body);
        using var bundle = await api.Http.GetAsync(new Uri($"/api/v1/feedback/{Text(sent.GetProperty("feedback"), "id")}/bundle", UriKind.Relative));

        Assert.Equal((201, true), (status, sent.GetProperty("feedback").GetProperty("diagnosticsAttached").GetBoolean()));
        var taken = JsonDocument.Parse(await bundle.Content.ReadAsByteArrayAsync()).RootElement;
        Assert.Equal(shown, taken.GetProperty("diagnostics").GetRawText());
        Assert.Equal("So quiet in 客厅", Text(taken, "text"));
        Assert.Equal($"feedback-{SampleFeedback.Answered}.json", bundle.Content.Headers.ContentDisposition!.FileName);
    }

    [Fact]
    public async Task DeleteFeedback_Twice_IsGoneAndThenUnknown()
    {
        await using var api = await ApiFixture.StartAsync();
        await api.SendAsync(HttpMethod.Post, "/api/v1/feedback", Bug);

        Assert.Equal(204, (await api.SendAsync(HttpMethod.Delete, $"/api/v1/feedback/{SampleFeedback.Answered}")).Status);
        Assert.Equal(404, (await api.SendAsync(HttpMethod.Delete, $"/api/v1/feedback/{SampleFeedback.Answered}")).Status);
        Assert.Empty(api.Feedback.Kept);
    }

    [Theory]
    [InlineData("feedback/0192f0c1-2b3c-7def-8123-0000000000ff", 404)]
    [InlineData("feedback/mine", 404)]
    [InlineData("feedback/mine/bundle", 404)]
    [InlineData("feedback?limit=0", 400)]
    [InlineData("feedback?limit=501", 400)]
    [InlineData("feedback?limit=all", 400)]
    public async Task GetFeedback_WhatIsNotThere_IsAProblem(string path, int status)
    {
        await using var api = await ApiFixture.StartAsync();

        var (actual, problem) = await api.SendAsync(HttpMethod.Get, $"/api/v1/{path}");

        Assert.Equal((status, status), (actual, problem.GetProperty("status").GetInt32()));
    }

    [Theory]
    [InlineData("feedback")]
    [InlineData("feedback/0192f0c1-2b3c-7def-8123-000000000001")]
    [InlineData("feedback/ideas")]
    [InlineData("feedback/ring")]
    [InlineData("feedback/shipped")]
    public async Task GetFeedback_StoreIsBroken_Is503(string path)
    {
        await using var api = await ApiFixture.StartAsync();
        api.Feedback.IsBroken = true;

        var (status, problem) = await api.SendAsync(HttpMethod.Get, $"/api/v1/{path}");

        Assert.Equal((503, "feedback.unreadable"), (status, Text(problem, "code")));
    }

    private static string Text(JsonElement element, string member) => element.GetProperty(member).GetString()!;

    private static int Count(JsonElement told, string member) => Assert.Single(told.GetProperty("devices").EnumerateArray()).GetProperty(member).GetInt32();

    private static string Compact(JsonElement element) => JsonSerializer.Serialize(element, Readable);
}

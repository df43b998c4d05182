using System.Text.Json;
using IotHub.Insights.Feedback;

namespace IotHub.Api.Tests.Feedback;

public sealed class IdeaEndpointsTests
{
    private static readonly JsonSerializerOptions Readable = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    [Fact]
    public async Task PutVote_UpAndTakenBack_IsOnTheBoard()
    {
        await using var api = await ApiFixture.StartAsync();

        var (status, idea) = await VoteAsync(api, SampleFeedback.Open, """{"voted":true}""");
        Assert.Equal(200, status);
        Assert.Equal(
            """{"id":"0192f0c1-2b3c-7def-8123-0000000000a2","en":"Speak","zh":"说话","status":"planned","voted":true}""",
            JsonSerializer.Serialize(idea, Readable));
        Assert.Equal(["shipped 1.1.0 False", "planned  True"], await BoardAsync(api));
        await VoteAsync(api, SampleFeedback.Open, """{"voted":false}""");

        Assert.Equal(["shipped 1.1.0 False", "planned  False"], await BoardAsync(api));
    }

    [Theory]
    [InlineData("0192f0c1-2b3c-7def-8123-0000000000ff", """{"voted":true}""", 404, "idea.unknown")]
    [InlineData("speak", """{"voted":true}""", 404, "idea.unknown")]
    [InlineData("0192f0c1-2b3c-7def-8123-0000000000a1", """{"voted":true}""", 409, "idea.shipped")]
    [InlineData("0192f0c1-2b3c-7def-8123-0000000000a2", """{}""", 400, "request.malformed")]
    [InlineData("0192f0c1-2b3c-7def-8123-0000000000a2", """{"voted":"yes"}""", 400, "request.malformed")]
    [InlineData("0192f0c1-2b3c-7def-8123-0000000000a2", """{"voted":true,"why":"Anna"}""", 400, "request.malformed")]
    public async Task PutVote_WhatCannotBe_IsRefusedAndVotesForNothing(string id, string body, int status, string code)
    {
        await using var api = await ApiFixture.StartAsync();

        var (actual, problem) = await api.SendAsync(HttpMethod.Put, $"/api/v1/feedback/ideas/{id}/vote", body);

        Assert.Equal((status, code), (actual, problem.GetProperty("code").GetString()));
        Assert.DoesNotContain(await BoardAsync(api), idea => idea.EndsWith("True", StringComparison.Ordinal));
    }

    [Fact]
    public async Task PutVote_NoRoom_Is409()
    {
        await using var api = await ApiFixture.StartAsync();
        api.Feedback.Refuses = FeedbackVerdict.Full;

        var (status, problem) = await VoteAsync(api, SampleFeedback.Open, """{"voted":true}""");

        Assert.Equal((409, "vote.full"), (status, problem.GetProperty("code").GetString()));
    }

    [Fact]
    public async Task PutRing_AnotherRing_IsRemembered()
    {
        await using var api = await ApiFixture.StartAsync();
        Assert.Equal("stable", await RingAsync(api));

        var (status, ring) = await api.SendAsync(HttpMethod.Put, "/api/v1/feedback/ring", """{"ring":"beta"}""");

        Assert.Equal((200, "beta", "beta"), (status, ring.GetProperty("ring").GetString(), await RingAsync(api)));
    }

    [Theory]
    [InlineData("""{"ring":"nightly"}""", 422)]
    [InlineData("""{"ring":"0"}""", 422)]
    [InlineData("""{"ring":"Alpha"}""", 422)]
    [InlineData("{}", 422)]
    [InlineData("""{"ring":0}""", 400)]
    [InlineData("""{"rings":"beta"}""", 400)]
    public async Task PutRing_NoSuchRing_IsRefusedAndTheRingStays(string body, int status)
    {
        await using var api = await ApiFixture.StartAsync();

        Assert.Equal(status, (await api.SendAsync(HttpMethod.Put, "/api/v1/feedback/ring", body)).Status);

        Assert.Equal("stable", await RingAsync(api));
    }

    [Fact]
    public async Task GetShipped_WhatThisHomeAskedFor_IsNewUntilItWasSeen()
    {
        await using var api = await ApiFixture.StartAsync();
        await api.SendAsync(HttpMethod.Post, "/api/v1/feedback", """{"kind":"idea","topic":"app","text":"Make it fast"}""");
        await api.SendAsync(HttpMethod.Post, "/api/v1/feedback", """{"kind":"idea","topic":"app","text":"Make it blue"}""");
        api.Feedback.VoteEarlier(SampleFeedback.Shipped);
        api.Feedback.VoteEarlier(SampleFeedback.Open);
        Assert.Equal(["feedback Make it fast 1.1.0 True", "idea Fast 1.1.0 True"], await ShippedAsync(api));

        var (_, seen) = await api.SendAsync(HttpMethod.Post, "/api/v1/feedback/shipped:seen");
        var (_, again) = await api.SendAsync(HttpMethod.Post, "/api/v1/feedback/shipped:seen");

        Assert.Equal((2, 0), (seen.GetProperty("seen").GetInt32(), again.GetProperty("seen").GetInt32()));
        Assert.Equal(["feedback Make it fast 1.1.0 False", "idea Fast 1.1.0 False"], await ShippedAsync(api));
    }

    [Fact]
    public async Task GetShipped_ReleaseIsNewerThanTheHub_IsNotShippedHere()
    {
        await using var api = await ApiFixture.StartAsync();
        api.Feedback.Running = new ReleaseVersion(1, 0, 9);
        api.Feedback.VoteEarlier(SampleFeedback.Shipped);

        Assert.Empty(await ShippedAsync(api));
    }

    private static Task<(int Status, JsonElement Body)> VoteAsync(ApiFixture api, Guid idea, string body) => api.SendAsync(HttpMethod.Put, $"/api/v1/feedback/ideas/{idea}/vote", body);

    private static async Task<string?> RingAsync(ApiFixture api) => (await api.SendAsync(HttpMethod.Get, "/api/v1/feedback/ring")).Body.GetProperty("ring").GetString();

    private static async Task<List<string>> BoardAsync(ApiFixture api) =>
    [
        .. (await api.SendAsync(HttpMethod.Get, "/api/v1/feedback/ideas")).Body.EnumerateArray().Select(idea =>
            $"{idea.GetProperty("status").GetString()} {(idea.TryGetProperty("release", out var release) ? release.GetString() : "")} {idea.GetProperty("voted").GetBoolean()}"),
    ];

    private static async Task<List<string>> ShippedAsync(ApiFixture api) =>
    [
        .. (await api.SendAsync(HttpMethod.Get, "/api/v1/feedback/shipped")).Body.EnumerateArray().Select(answer =>
            $"{answer.GetProperty("subject").GetString()} {answer.GetProperty("en").GetString()} {answer.GetProperty("release").GetProperty("version").GetString()} {answer.GetProperty("isNew").GetBoolean()}"),
    ];
}

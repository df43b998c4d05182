using System.Text.Json;
using IotHub.Automation.Actions;
using IotHub.Runtime.Notices;

namespace IotHub.Api.Tests.Notices;

public sealed class NoticeEndpointsTests
{
    private static readonly DateTimeOffset At = new(2026, 3, 1, 8, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task GetNotices_SomeRead_AreNewestFirstInPages()
    {
        await using var api = await ApiFixture.StartAsync();
        api.Notices.Add(new Notice(1, At, [], "", "one", Urgency.Low, "rule", At, []));
        api.Notices.Add(new Notice(2, At, ["anna"], "Kitchen", "two", Urgency.High, "", null, [("ntfy", "It was late.")]));

        var (status, page) = await api.SendAsync(HttpMethod.Get, "/api/v1/notices?limit=1");

        Assert.Equal(200, status);
        Assert.Equal(
            """{"notices":[{"number":2,"at":"2026-03-01T08:00:00+00:00","to":["anna"],"title":"Kitchen","message":"two","urgency":"high","read":false,"missed":[{"channel":"ntfy","why":"It was late."}]}],"unread":1,"next":2}""",
            page.GetRawText());
        var (_, last) = await api.SendAsync(HttpMethod.Get, "/api/v1/notices?before=2");
        Assert.Equal(("one", "rule", true), (Text(last, "message"), Text(last, "automation"), last.GetProperty("notices")[0].GetProperty("read").GetBoolean()));
        Assert.False(last.TryGetProperty("next", out _));
        var (_, unread) = await api.SendAsync(HttpMethod.Get, "/api/v1/notices?unread=true");
        Assert.Equal("two", Text(unread, "message"));
    }

    [Fact]
    public async Task PostRead_UpToANumber_SaysHowManyAreLeft()
    {
        await using var api = await ApiFixture.StartAsync();
        await api.SendAsync(HttpMethod.Post, "/api/v1/notices:test");
        await api.SendAsync(HttpMethod.Post, "/api/v1/notices:test");

        var (status, body) = await api.SendAsync(HttpMethod.Post, "/api/v1/notices:read", """{"upTo":1}""");

        Assert.Equal((200, 1), (status, body.GetProperty("unread").GetInt32()));
    }

    [Theory]
    [InlineData("/api/v1/notices?limit=0")]
    [InlineData("/api/v1/notices?limit=201")]
    [InlineData("/api/v1/notices?before=x")]
    public async Task GetNotices_OutOfRange_IsRefused(string address)
    {
        await using var api = await ApiFixture.StartAsync();

        Assert.Equal(400, (await api.SendAsync(HttpMethod.Get, address)).Status);
    }

    [Fact]
    public async Task Notices_StoreInTrouble_SaySo()
    {
        await using var api = await ApiFixture.StartAsync();
        api.Notices.Trouble = "The disk is full.";

        foreach (var (method, address, body) in new[]
                 {
                     (HttpMethod.Get, "/api/v1/notices", null), (HttpMethod.Post, "/api/v1/notices:test", null), (HttpMethod.Post, "/api/v1/notices:read", """{"upTo":1}"""),
                 })
        {
            var (status, problem) = await api.SendAsync(method, address, body);
            Assert.Equal((503, "notices.unreadable", "The disk is full."), (status, problem.GetProperty("code").GetString(), problem.GetProperty("detail").GetString()));
        }
    }

    [Fact]
    public async Task GetChannels_OfTheHost_AreTold()
    {
        await using var api = await ApiFixture.StartAsync();

        var (_, channels) = await api.SendAsync(HttpMethod.Get, "/api/v1/notices/channels");

        Assert.Equal("ntfy", channels[0].GetProperty("name").GetString());
    }

    private static string? Text(JsonElement page, string name) => page.GetProperty("notices")[0].GetProperty(name).GetString();
}

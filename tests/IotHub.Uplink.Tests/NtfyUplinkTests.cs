using System.Text;
using System.Text.Json.Nodes;
using IotHub.Testing;
using IotHub.Uplink.Ntfy;

namespace IotHub.Uplink.Tests;

public sealed class NtfyUplinkTests
{
    private readonly ManualTime _time = new(new DateTimeOffset(2026, 3, 1, 8, 0, 0, TimeSpan.Zero));

    [Theory]
    [InlineData("high", 5)]
    [InlineData("normal", 3)]
    [InlineData("low", 2)]
    public async Task SendAsync_Notice_IsAMessageOfTheTopicAndNothingElse(string urgency, int priority)
    {
        await using var server = await HttpReceiver.StartAsync();
        await using var uplink = new NtfyUplink(OptionsFor(server) with { Token = "tk_1" }, _time);

        Assert.IsType<SendResult.Accepted>(await uplink.SendAsync([Notice("Kitchen", "It is 30 °C.", urgency)], CancellationToken.None));

        var request = await server.NextAsync();
        Assert.Equal("/", request.Path);
        Assert.Equal("Bearer tk_1", request.Authorization);
        Assert.Equal($$"""{"topic":"our-home","message":"It is 30 °C.","priority":{{priority}},"title":"Kitchen"}""", Text(request.Body));
    }

    [Fact]
    public async Task SendAsync_LongMessage_IsCutAtWhatTheServerTakes()
    {
        await using var server = await HttpReceiver.StartAsync();
        await using var uplink = new NtfyUplink(OptionsFor(server), _time);

        await uplink.SendAsync([Notice("", new string('北', 2000), "normal")], CancellationToken.None);

        var message = JsonNode.Parse((await server.NextAsync()).Body)!;
        Assert.Null(message["title"]);
        Assert.Equal(4095, Encoding.UTF8.GetByteCount((string)message["message"]!));
        Assert.EndsWith("北…", (string)message["message"]!, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(500, typeof(SendResult.Retry))]
    [InlineData(429, typeof(SendResult.Retry))]
    [InlineData(401, typeof(SendResult.Stopped))]
    [InlineData(413, typeof(SendResult.Rejected))]
    public async Task SendAsync_AnswerOfTheServer_SaysWhatIsNext(int status, Type result)
    {
        await using var server = await HttpReceiver.StartAsync();
        server.Answer = (_, _) => status;
        await using var uplink = new NtfyUplink(OptionsFor(server), _time);

        Assert.IsType(result, await uplink.SendAsync([Notice("a", "b", "normal")], CancellationToken.None));
    }

    [Fact]
    public async Task SendAsync_ServerAtHomeThatIsNotAllowed_IsNotAsked()
    {
        await using var server = await HttpReceiver.StartAsync();
        await using var uplink = new NtfyUplink(OptionsFor(server) with { AllowedNetworks = [] }, _time);

        var stopped = Assert.IsType<SendResult.Stopped>(await uplink.SendAsync([Notice("a", "b", "normal")], CancellationToken.None));

        Assert.Contains("AllowedNetworks", stopped.Reason, StringComparison.Ordinal);
        Assert.Empty(server.Taken());
    }

    [Theory]
    [InlineData("", "Url is \"\"")]
    [InlineData("ftp://example.org/home", "Url is \"ftp://example.org/home\"")]
    [InlineData("http://example.org/home", "Url begins with http")]
    [InlineData("https://example.org/", "expected a topic at its end")]
    [InlineData("https://example.org/our home", "expected a topic at its end")]
    [InlineData("https://anna:1@example.org/home", "a user name")]
    public void Faults_WrongAddress_IsNamed(string address, string says) =>
        Assert.Contains(says, Assert.Single(new NtfyUplinkOptions { Url = address }.Faults()), StringComparison.Ordinal);

    [Fact]
    public void ToString_Options_TellNoSecret() => Assert.DoesNotContain("tk_1", new NtfyUplinkOptions { Token = "tk_1" }.ToString(), StringComparison.Ordinal);

    private static NtfyUplinkOptions OptionsFor(HttpReceiver server) =>
        new() { Url = $"http://127.0.0.1:{server.Port}/our-home", AllowHttp = true, AllowedNetworks = ["127.0.0.0/8"] };

    private static OutboxEvent Notice(string title, string message, string urgency) => new(
        1, "1", "urn:iothub:notices", "iothub.notice.v1",
        Encoding.UTF8.GetBytes(new JsonObject { ["data"] = new JsonObject { ["to"] = new JsonArray("anna"), ["title"] = title, ["message"] = message, ["urgency"] = urgency } }.ToJsonString()));

    private static string Text(ReadOnlyMemory<byte> body) => JsonNode.Parse(body.Span)!.ToJsonString(new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
}

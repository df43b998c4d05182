using System.Net.WebSockets;

namespace IotHub.Api.Tests.Access;

public sealed class RequestGuardTests
{
    [Theory]
    [InlineData("evil.example", 421)]
    [InlineData("hub.local.evil.example", 421)]
    [InlineData("localhost", 200)]
    [InlineData("HUB.local:8080", 200)]
    [InlineData("192.168.1.5", 200)]
    [InlineData("[::1]:80", 200)]
    [InlineData("home.example", 200)]
    public async Task Request_ByHostName_IsServedOnlyUnderOwnNames(string host, int expected)
    {
        await using var api = await ApiFixture.StartAsync(options => options.HostNames.Add("home.example"));

        var (status, _) = await api.SendAsync(HttpMethod.Get, "/api/v1/health", null, ("Host", host));

        Assert.Equal(expected, status);
    }

    [Theory]
    [InlineData("http://evil.example", 403)]
    [InlineData("null", 403)]
    [InlineData("http://hub.local:81", 403)]
    [InlineData("http://hub.local", 204)]
    public async Task Write_FromPage_IsTakenOnlyFromOwnPages(string origin, int expected)
    {
        await using var api = await ApiFixture.StartAsync();

        var (status, _) = await api.SendAsync(HttpMethod.Post, "/api/v1/scenes/movie/run", null, ("Host", "hub.local"), ("Origin", origin));

        Assert.Equal(expected, status);
        Assert.Equal(expected == 204 ? 1 : 0, api.Inputs.Count);
    }

    [Fact]
    public async Task Socket_FromForeignPage_IsRefused()
    {
        await using var api = await ApiFixture.StartAsync();
        using var socket = new ClientWebSocket();
        socket.Options.AddSubProtocol("hub.v1");
        socket.Options.SetRequestHeader("Origin", "http://evil.example");

        await Assert.ThrowsAsync<WebSocketException>(() => socket.ConnectAsync(
            new Uri(api.Http.BaseAddress!.ToString().Replace("http:", "ws:", StringComparison.Ordinal) + "api/v1/ws"), CancellationToken.None));
    }

    [Fact]
    public async Task Response_AnyPage_HasSecurityHeaders()
    {
        await using var api = await ApiFixture.StartAsync();

        using var response = await api.Http.GetAsync(new Uri("/somewhere", UriKind.Relative));

        Assert.Equal(503, (int)response.StatusCode);
        Assert.Contains("the app is not installed", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Contains("frame-ancestors 'none'", response.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
        Assert.Equal("nosniff", response.Headers.GetValues("X-Content-Type-Options").Single());
    }

    [Fact]
    public void Options_OutOfBounds_AreNamedWithValueAndBound()
    {
        var result = new ApiOptionsValidator().Validate(null, new ApiOptions { LiveClientsMax = 0, HostNames = ["http://x"] });

        Assert.Equal(2, result.Failures?.Count());
        Assert.Contains("Api:LiveClientsMax is 0; it must lie between 1 and 1024.", result.Failures!);
    }
}

namespace IotHub.Api.Tests.Board;

public sealed class BoardEndpointsTests
{
    [Fact]
    public async Task Get_Lines_AreThoseOfTheBoard()
    {
        await using var api = await ApiFixture.StartAsync();

        var (status, lines) = await api.SendAsync(HttpMethod.Get, "/api/v1/board/lines");

        Assert.Equal(200, status);
        Assert.Equal("""[{"line":"GPIO17","offset":17,"consumer":"iothub:hall","output":true,"level":false},{"line":"GPIO27","offset":27,"output":false,"level":true,"pull":true}]""", lines.GetRawText());
    }

    [Theory]
    [InlineData("""{"pull":true}""", "GPIO27=True")]
    [InlineData("""{"pull":false}""", "GPIO27=False")]
    [InlineData("""{"pull":null}""", "GPIO27=")]
    public async Task Put_Line_IsPulled(string body, string pulled)
    {
        await using var api = await ApiFixture.StartAsync();

        var (status, _) = await api.SendAsync(HttpMethod.Put, "/api/v1/board/lines/GPIO27", body);

        Assert.Equal(204, status);
        Assert.Equal(pulled, Assert.Single(api.Board.Pulled));
    }

    [Fact]
    public async Task Put_LineThatIsNotThere_IsNotFound()
    {
        await using var api = await ApiFixture.StartAsync();

        var (status, problem) = await api.SendAsync(HttpMethod.Put, "/api/v1/board/lines/GPIO99", """{"pull":true}""");

        Assert.Equal((404, "line.unknown"), (status, problem.GetProperty("code").GetString()));
    }
}

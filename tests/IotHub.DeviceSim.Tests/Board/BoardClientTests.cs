using System.Net;
using System.Text;
using IotHub.DeviceSim.Board;

namespace IotHub.DeviceSim.Tests.Board;

public sealed class BoardClientTests : IDisposable
{
    private const string Button =
        """{"line":"GPIO27","offset":27,"consumer":"iothub:hall-push","output":false,"level":true,"chip":"c","activeLow":true,"bias":"pull-up","change":2,"device":"hall-push","label":"Hall button"}""";

    private readonly RecordedHub _recorded = new();
    private readonly HttpClient _http;
    private readonly BoardClient _board;

    public BoardClientTests()
    {
        _http = new HttpClient(_recorded) { BaseAddress = new Uri("http://127.0.0.1:5080") };
        _board = new BoardClient(_http);
    }

    public static TheoryData<string, Func<BoardClient, Task>> Touches => new()
    {
        { """PUT /api/v1/board/lines/GPIO27 {"pull":false}""", board => board.SetAsync("GPIO27", false, CancellationToken.None) },
        { """PUT /api/v1/board/lines/GPIO27 {"pull":null}""", board => board.SetAsync("GPIO27", null, CancellationToken.None) },
        { """POST /api/v1/board/lines/GPIO27:press {"milliseconds":700,"bounces":3}""", board => board.PressAsync("GPIO27", 700, 3, CancellationToken.None) },
        { """POST /api/v1/board/lines/27:press {}""", board => board.PressAsync("27", null, null, CancellationToken.None) },
        { """POST /api/v1/board/lines/GPIO22:bounce {"level":true,"bounces":8,"milliseconds":20}""", board => board.BounceAsync("GPIO22", true, 8, 20, CancellationToken.None) },
        { """POST /api/v1/board/inputs/keys:press {"key":"KEY_OK","milliseconds":50}""", board => board.PressKeyAsync("keys", "KEY_OK", 50, CancellationToken.None) },
        { """POST /api/v1/board/inputs/rotary%405:turn {"steps":-2}""", board => board.TurnAsync("rotary@5", null, -2, CancellationToken.None) },
    };

    [Theory]
    [MemberData(nameof(Touches))]
    public async Task Touch_IsAskedOfTheHub(string expected, Func<BoardClient, Task> touch)
    {
        await touch(_board);

        Assert.Equal(expected, Assert.Single(_recorded.Asked));
    }

    [Fact]
    public async Task Lines_AreReadAndDescribedInWords()
    {
        _recorded.Answer = (HttpStatusCode.OK, $"[{Button}]");

        Assert.Equal("GPIO27   input   high  pull-up, active-low     iothub:hall-push (Hall button)", Assert.Single(await _board.LinesAsync(CancellationToken.None)).Describe());
    }

    [Fact]
    public async Task Watch_TellsAllLinesAndThenEachChange()
    {
        _recorded.Answer = (HttpStatusCode.OK, $"event: lines\ndata: [{Button}]\n\nevent: line\ndata: {Button.Replace("\"level\":true", "\"level\":false,\"pull\":false", StringComparison.Ordinal)}\n\n");
        var told = new List<bool>();
        await foreach (var lines in _board.WatchAsync(CancellationToken.None))
        {
            told.AddRange(lines.Select(line => line.Level));
        }

        Assert.Equal([true, false], told);
    }

    [Theory]
    [InlineData(HttpStatusCode.NotFound, """{"code":"line.unknown","detail":"The board has no line 'GPIO99'."}""", "The board has no line 'GPIO99'.")]
    [InlineData(HttpStatusCode.BadGateway, "<html>", "The hub answered 502.")]
    public async Task Touch_ThatIsRefused_SaysWhatTheHubSaid(HttpStatusCode status, string body, string expected)
    {
        _recorded.Answer = (status, body);

        var trouble = await Assert.ThrowsAsync<SimulationException>(() => _board.PressAsync("GPIO99", null, null, CancellationToken.None));

        Assert.Equal(expected, trouble.Message);
    }

    [Fact]
    public async Task Lines_OfAHubThatIsNotThere_NameItsAddress()
    {
        _recorded.Answer = null;

        var trouble = await Assert.ThrowsAsync<SimulationException>(() => _board.LinesAsync(CancellationToken.None));

        Assert.Equal("The hub at http://127.0.0.1:5080/ cannot be asked: refused", trouble.Message);
    }

    public void Dispose()
    {
        _http.Dispose();
        _recorded.Dispose();
    }

    /// <summary>Notes what is asked and answers always the same; null for nobody there.</summary>
    private sealed class RecordedHub : HttpMessageHandler
    {
        public List<string> Asked { get; } = [];

        public (HttpStatusCode Status, string Body)? Answer { get; set; } = (HttpStatusCode.NoContent, string.Empty);

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var (status, body) = Answer ?? throw new HttpRequestException("refused");
            Asked.Add($"{request.Method} {request.RequestUri!.AbsolutePath} {(request.Content is null ? string.Empty : await request.Content.ReadAsStringAsync(cancellationToken))}");
            return new HttpResponseMessage(status) { Content = new StringContent(body, Encoding.UTF8) };
        }
    }
}

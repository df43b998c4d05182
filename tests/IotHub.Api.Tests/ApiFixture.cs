using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using IotHub.Api.App;
using IotHub.Api.Board;
using IotHub.Api.Feedback;
using IotHub.Api.Homes;
using IotHub.Api.Live;
using IotHub.Api.Makers;
using IotHub.Api.Notices;
using IotHub.Api.Tests.Board;
using IotHub.Api.Tests.Feedback;
using IotHub.Api.Tests.Insights;
using IotHub.Contracts.Values;
using IotHub.Insights.Catalogue;
using IotHub.Insights.Consumables;
using IotHub.Insights.Feedback;
using IotHub.Insights.Recommendations;
using IotHub.Insights.UsageEvents;
using IotHub.Runtime;
using IotHub.Runtime.Storing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace IotHub.Api.Tests;

/// <summary>The API on a real port, with a loop that does what the test says.</summary>
internal sealed class ApiFixture : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly WebApplication _app;
    private readonly HubInbox _inbox = new();
    private Task _loop = Task.CompletedTask;

    private ApiFixture(Action<ApiOptions>? configure, Action<IServiceCollection>? services)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddSingleton(_inbox);
        builder.Services.AddSingleton<IHistory>(new SampleHistory());
        builder.Services.AddSingleton<ITraces>(Traces);
        builder.Services.AddSingleton<IHistoryEraser>(new SampleEraser());
        builder.Services.AddSingleton<IDocumentVersions>(new SampleVersions());
        builder.Services.AddSingleton<IUsageJournal>(Journal);
        Insights = new SampleInsights(Journal);
        builder.Services.AddSingleton<IConsumableJournal>(Insights);
        builder.Services.AddSingleton<IRecommendationJournal>(Insights);
        builder.Services.AddSingleton(Insights.Shelf);
        builder.Services.AddSingleton(new CatalogueKeeper(Insights.Shelf, Insights));
        builder.Services.AddSingleton(new HomeMarket("DE", ["wifi"]));
        builder.Services.AddSingleton(provider => new RecommendationDesk(Insights.Shelf, Insights, Journal, Insights, provider.GetRequiredService<TimeProvider>()));
        builder.Services.AddSingleton<IFeedbackJournal>(Feedback);
        builder.Services.AddSingleton<IFeedbackSource>(Feedback);
        builder.Services.AddSingleton<IHealthSource>(new SampleHealth());
        builder.Services.AddSingleton<ISimulatedBoard>(Board);
        services?.Invoke(builder.Services);
        builder.Services.AddSingleton<IContractSource>(new SampleContracts());
        builder.Services.AddSingleton<IIdSource>(new CountingIds());
        builder.Services.AddIotHubApi(configure);
        _app = builder.Build();
        _app.UseIotHubApi();
        _app.MapIotHubApi();
        CompanionApp.MapCompanionApp(_app);
    }

    /// <summary>What the loop does with an input: an answer, after offering what it wants. Null answers nothing, ever.</summary>
    public Func<HubInput, HubAnswer?> OnInput { get; set; } = _ => HubAnswer.Yes();

    /// <summary>What a snapshot shows.</summary>
    public HubSnapshot Snapshot { get; set; } = SampleHome.Snapshot();

    /// <summary>What the store answers about runs and causes.</summary>
    public SampleBoard Board { get; } = new();

    public SampleTraces Traces { get; } = new();

    /// <summary>Consents and usage events.</summary>
    public SampleJournal Journal { get; } = new();

    /// <summary>What wears out, what is recommended, what is owed.</summary>
    public SampleInsights Insights { get; }

    /// <summary>Feedback and releases.</summary>
    public SampleFeedback Feedback { get; } = new();

    /// <summary>What came in, but for snapshots.</summary>
    public ConcurrentQueue<HubInput> Inputs { get; } = new();

    public LiveFeed Feed => _app.Services.GetRequiredService<LiveFeed>();

    public NoticeBox Notices => _app.Services.GetRequiredService<NoticeBox>();

    public HttpClient Http { get; private set; } = new();

    public static async Task<ApiFixture> StartAsync(Action<ApiOptions>? configure = null, HubSnapshot? snapshot = null, Action<IServiceCollection>? services = null)
    {
        var fixture = new ApiFixture(configure, services);
        fixture.Snapshot = snapshot ?? fixture.Snapshot;
        fixture._loop = fixture.LoopAsync();
        await fixture._app.StartAsync();
        fixture.Http = new HttpClient { BaseAddress = new Uri(fixture._app.Urls.Single()), Timeout = TimeSpan.FromSeconds(30) };
        await fixture.Feed.WaitReadyAsync(CancellationToken.None).WaitAsync(TimeSpan.FromSeconds(30));
        return fixture;
    }

    public void Offer(params HubOutput[] outputs) => Feed.Offer(outputs);

    public async Task<LivePeer> ConnectAsync(string? hello = """{"t":"hello","epoch":null}""")
    {
        var peer = new LivePeer();
        await peer.OpenAsync(new Uri(Http.BaseAddress!.ToString().Replace("http:", "ws:", StringComparison.Ordinal) + "api/v1/ws"));
        if (hello is not null)
        {
            await peer.SendAsync(hello);
        }

        return peer;
    }

    public async Task<(int Status, JsonElement Body)> SendAsync(HttpMethod method, string path, string? json = null, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, path);
        if (json is not null)
        {
            request.Content = new StringContent(json, Encoding.UTF8, "application/json");
        }

        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        using var response = await Http.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        return ((int)response.StatusCode, text.Length == 0 ? default : JsonDocument.Parse(text).RootElement);
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await _app.StopAsync();
        await _stop.CancelAsync();
        await _loop.ContinueWith(_ => { }, TaskScheduler.Default);
        await _app.DisposeAsync();
        _inbox.Dispose();
        _stop.Dispose();
    }

    private async Task LoopAsync()
    {
        while (true)
        {
            await _inbox.WaitAsync(_stop.Token);
            if (!_inbox.TryTake(out var item))
            {
                continue;
            }

            if (item.Input is HubInput.TakeSnapshot)
            {
                Feed.Offer([new HubOutput.SnapshotTaken(Snapshot)]);
                item.Answer?.TrySetResult(HubAnswer.Yes());
                continue;
            }

            Inputs.Enqueue(item.Input);
            if (OnInput(item.Input) is { } answer)
            {
                item.Answer?.TrySetResult(answer);
            }
        }
    }

    private sealed class CountingIds : IIdSource
    {
        private int _count;

        public string Next() => $"id-{Interlocked.Increment(ref _count)}";
    }

    private sealed class SampleHealth : IHealthSource
    {
        public IReadOnlyList<HealthProblem> Problems => [new HealthProblem("storage.slow", "The card is slow.", SampleHome.Start)];
    }

    private sealed class SampleEraser : IHistoryEraser
    {
        public ValueTask<long> EraseAsync(string device, CancellationToken cancellationToken) => device == "broken-lamp"
            ? throw new StoreException("history.db cannot be written.")
            : ValueTask.FromResult(device is "hall-lamp" or "old-lamp" ? 7L : 0L);
    }

    private sealed class SampleHistory : IHistory
    {
        public ValueTask<ImmutableArray<HistoryPoint>> QueryAsync(
            string device, string property, DateTimeOffset from, DateTimeOffset to, int pointsMax, CancellationToken cancellationToken) =>
            property == "light.mode"
                ? throw new StoreException("history.db cannot be read.")
                : ValueTask.FromResult<ImmutableArray<HistoryPoint>>(device == "hall-lamp" ? [new HistoryPoint(from.AddSeconds(1.5), PropertyValue.FromInteger(42), 1)] : []);
    }
}

/// <summary>A client on a real socket.</summary>
internal sealed class LivePeer : IDisposable
{
    private readonly ClientWebSocket _socket = new();
    private readonly byte[] _buffer = new byte[256 * 1024];

    public WebSocketCloseStatus? CloseStatus => _socket.CloseStatus;

    public Task OpenAsync(Uri address)
    {
        _socket.Options.AddSubProtocol("hub.v1");
        return _socket.ConnectAsync(address, CancellationToken.None).WaitAsync(TimeSpan.FromSeconds(30));
    }

    public Task SendAsync(string text) => SendAsync(Encoding.UTF8.GetBytes(text), WebSocketMessageType.Text);

    public Task SendAsync(byte[] bytes, WebSocketMessageType type) => _socket.SendAsync(bytes, type, true, CancellationToken.None);

    /// <summary>The next message; null when the hub closes.</summary>
    public async Task<JsonElement?> ReadAsync()
    {
        var length = 0;
        while (true)
        {
            var part = await _socket.ReceiveAsync(_buffer.AsMemory(length), CancellationToken.None).AsTask().WaitAsync(TimeSpan.FromSeconds(30));
            if (part.MessageType == WebSocketMessageType.Close)
            {
                return null;
            }

            length += part.Count;
            if (part.EndOfMessage)
            {
                return JsonDocument.Parse(_buffer.AsMemory(0, length).ToArray()).RootElement;
            }
        }
    }

    public async Task<JsonElement> ReadAsync(string type)
    {
        var message = await ReadAsync();
        Assert.NotNull(message);
        Assert.Equal(type, message.Value.GetProperty("t").GetString());
        return message.Value;
    }

    public void Dispose() => _socket.Dispose();
}

using System.Net.Http.Json;
using System.Text.Json;
using IotHub.AzureEmulator;
using IotHub.Testing;
using Microsoft.AspNetCore.Http;
using Xunit.Abstractions;

namespace IotHub.EndToEnd.Tests.Durability;

/// <summary>
/// Kills the published hub while it records events and sends them to a webhook, to Azure IoT Hub (emulated) and to files: at random, as it starts, while
/// a consent is withdrawn, before a receiver has a batch, while it has it and was not answered, and right after the answer. Everything that was recorded is
/// at each receiver in the end. Twelve kills; a hundred and twenty with <c>IOTHUB_FULL=1</c>, or as many as <c>IOTHUB_KILLS</c> says.
/// </summary>
[Collection(ProgramsDefinition.Name)]
public sealed class OutboxKillTests(ITestOutputHelper output) : IAsyncLifetime, IDisposable
{
    private const int Seed = 20261122;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    private readonly TemporaryFolder _folder = new();
    private readonly Random _random = new(Seed);
    private readonly KeptEvents _atWebhook = new();
    private readonly int _port = HubProcess.FreePort();
    private HttpReceiver _receiver = null!;
    private AzureServer _azure = null!;
    private int _tried;
    private int _answered;

    private enum Moment
    {
        Random,
        Starting,
        Withdrawing,
        BeforeItHasIt,
        BeforeItAnswers,
        AfterItAnswered,
        Unacknowledged,
    }

    public async Task InitializeAsync()
    {
        _receiver = await HttpReceiver.StartAsync();
        _azure = await AzureServer.StartAsync();
        _azure.Hub.Add("hub-1");
    }

    public async Task DisposeAsync()
    {
        await _receiver.DisposeAsync();
        await _azure.DisposeAsync();
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Kill_AtEveryStepOfAnEvent_EveryReceiverHasAllThatWasRecorded()
    {
        var kills = int.TryParse(Environment.GetEnvironmentVariable("IOTHUB_KILLS"), out var wanted) ? wanted
            : Environment.GetEnvironmentVariable("IOTHUB_FULL") == "1" ? 120 : 12;
        await using var speaker = new ScriptedDevice("speaker", "urn:miot-spec-v2:device:speaker:0000A015:iothub-speaker:1", _port, 2, (_, _) => null);
        Behave(null, null);
        var hub = await StartAsync();
        try
        {
            await speaker.ReportAsync("speaker.volume", 20, CancellationToken.None);
            await hub.ConsentAsync("product", true);
            for (var kill = 0; kill < kills; kill++)
            {
                await KillAsync(hub, (Moment)(kill % Enum.GetValues<Moment>().Length));
                await hub.Run.WaitForExitAsync(Patience);
                Assert.DoesNotContain(" FTL ", hub.Run.Output, StringComparison.Ordinal);
                await hub.DisposeAsync();
                Behave(null, null);
                hub = await StartAsync();
            }

            var events = await AllSentAsync(hub);
            var ledger = await hub.GetAsync("/api/v1/insights/ledger");
            await hub.StopAsync();
            Check(events, ledger, kills);
        }
        finally
        {
            await hub.DisposeAsync();
        }
    }

    private void Check(List<JsonElement> events, JsonElement ledger, int kills)
    {
        var sent = events.Where(one => !one.GetProperty("staysHere").GetBoolean()).ToDictionary(one => one.GetProperty("id").GetString()!, one => one.GetProperty("body").GetString()!);
        var (atAzure, inFiles) = (new KeptEvents(), new KeptEvents());
        foreach (var message in _azure.Hub.Record.Messages)
        {
            atAzure.Take(message.Body);
        }

        foreach (var line in Directory.GetFiles(_folder.At("data", "usage")).Order(StringComparer.Ordinal).SelectMany(File.ReadAllLines))
        {
            inFiles.Take(System.Text.Encoding.UTF8.GetBytes(line));
        }

        foreach (var kept in new[] { _atWebhook, atAzure, inFiles })
        {
            Assert.Empty(kept.Faults);
            Assert.Empty(kept.Gaps());
            Assert.Equal(sent, kept.Bodies.ToDictionary(one => one.Key.Id, one => one.Value));
        }

        Assert.Equal(events.Count, ledger.GetProperty("recorded").GetInt64());
        Assert.All(ledger.GetProperty("fates").EnumerateArray(), tally => Assert.Equal("kept", tally.GetProperty("fate").GetString()));

        // What somebody was told is done was recorded, and nothing that nobody asked for.
        var toggled = sent.Values.Count(body => body.Contains("\"class\":\"feedback\"", StringComparison.Ordinal));
        Assert.InRange(toggled, _answered, _tried);
        output.WriteLine(
            $"{kills} kills, {sent.Count} events ({toggled} of {_tried} changes of a consent, {_answered} of them answered); came again: {_atWebhook.Repeats} at the webhook, {atAzure.Repeats} at Azure, {inFiles.Repeats} in files");
    }

    /// <summary>Makes a few events, and kills it at a moment.</summary>
    private async Task KillAsync(HubProcess hub, Moment moment)
    {
        var dead = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        void Kill()
        {
            if (dead.TrySetResult())
            {
                hub.Run.Signal(ProgramRun.SignalKill);
            }
        }

        switch (moment)
        {
            case Moment.Starting:
                hub.Run.Signal(ProgramRun.SignalKill);
                await hub.Run.WaitForExitAsync(Patience);
                await using (var starting = ProgramRun.Start("dotnet", [PublishedPrograms.Hub, .. Arguments(_port)]))
                {
                    await Task.Delay(TimeSpan.FromMilliseconds(_random.Next(300, 2_500)), TimeProvider.System);
                    starting.Signal(ProgramRun.SignalKill);
                    await starting.WaitForExitAsync(Patience);
                }

                return;
            case Moment.BeforeItHasIt:
                Behave(_ => throw new InvalidOperationException("The hub is killed before this is kept."), null, Kill);
                break;
            case Moment.BeforeItAnswers:
                Behave(null, _ => Kill());
                break;
            case Moment.AfterItAnswered:
                Behave(null, response => response.OnCompleted(() =>
                {
                    Kill();
                    return Task.CompletedTask;
                }));
                break;
            case Moment.Unacknowledged:
                _azure.Hub.Faults.DropPubacks = 1;
                break;
        }

        var next = _azure.Hub.Record.WaitForMessagesAsync(_azure.Hub.Record.Messages.Count + 1);
        var making = MakeEventsAsync(hub);
        switch (moment)
        {
            case Moment.Unacknowledged:
                await next;
                break;
            case Moment.Withdrawing:
                await Task.WhenAny(making, dead.Task);
                _tried++;
                making = hub.ConsentAsync("feedback", _tried % 2 == 0);
                await Task.Delay(TimeSpan.FromMilliseconds(_random.Next(0, 25)), TimeProvider.System);
                break;
            case Moment.Random:
                await Task.Delay(TimeSpan.FromMilliseconds(_random.Next(50, 1_500)), TimeProvider.System);
                break;
            default:
                await dead.Task.WaitAsync(Patience);
                break;
        }

        Kill();
        await making.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    /// <summary>Renames and changes of a consent, each an event, one after the other.</summary>
    private async Task MakeEventsAsync(HubProcess hub)
    {
        for (var i = 0; i < 12; i++)
        {
            using var answer = await hub.Client.PatchAsJsonAsync(new Uri("/api/v1/devices/speaker", UriKind.Relative), new { label = $"Speaker {i}" });
            _tried++;
            await hub.ConsentAsync("feedback", _tried % 2 == 0);
            _answered++;
        }
    }

    /// <summary>What the receiver does with a request before it keeps it, and before it answers.</summary>
    private void Behave(Action<ReceivedRequest>? before, Action<HttpResponse>? answering, Action? kill = null)
    {
        _receiver.Take = request =>
        {
            kill?.Invoke();
            before?.Invoke(request);
            _atWebhook.Take(request.Body);
        };
        _receiver.Answer = (_, response) =>
        {
            answering?.Invoke(response);
            return StatusCodes.Status204NoContent;
        };
    }

    /// <summary>Asks until every event is with each of the three.</summary>
    private async Task<List<JsonElement>> AllSentAsync(HubProcess hub)
    {
        using var limit = new CancellationTokenSource(Patience, TimeProvider.System);
        while (true)
        {
            var events = await hub.EventsAsync();
            var waiting = events.Where(one => !one.GetProperty("staysHere").GetBoolean() && one.GetProperty("sentTo").GetArrayLength() < 3).ToList();
            if (waiting.Count == 0)
            {
                return events;
            }

            Assert.False(limit.IsCancellationRequested, $"{waiting.Count} events wait, the first is {waiting[0]}; {await hub.GetAsync("/api/v1/insights/uplinks")}");
        }
    }

    private Task<HubProcess> StartAsync() => HubProcess.StartOnAsync(_port, Arguments(null));

    private string[] Arguments(int? port) =>
    [
        "--Hub:DataFolder", _folder.At("data"),
        "--Uplink:WebhookUrl", _receiver.Address, "--Uplink:WebhookSecret", "sixteen or more characters", "--Uplink:WebhookHttp", "on", "--Uplink:WebhookNetworks", "127.0.0.0/8",
        "--Uplink:AzureConnectionString", _azure.ConnectionString(_azure.Hub.Find("hub-1")!), "--Uplink:AzureAuthorityFile", _folder.Write("authority.pem", _azure.AuthorityPem),
        .. port is { } mqtt ? (string[])["--Api:Port", "0", "--Mqtt:Port", $"{mqtt}"] : [],
    ];
}

using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Threading.Channels;
using IotHub.AzureEmulator.Devices;
using IotHub.Uplink.AzureIotHub;

namespace IotHub.Uplink.Tests.AzureIotHub;

/// <summary>What the cloud asks of the hub: twin, methods, messages.</summary>
public sealed class CloudTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Twin_OnConnecting_HealthIsReported()
    {
        await using var rig = await AzureRig.StartAsync();
        rig.Handlers = new AzureIotHubHandlers { Health = () => new JsonObject { ["uptimeBucket"] = "day" } };
        await rig.SendAsync(1, 1);
        await rig.Hub.Record.WaitForHappeningAsync("hub-1 twin 204");

        Assert.Equal("day", (string)rig.Hub.Twin(AzureRig.DeviceId)!["reported"]!["health"]!["uptimeBucket"]!);
    }

    [Fact]
    public async Task Twin_HealthCannotBeMade_IsSaidAndEventsGoOn()
    {
        await using var rig = await AzureRig.StartAsync();
        var told = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        rig.Handlers = new AzureIotHubHandlers { Health = () => throw new InvalidOperationException("no health"), Told = line => told.TrySetResult(line) };

        Assert.IsType<SendResult.Accepted>(await rig.SendAsync(1, 1));
        Assert.Contains("no health", await told.Task, StringComparison.Ordinal);
        Assert.IsType<SendResult.Accepted>(await rig.SendAsync(2, 1));
    }

    [Fact]
    public async Task Twin_ReportThrottled_IsReportedLater()
    {
        await using var rig = await AzureRig.StartAsync();
        var told = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        rig.Handlers = new AzureIotHubHandlers { Health = () => new JsonObject { ["ok"] = true }, Told = line => told.TrySetResult(line) };
        rig.Options = rig.Options with { IdleTimeout = TimeSpan.FromMinutes(10) };
        rig.Hub.Faults.TwinThrottled = 1;
        await rig.SendAsync(1, 1);
        Assert.Contains("throttled", await told.Task, StringComparison.Ordinal);

        rig.Time.Advance(AzureIotHubLimits.ThrottleMax);
        await rig.Hub.Record.WaitForHappeningAsync("hub-1 twin 204");

        Assert.Single(rig.Hub.Record.Happenings, line => line == "hub-1 twin 429");
    }

    [Fact]
    public async Task Desired_WholeAndThenChanges_AreHandedOnAndAnswered()
    {
        await using var rig = await AzureRig.StartAsync();
        rig.Hub.Desire(AzureRig.DeviceId, JsonNode.Parse("""{"interval":60}"""));
        var heard = Channel.CreateBounded<(string, long)>(10);
        rig.Handlers = new AzureIotHubHandlers
        {
            Desired = (desired, _) =>
            {
                heard.Writer.TryWrite((desired.Properties.ToJsonString(), desired.Version));
                return ValueTask.FromResult<IReadOnlyList<DesiredAnswer>>([.. desired.Properties.Select(item => new DesiredAnswer(item.Key, item.Value, 200, "in force"))]);
            },
        };
        await rig.SendAsync(1, 1);
        Assert.Equal(("""{"interval":60}""", 2), await NextAsync(heard));
        await rig.Hub.Record.WaitForHappeningAsync("hub-1 twin 204");

        rig.Hub.Desire(AzureRig.DeviceId, JsonNode.Parse("""{"interval":90}"""));
        Assert.Equal(("""{"interval":90}""", 3), await NextAsync(heard));
        await rig.Hub.Record.WaitForHappeningAsync("hub-1 twin 204", 2);

        Assert.Equal(
            """{"value":90,"ac":200,"av":3,"ad":"in force"}""", rig.Hub.Twin(AzureRig.DeviceId)!["reported"]!["interval"]!.ToJsonString());
    }

    [Fact]
    public async Task Desired_ChangedWhileAway_IsHandedOnAfterTheNextConnection()
    {
        await using var rig = await AzureRig.StartAsync();
        var heard = Channel.CreateBounded<(string, long)>(10);
        rig.Handlers = new AzureIotHubHandlers
        {
            Desired = (desired, _) =>
            {
                heard.Writer.TryWrite((desired.Properties.ToJsonString(), desired.Version));
                return ValueTask.FromResult<IReadOnlyList<DesiredAnswer>>([]);
            },
        };
        await rig.SendAsync(1, 1);
        Assert.Equal(("{}", 1), await NextAsync(heard));
        await rig.IdleAsync(1);
        rig.Hub.Desire(AzureRig.DeviceId, JsonNode.Parse("""{"a":1}"""));
        rig.Hub.Desire(AzureRig.DeviceId, JsonNode.Parse("""{"b":2}"""));

        await rig.SendAsync(2, 1);

        Assert.Equal(("""{"a":1,"b":2}""", 3), await NextAsync(heard));

        // Nothing changed: it is asked for, and not handed on again.
        await rig.IdleAsync(2);
        await rig.SendAsync(3, 1);
        await rig.Hub.Record.WaitForHappeningAsync("hub-1 twin 200", 3);
        rig.Hub.Desire(AzureRig.DeviceId, JsonNode.Parse("""{"a":null}"""));
        Assert.Equal(("""{"a":null}""", 4), await NextAsync(heard));
    }

    [Fact]
    public async Task Desired_AChangeWasLost_TheWholeIsAskedFor()
    {
        await using var rig = await AzureRig.StartAsync();
        var heard = Channel.CreateBounded<(string, long, bool)>(10);
        rig.Handlers = new AzureIotHubHandlers
        {
            Desired = (desired, _) =>
            {
                heard.Writer.TryWrite((desired.Properties.ToJsonString(), desired.Version, desired.IsWhole));
                return ValueTask.FromResult<IReadOnlyList<DesiredAnswer>>([]);
            },
        };
        await rig.SendAsync(1, 1);
        Assert.Equal(("{}", 1, true), await NextAsync(heard));
        rig.Hub.Faults.LostDesired = 1;

        rig.Hub.Desire(AzureRig.DeviceId, JsonNode.Parse("""{"a":1}"""));
        rig.Hub.Desire(AzureRig.DeviceId, JsonNode.Parse("""{"b":2}"""));
        Assert.Equal(("""{"a":1,"b":2}""", 3, true), await NextAsync(heard));
        rig.Hub.Desire(AzureRig.DeviceId, JsonNode.Parse("""{"b":3}"""));
        Assert.Equal(("""{"b":3}""", 4, false), await NextAsync(heard));
    }

    [Fact]
    public async Task Health_OnConnectionsWithinTheInterval_IsReportedOnce()
    {
        await using var rig = await AzureRig.StartAsync();
        rig.Handlers = new AzureIotHubHandlers { Health = () => [] };
        await rig.SendAsync(1, 1);
        await rig.Hub.Record.WaitForHappeningAsync("hub-1 twin 204");
        await rig.IdleAsync(1);
        await rig.SendAsync(2, 1);
        await rig.IdleAsync(2);
        Assert.Single(rig.Hub.Record.Happenings, line => line == "hub-1 twin 204");

        rig.Time.Advance(rig.Options.HealthInterval);
        await rig.SendAsync(3, 1);
        await rig.Hub.Record.WaitForHappeningAsync("hub-1 twin 204", 2);
    }

    [Fact]
    public async Task Method_Known_IsAnswered()
    {
        await using var rig = await AzureRig.StartAsync();
        rig.Handlers = new AzureIotHubHandlers
        {
            Methods = StandardMethods.Create(rig.Time, () => new JsonObject { ["events"] = 3 }, _ => ValueTask.FromResult(17L)),
        };
        await rig.SendAsync(1, 1);

        Assert.Equal("""{"time":"2026-03-01T08:00:00Z"}""", (await CallAsync(rig, "ping")).Body);
        Assert.Equal("""{"events":3}""", (await CallAsync(rig, "diagnostics", "{}")).Body);
        Assert.Equal("""{"left":17}""", (await CallAsync(rig, "drain")).Body);
    }

    [Fact]
    public async Task Method_UnknownBrokenOrFailing_IsAnsweredWithWhy()
    {
        await using var rig = await AzureRig.StartAsync();
        rig.Handlers = new AzureIotHubHandlers
        {
            Methods = new Dictionary<string, Func<JsonElement, CancellationToken, ValueTask<MethodAnswer>>>
            {
                ["fails"] = (_, _) => throw new InvalidOperationException("no"),
                ["large"] = (_, _) => ValueTask.FromResult(new MethodAnswer(200, new string('x', AzureIotHubLimits.MethodBytesMax))),
            },
        };
        await rig.SendAsync(1, 1);

        Assert.Equal(404, (await CallAsync(rig, "unknown")).Status);
        Assert.Equal(400, (await CallAsync(rig, "fails", "{broken")).Status);
        Assert.Equal(500, (await CallAsync(rig, "fails")).Status);
        Assert.Equal(500, (await CallAsync(rig, "large")).Status);
    }

    [Fact]
    public async Task Method_TooManyAtOnce_IsAnsweredBusyAndTheRestEnd()
    {
        await using var rig = await AzureRig.StartAsync();
        var release = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        rig.Handlers = new AzureIotHubHandlers
        {
            Methods = new Dictionary<string, Func<JsonElement, CancellationToken, ValueTask<MethodAnswer>>>
            {
                ["slow"] = async (_, _) =>
                {
                    await release.Task;
                    return new MethodAnswer(200);
                },
            },
        };
        await rig.SendAsync(1, 1);

        var calls = Enumerable.Range(0, AzureIotHubLimits.MethodsAtOnceMax + 1).Select(_ => CallAsync(rig, "slow")).ToList();
        Assert.Equal(503, (await await Task.WhenAny(calls)).Status);
        release.SetResult();

        Assert.Equal([200, 200, 200, 200, 503], (await Task.WhenAll(calls)).Select(call => call.Status).Order());
    }

    [Fact]
    public async Task Method_AnswerLost_IsATimeoutForTheCallerAndNoMore()
    {
        await using var rig = await AzureRig.StartAsync();
        rig.Handlers = new AzureIotHubHandlers { Methods = StandardMethods.Create(rig.Time, () => [], _ => ValueTask.FromResult(0L)) };
        await rig.SendAsync(1, 1);
        rig.Hub.Faults.MethodSilence = 1;

        var lost = CallAsync(rig, "ping");
        Assert.Equal(200, (await CallAsync(rig, "ping")).Status);
        rig.ServerTime.Advance(Patience);

        Assert.Equal(504, (await lost).Status);
    }

    [Fact]
    public async Task CloudMessage_LeftWhileAway_IsHandedOnAndAcknowledged()
    {
        await using var rig = await AzureRig.StartAsync();
        var heard = Channel.CreateBounded<CloudMessageSeen>(10);
        rig.Handlers = new AzureIotHubHandlers
        {
            CloudMessage = (message, token) => heard.Writer.WriteAsync(new CloudMessageSeen(message.MessageId, Encoding.UTF8.GetString(message.Body.Span), message.Properties["room"]), token),
        };
        rig.Hub.SendToDevice(AzureRig.DeviceId, "first"u8.ToArray(), new Dictionary<string, string> { ["room"] = "a/b&c=d 北" });

        await rig.SendAsync(1, 1);
        Assert.Equal(new CloudMessageSeen("cloud-1", "first", "a/b&c=d 北"), await NextAsync(heard));
        await rig.Hub.Record.WaitForHappeningAsync("hub-1 acknowledged");

        // With the session kept, the next comes before anything is subscribed anew.
        await rig.IdleAsync(1);
        rig.Hub.SendToDevice(AzureRig.DeviceId, "second"u8.ToArray(), new Dictionary<string, string> { ["room"] = "x" });
        await rig.SendAsync(2, 1);
        Assert.Equal("second", (await NextAsync(heard)).Body);
        await rig.Hub.Record.WaitForHappeningAsync("hub-1 acknowledged", 2);
        Assert.Equal(0, rig.Hub.PendingFor(AzureRig.DeviceId));
    }

    private static Task<MethodResult> CallAsync(AzureRig rig, string name, string payload = "") =>
        rig.Hub.CallAsync(AzureRig.DeviceId, name, payload, Patience, CancellationToken.None);

    private static async Task<T> NextAsync<T>(Channel<T> heard)
    {
        using var limit = new CancellationTokenSource(Patience, TimeProvider.System);
        return await heard.Reader.ReadAsync(limit.Token);
    }

    private sealed record CloudMessageSeen(string Id, string Body, string Room);
}

using System.Globalization;
using System.Text.Json.Nodes;
using System.Threading.Channels;
using IotHub.Mqtt.Client;
using IotHub.Mqtt.Packets;

namespace IotHub.Uplink.AzureIotHub;

/// <summary>
/// The twin over one connection: asks for all that is desired, then follows the changes by their version, asks again where one is missing,
/// and reports health and answers.
/// </summary>
internal sealed class TwinChannel(MqttClient client, AzureIotHubHandlers handlers, TwinMemory memory, TimeProvider time, Chance chance)
{
    public const string AnswerFilter = "$iothub/twin/res/#";
    public const string DesiredFilter = "$iothub/twin/PATCH/properties/desired/#";
    private const string AnswerPrefix = "$iothub/twin/res/";
    private const string HealthName = "health";
    private const int TooManyRequests = 429;

    private readonly Lock _lock = new();
    private readonly Dictionary<string, TaskCompletionSource<(int Status, JsonObject? Body)>> _asked = [];
    private readonly Channel<(long Version, JsonObject Patch)> _changes =
        Channel.CreateBounded<(long, JsonObject)>(new BoundedChannelOptions(AzureIotHubLimits.DesiredWaitingMax) { SingleReader = true });

    private bool _isGap;
    private long _version;
    private int _lastRid;

    /// <summary>Takes an answer of the service.</summary>
    public ValueTask TakeAnswerAsync(MqttMessage message)
    {
        if (message.Topic[AnswerPrefix.Length..].Split('/', 2) is [var status, var query]
            && int.TryParse(status, NumberStyles.None, CultureInfo.InvariantCulture, out var code)
            && DeviceTopics.Query(query, "$rid") is { } rid)
        {
            lock (_lock)
            {
                if (_asked.Remove(rid, out var source))
                {
                    source.TrySetResult((code, TwinJson.Object(message.Payload.Span)));
                }
            }
        }

        return ValueTask.CompletedTask;
    }

    /// <summary>Takes a change of what is desired; it is handled on the channel's own loop, since this one must be free for answers.</summary>
    public ValueTask TakeChangeAsync(MqttMessage message)
    {
        if (TwinJson.Object(message.Payload.Span) is { } patch && patch["$version"] is JsonValue value && value.TryGetValue<long>(out var version))
        {
            patch.Remove("$version");
            if (!_changes.Writer.TryWrite((version, patch)))
            {
                // The next change finds a version missing, and the whole is asked for.
                Volatile.Write(ref _isGap, true);
            }
        }

        return ValueTask.CompletedTask;
    }

    /// <summary>Keeps the twin until cancelled or the connection ends.</summary>
    public async Task RunAsync(TimeSpan healthInterval, CancellationToken cancellationToken)
    {
        try
        {
            if (handlers.Desired is not null)
            {
                await AskForAllAsync(cancellationToken);
            }

            var left = memory.HealthReported is { } reported ? healthInterval - time.GetElapsedTime(reported) : TimeSpan.Zero;
            var pause = Task.Delay(left > TimeSpan.Zero ? left : TimeSpan.Zero, time, cancellationToken);
            var change = _changes.Reader.WaitToReadAsync(cancellationToken).AsTask();
            while (!cancellationToken.IsCancellationRequested)
            {
                var first = await Task.WhenAny(change, pause);
                await first;
                if (first == pause)
                {
                    await ReportHealthAsync(cancellationToken);
                    pause = Task.Delay(healthInterval, time, cancellationToken);
                    continue;
                }

                while (_changes.Reader.TryRead(out var read))
                {
                    await FollowAsync(read.Version, read.Patch, cancellationToken);
                }

                change = _changes.Reader.WaitToReadAsync(cancellationToken).AsTask();
            }
        }
        catch (OperationCanceledException)
        {
            // The connection is closed.
        }
        catch (MqttException)
        {
            // The connection ended; the next one begins anew.
        }
    }

    private async Task FollowAsync(long version, JsonObject patch, CancellationToken cancellationToken)
    {
        if (version <= _version)
        {
            return;
        }

        if (version != _version + 1 || Volatile.Read(ref _isGap))
        {
            await AskForAllAsync(cancellationToken);
            return;
        }

        _version = version;
        await HandAsync(new DesiredProperties(patch, version, IsWhole: false), cancellationToken);
    }

    private async Task AskForAllAsync(CancellationToken cancellationToken)
    {
        Volatile.Write(ref _isGap, false);
        var (status, body) = await AskAsync("$iothub/twin/GET/", ReadOnlyMemory<byte>.Empty, cancellationToken);
        if (status == 200 && body?["desired"] is JsonObject desired && desired["$version"] is JsonValue value && value.TryGetValue<long>(out var version))
        {
            _version = version;
            body.Remove("desired");
            desired.Remove("$version");
            desired.Remove("$metadata");
            if (version != memory.AnsweredVersion)
            {
                await HandAsync(new DesiredProperties(desired, version, IsWhole: true), cancellationToken);
            }
        }
    }

    private async Task HandAsync(DesiredProperties desired, CancellationToken cancellationToken)
    {
        if (handlers.Desired is null)
        {
            return;
        }

        IReadOnlyList<DesiredAnswer> answers;
        try
        {
            answers = await handlers.Desired(desired, cancellationToken);
        }
#pragma warning disable CA1031 // The boundary of one change: a fault of who takes it is said, and ends nothing else.
        catch (Exception exception) when (exception is not OperationCanceledException)
#pragma warning restore CA1031
        {
            handlers.Told?.Invoke($"Azure IoT Hub: version {desired.Version} of what is desired was not taken in: {exception.Message}");
            return;
        }

        var report = new JsonObject();
        foreach (var answer in answers)
        {
            if (answer.Name == HealthName)
            {
                // An answer would be merged into the health that is reported under this name.
                handlers.Told?.Invoke($"Azure IoT Hub: version {desired.Version} of what is desired names {HealthName}, which is only reported; it is not answered.");
                continue;
            }

            report[answer.Name] = answer.Status == DesiredAnswer.Gone ? null : new JsonObject
            {
                ["value"] = answer.Value?.DeepClone(),
                ["ac"] = answer.Status,
                ["av"] = desired.Version,
                ["ad"] = answer.Description,
            };
        }

        if (report.Count == 0 || await ReportAsync(report, cancellationToken))
        {
            memory.AnsweredVersion = desired.Version;
        }
    }

    private async Task ReportHealthAsync(CancellationToken cancellationToken)
    {
        if (handlers.Health is null)
        {
            return;
        }

        JsonObject health;
        try
        {
            health = handlers.Health();
        }
#pragma warning disable CA1031 // The boundary of one report: a fault of who makes it is said, and ends nothing else.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            handlers.Told?.Invoke($"Azure IoT Hub: health was not reported: {exception.Message}");
            return;
        }

        memory.HealthReported = time.GetTimestamp();
        await ReportAsync(new JsonObject { [HealthName] = health }, cancellationToken);
    }

    /// <returns>False where it should be tried again with the next connection.</returns>
    private async Task<bool> ReportAsync(JsonObject report, CancellationToken cancellationToken)
    {
        var bytes = TwinJson.Bytes(report);
        if (bytes.Length > AzureIotHubLimits.TwinBytesMax)
        {
            handlers.Told?.Invoke($"Azure IoT Hub: a report of {bytes.Length} bytes was not sent: the service takes {AzureIotHubLimits.TwinBytesMax}.");
            return true;
        }

        var (status, body) = await AskAsync("$iothub/twin/PATCH/properties/reported/", bytes, cancellationToken);
        if (status is not (204 or 200 or 0))
        {
            handlers.Told?.Invoke($"Azure IoT Hub: a report was refused with {status}: {body?["message"]}");
        }

        return status is 204 or 200 or 400;
    }

    /// <returns>The last answer; status 0 where none came.</returns>
    private async Task<(int Status, JsonObject? Body)> AskAsync(string topic, ReadOnlyMemory<byte> body, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            var (rid, answer) = Begin();
            try
            {
                await client.PublishAsync($"{topic}?$rid={rid}", body, MqttQos.AtMostOnce, retain: false, cancellationToken);
                var (status, document) = await answer.WaitAsync(AzureIotHubLimits.TwinTimeout, time, cancellationToken);
                if (status != TooManyRequests || attempt == AzureIotHubLimits.TwinAttemptsMax)
                {
                    return (status, document);
                }
            }
            catch (TimeoutException)
            {
                return (0, null);
            }
            finally
            {
                lock (_lock)
                {
                    _asked.Remove(rid);
                }
            }

            var wait = chance.Between(AzureIotHubLimits.ThrottleMin, AzureIotHubLimits.ThrottleMax);
            var pause = Task.Delay(wait, time, cancellationToken);
            handlers.Told?.Invoke($"Azure IoT Hub: the service is throttled; the twin is asked again in {wait.TotalSeconds:f0} s.");
            await pause;
        }
    }

    private (string Rid, Task<(int Status, JsonObject? Body)> Answer) Begin()
    {
        lock (_lock)
        {
            var rid = (++_lastRid).ToString(CultureInfo.InvariantCulture);
            var source = new TaskCompletionSource<(int, JsonObject?)>(TaskCreationOptions.RunContinuationsAsynchronously);
            _asked[rid] = source;
            return (rid, source.Task);
        }
    }
}
